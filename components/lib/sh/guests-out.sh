# Unplugs from a network what is not of the lesson, if the network is there: nothing is stopped or deleted.
# $1: network, the rest: names of the lesson's containers.
plugged() { docker network inspect --format '{{range .Containers}}{{println .Name}}{{end}}' "$1"; }
if ! names=$(plugged "$1" 2>/dev/null); then
    networks=$(docker network ls --format '{{.Name}}')
    grep -qxF -- "$1" <<<"$networks" || exit 0
    names=$(plugged "$1")
fi
while IFS= read -r name; do
    [[ -n $name ]] || continue
    for own in "${@:2}"; do
        [[ $name != "$own" ]] || continue 2
    done
    # The list may be the one before a container of the lesson was renamed or added, which is there already.
    [[ -z $(docker container inspect --format '{{index .Config.Labels "docker-network-labs.owner"}}' "$name") ]] || continue
    docker network disconnect --force "$1" "$name"
done <<<"$names"
