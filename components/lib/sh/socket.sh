# engine_behind SOCKET: prints the id and the version of the engine behind a lab host's socket.
#
# Root in the lab host can put anything where its socket is, even a link to the machine's own. So nothing is used but a socket,
# and whoever calls compares the id with what the engine says of itself inside that very lab host.
engine_behind() {
    if [[ ! -S $1 || -L $1 ]]; then
        echo "$1 is not a socket, so the lab host is not used. \`docker restart\` of the lab host makes it anew." >&2
        return 1
    fi
    docker --host "unix://$1" info --format '{{.ID}} {{.ServerVersion}}'
}
