# Loads an image of the machine's engine into a lab host and prints its id there.
# $1: its name on the machine, $2: its name in the lab host, $3: the lab host's container.
docker image save "$1" | docker exec -i "$3" bash -euc '
    docker image load --quiet >/dev/null
    docker image tag "$1" "$2"
    docker image inspect --format "{{.Id}}" "$2"' lab "$1" "$2"
