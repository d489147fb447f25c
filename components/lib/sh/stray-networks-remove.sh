# Removes networks, and unplugs first whoever is plugged in. $@: their ids.
for id in "$@"; do
    for container in $(docker network inspect --format '{{range $id, $_ := .Containers}}{{println $id}}{{end}}' "$id"); do
        docker network disconnect --force "$id" "$container"
    done
    docker network rm "$id" >/dev/null
done
