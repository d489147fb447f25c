# Writes a tar to standard output: what somebody has in a lab host. files/ is its home; containers/NAME/ is a container's state, and the files
# in it that its image does not have; engine/ and network/ are what the engine, and iproute2, say of the rest. Changes nothing.
set -euo pipefail
room=$(mktemp -d -p /tmp)
trap 'rm -rf "$room"' EXIT
mkdir "$room"/{containers,engine,network,files}
cp -a /root/. "$room/files/"
docker ps --all >"$room/engine/containers.txt"
docker image ls >"$room/engine/images.txt"
docker network ls >"$room/engine/networks.txt"
docker network ls -q | xargs -r docker network inspect >"$room/engine/networks.json"
docker volume ls >"$room/engine/volumes.txt"
for what in link address route rule neighbour; do ip "$what" >"$room/network/$what.txt"; done
iptables-save >"$room/network/iptables.txt"
for namespace in $(ip netns list | cut -d' ' -f1); do
    { ip -n "$namespace" address; ip -n "$namespace" route; } >"$room/network/namespace-$namespace.txt"
done
for container in $(docker ps --all --format '{{.Names}}'); do
    to=$room/containers/$container
    mkdir -p "$to/files"
    docker container inspect "$container" >"$to/inspect.json"
    docker container logs --tail 10000 "$container" >"$to/log.txt" 2>&1
    docker container diff "$container" >"$to/changes.txt"
    # A folder that only holds a changed file is listed as changed itself, so it is not taken with all that is in it.
    sed -n 's/^[AC] \///p' "$to/changes.txt" >"$room/list"
    docker container export "$container" |
        tar --extract --no-recursion --ignore-command-error --directory "$to/files" --files-from "$room/list" 2>/dev/null || true
done
rm -f "$room/list"
tar --create --directory "$room" .
