# What is plugged in where in this place, read beside observe.sh (which waits for the answers, and prints what `show_wires`
# says) as one JSON object. Read-only.

# wires_in FILE: interfaces and routes of the network namespace that a file stands for, with the tunnels' ends that its VXLAN interfaces know.
wires_in() {
    local answer links=null routes='[]' tunnels='[]'
    answer=$(printf 'address show\nroute show\n' | nsenter --net="$1" ip -j -d -batch - 2>/dev/null) || answer=
    if [[ $answer == *$'\n'* ]]; then
        links=${answer%%$'\n'*} routes=${answer#*$'\n'}
        if [[ $links == *'"info_kind":"vxlan"'* ]]; then
            tunnels=$(nsenter --net="$1" bridge -j fdb show 2>/dev/null) || tunnels='[]'
        fi
    fi
    printf '{"file":"%s","inode":"%s","links":%s,"routes":%s,"tunnels":%s}' \
        "$(json_word "$1")" "$(stat -L -c %i "$1")" "$links" "$routes" "${tunnels:-[]}"
}

# The ids by which this namespace knows the others.
wire_ids() { lsns -t net -J -o NS,NETNSID 2>/dev/null || echo '{"namespaces":[]}'; }

wire_files=()
# An engine behind a network address is on a machine of which nothing else can be seen: this one's is not its own.
if [[ ${DOCKER_HOST:-} != tcp:* ]]; then
    for path in /run/netns/* /run/docker/netns/*; do
        # Docker has a file for this very namespace as well, where a container shares it.
        [[ -e $path && ! $path -ef /proc/self/ns/net ]] || continue
        wire_files+=("$path")
        ask "wires $path" wires_in "$path"
    done
    ask 'wire ids' wire_ids
    ask 'wire routes' ip -j route show
    ask 'wire rules' nat_rules
fi

show_wires() {
    local path namespaces=''
    for path in "${wire_files[@]}"; do
        namespaces+=${namespaces:+,}${answer["wires $path"]}
    done
    printf '{"namespaces":[%s],"ids":%s,"routes":%s,"nat":%s}' "$namespaces" \
        "${answer[wire ids]:-{\"namespaces\":[]\}}" "${answer[wire routes]:-[]}" "${answer[wire rules]:-null}"
}
