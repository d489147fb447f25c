# Plugs a container into a network, unless it is. $1: network, $2: container.
said=$(docker network connect "$1" "$2" 2>&1) && exit
attached=$(docker container inspect --format '{{range $name, $_ := .NetworkSettings.Networks}}{{println $name}}{{end}}' "$2")
grep -qxF -- "$1" <<<"$attached" || { echo "$said" >&2 && exit 1; }
