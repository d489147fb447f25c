# Stops lab hosts, and waits until the swarm that they are in, if there is one, has seen it. $1: container of the first lab host, which
# goes on; then name and container of each that is stopped.
first=$1
shift
while (($#)); do
    docker container stop "$2" >/dev/null
    if [[ $(docker exec "$first" docker info --format '{{.Swarm.ControlAvailable}}') == true ]]; then
        until docker exec "$first" docker node ls --format '{{.Hostname}} {{.Status}}' | grep -qxF "$1 Down"; do sleep 0.2; done
    fi
    shift 2
done
