# Loads an image of the machine's engine into a lab host and prints its id there.
# $1: its name on the machine, $2: its name in the lab host, $3: the socket of the lab host's engine.
inside() { is_socket "$1" && docker --host "unix://$1" image "${@:2}"; }
docker image save "$1" | inside "$3" load --quiet >/dev/null
inside "$3" tag "$1" "$2"
inside "$3" inspect --format '{{.Id}}' "$2"
