# Starts a container, with this lab's labels. One of that name which this lab did not make is left alone, and refused.
# $1: name, $2: owner, $3: stack, $4: generation, then arguments of `docker run`.
ours="$2 $3"
if found=$(docker container inspect --format '{{index .Config.Labels "docker-network-labs.owner"}} {{index .Config.Labels "docker-network-labs.stack"}}' "$1" 2>/dev/null); then
    if [[ $found != "$ours" ]]; then
        echo "Container $1 is here already, and this lab did not make it. Remove it (docker rm -f $1) or rename it." >&2
        exit 1
    fi
    docker container rm --force --volumes "$1" >/dev/null # of an attempt that was interrupted
fi
# An image's token (see drift.ts) is not its own.
docker run --detach --name "$1" --label "docker-network-labs.owner=$2" --label "docker-network-labs.stack=$3" \
    --label "docker-network-labs.generation=$4" --label docker-network-labs.token= "${@:5}"
