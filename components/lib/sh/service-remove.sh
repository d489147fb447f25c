# Makes a service's name free: removes the one that this lab made, if it is there. $1: name, $2: owner, $3: stack.
of() { docker service inspect --format "{{index .Spec.Labels \"docker-network-labs.$1\"}}" "$2"; }
[[ $(docker info --format '{{.Swarm.ControlAvailable}}') == true ]] || exit 0 # a swarm that is gone took it along
names=$(docker service ls --format '{{.Name}}')
grep -qxF -- "$1" <<<"$names" || exit 0
if [[ "$(of owner "$1") $(of stack "$1")" != "$2 $3" ]]; then
    echo "Service $1 is here already, and this lab did not make it. Remove it (docker service rm $1) or rename it." >&2
    exit 1
fi
docker service rm "$1" >/dev/null
