# Removes a container, if it is there and this lab made it. $1: name, $2: owner, $3: stack.
ids=$(docker container ls --all --quiet --filter "name=^$1\$" \
    --filter "label=docker-network-labs.owner=$2" --filter "label=docker-network-labs.stack=$3")
[[ -z $ids ]] || docker container rm --force --volumes "$ids" >/dev/null
