# The engine of this lab host, asked at its socket: two processes in place of seven of docker's own, of which each takes longer. What it
# gives is as from engine-anywhere.sh.
ask_engine() { ask lines engine_lines "$@"; }

engine_answers() {
    local lines
    answers || return
    mapfile -t lines <<<"${answer[lines]}"
    answer[engine]=${lines[0]} answer[containers]=${lines[1]} answer[networks]=${lines[2]} answer[images]=${lines[3]} answer[own]=${lines[4]}
}

engine_lines() { # OWNER STACK
    local lists ids tags full own
    own=/images/json?$(labelled "docker-network-labs.owner=$1" "docker-network-labs.stack=$2")
    engine_lists /var/run/docker.sock /info '' '/containers/json?all=1' /containers/@/json /networks /networks/@ /images/json '' "$own" '' || return
    engine_who <<<"${lists[0]:-}"
    printf '[%s]\n' "${full[1]:-}" "${full[2]:-}"
    printf '%s\n' "${tags[3]:-}" "${tags[4]:-}"
}

engine_who() { # what has another form than the known one is told from an engine that does not answer: it will not in a moment either
    local info id version swarm
    read -r info
    [[ $info =~ ^\{\"ID\":(\"[^\"]*\") ]] && id=${BASH_REMATCH[1]}
    [[ $info =~ \"ServerVersion\":(\"[^\"]*\") ]] && version=${BASH_REMATCH[1]}
    [[ $info =~ \"Swarm\":\{\"NodeID\":(\"[^\"]*\"),\"NodeAddr\":\"[^\"]*\",\"LocalNodeState\":(\"[^\"]*\"),\"ControlAvailable\":(true|false) ]] &&
        swarm="\"swarm\":${BASH_REMATCH[2]},\"node\":${BASH_REMATCH[1]},\"manager\":${BASH_REMATCH[3]}"
    printf '"engine":%s,"version":%s,%s\n' "${id:-null}" "${version:-null}" "${swarm:-\"swarm\":null}"
}
