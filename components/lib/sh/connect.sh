# Plugs a container into a network. $1: network, $2: container.
attached=$(docker container inspect --format '{{range $name, $_ := .NetworkSettings.Networks}}{{println $name}}{{end}}' "$2")
grep -qxF -- "$1" <<<"$attached" || docker network connect "$1" "$2"
