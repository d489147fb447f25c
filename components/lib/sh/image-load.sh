# Loads an image of the machine's engine into a lab host, unless it came with it, and prints its id there.
# $1: its name on the machine, $2: its name in the lab host, $3: the socket of the lab host's engine.
inside() { is_socket "$1" && docker --host "unix://$1" image "${@:2}"; }
id=$(docker image inspect --format '{{.Id}}' "$1")
if ! inside "$3" tag "$id" "$2" 2>/dev/null; then
    docker image save "$1" | inside "$3" load --quiet >/dev/null
    inside "$3" tag "$1" "$2"
    id=$(inside "$3" inspect --format '{{.Id}}' "$2")
fi
printf '%s\n' "$id"
