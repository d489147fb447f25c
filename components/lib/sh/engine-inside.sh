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
    local own="/images/json?filters={%22label%22:[%22docker-network-labs.owner=$1%22,%22docker-network-labs.stack=$2%22]}"
    local socket=/var/run/docker.sock said try of what lists each containers networks images own_images
    # What somebody removes between the two questions is no error: both are asked again.
    for try in 1 2 3 4 5; do
        said=$(engine_get "$socket" /info '/containers/json?all=1' /networks /images/json "$own") || return
        mapfile -t lists <<<"$said"
        containers=() networks=() images=() own_images=()
        # Within a text, JSON has a backslash before each quotation mark, so none of these is ever found in one.
        while IFS=: read -r of _ what; do
            case $of$what in
                2\"*) containers+=("/containers/${what//\"/}/json") ;;
                3\"*) networks+=("/networks/${what//\"/}") ;;
                4\[\"*) images+=("${what:1:-1}") ;;
                5\[\"*) own_images+=("${what:1:-1}") ;;
            esac
        done < <(grep -noE '"Id":"[0-9a-z]+"|"RepoTags":\[[^]]*\]' <<<"$said")
        said=$(engine_get "$socket" "${containers[@]}" "${networks[@]}") && break
        ((try < 5)) || return 1
    done
    mapfile -t each <<<"$said"
    engine_who <<<"${lists[0]:-}"
    local IFS=,
    printf '[%s]\n' "${each[*]:0:${#containers[@]}}" "${each[*]:${#containers[@]}}"
    printf '%s\n' "${images[*]}" "${own_images[*]}"
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
