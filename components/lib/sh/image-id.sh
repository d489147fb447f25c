# Prints the id of an image of the machine's engine. $1: its name.
docker image inspect --format '{{.Id}}' "$1"
