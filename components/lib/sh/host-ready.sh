# Starts a lab host if it is stopped, waits until its engine answers, and prints the engine's version. $1: container, $2: socket,
# $3: its address on the underlay, when it is one of several lab hosts. An engine whose way to the others was taken away for a while
# finds back to them late or never (20.10 with etcd), so where eth1 is not as it was made the lab host starts anew, and eth1 with it.
# It is killed, because without eth1 that engine does not end by itself in time.
docker container start "$1" >/dev/null
if [[ -n $3 ]] && ! docker exec "$1" lab-underlay intact; then
    docker container kill "$1" >/dev/null
    docker container start "$1" >/dev/null
fi
# The engine behind the socket and the one inside are asked together: both questions wait while an engine starts.
ask_engines() {
    ask behind bridge_behind "$2"
    ask inside docker exec "$1" curl --disable --silent --show-error --include --noproxy '*' --unix-socket /var/run/docker.sock http://docker/networks/bridge
    answers
}
# Why it is not there is asked once a second, since that takes longer than a start.
turn=0
until { is_socket "$2" && ask_engines "$@"; } 2>/dev/null; do
    sleep 0.05
    ((++turn % 20 == 0)) || continue
    if [[ $(docker container inspect --format '{{.State.Running}} {{.State.Restarting}}' "$1") != "true false" ]]; then
        echo "lab host $1 ended; its last words:" >&2
        docker container logs --tail 15 "$1" >&2
        exit 1
    fi
    # What is no socket once the engine answers inside will not become one.
    if ! is_socket "$2" 2>/dev/null && docker exec "$1" docker info >/dev/null 2>&1; then is_socket "$2"; fi
done
inside=${answer[inside]}
[[ $inside == *"\"Id\":\"${answer[behind]}\""* ]] || { echo "another engine than lab host $1's answers at $2; it is not used" >&2; exit 1; }
[[ $inside =~ Server:\ Docker/([^\ ]+) ]] && printf '%s\n' "${BASH_REMATCH[1]}"
