# Root in the lab host can put anything where its socket is, even a link to the machine's own. So nothing is used but a socket, and whoever
# calls compares what is behind it with what the engine says inside that very lab host.
is_socket() {
    [[ ! -S $1 || -L $1 ]] || return 0
    echo "$1 is not a socket, so the lab host is not used. \`docker restart\` of the lab host makes it anew." >&2
    return 1
}

# bridge_behind SOCKET: prints the id of the network `bridge` of the engine behind a lab host's socket, which every start of an engine makes
# anew. To say its own id an engine runs three programs first.
bridge_behind() { is_socket "$1" && docker --host "unix://$1" network inspect --format '{{.Id}}' bridge; }
