# The engine of this lab host, asked at its socket (https://docs.docker.com/reference/api/engine/): two processes in place of seven of
# docker's own, of which each takes longer. What it gives is as from engine-anywhere.sh.
ask_engine() { ask lines engine_lines "$@"; }

engine_answers() {
    local lines
    answers || return
    mapfile -t lines <<<"${answer[lines]}"
    answer[engine]=${lines[0]} answer[containers]=${lines[1]} answer[networks]=${lines[2]} answer[images]=${lines[3]} answer[own]=${lines[4]}
}

# engine_get PATH...: its answers, which are JSON, a line each.
engine_get() {
    curl --disable --silent --show-error --fail-with-body --fail-early --globoff --noproxy '*' --unix-socket /var/run/docker.sock "${@/#/http://docker}"
}

engine_lines() { # OWNER STACK
    local own="/images/json?filters={%22label%22:[%22docker-network-labs.owner=$1%22,%22docker-network-labs.stack=$2%22]}"
    local said lists containers networks each try
    # What somebody removes between the two questions is no error: both are asked again.
    for try in 1 2 3 4 5; do
        said=$(engine_get /info '/containers/json?all=1' /networks /images/json "$own") || return
        mapfile -t lists <<<"$said"
        mapfile -t containers < <(engine_paths containers /json <<<"${lists[1]:-}")
        mapfile -t networks < <(engine_paths networks "" <<<"${lists[2]:-}")
        said=$(engine_get "${containers[@]}" "${networks[@]}") && break
        ((try < 5)) || return 1
    done
    mapfile -t each <<<"$said"
    engine_who <<<"${lists[0]:-}"
    (IFS=, && printf '[%s]\n' "${each[*]:0:${#containers[@]}}" "${each[*]:${#containers[@]}}")
    engine_tags <<<"${lists[3]:-}"
    engine_tags <<<"${lists[4]:-}"
}

# Within a text, JSON has a backslash before each quotation mark, so none of these is ever found in one.
engine_paths() { sed -nE 's/"Id":"([0-9a-z]+)"/\n\1\n/gp' | sed -nE "s|^[0-9a-z]+\$|/$1/&$2|p"; }
engine_tags() { sed -E 's/"RepoTags":\[([^]]*)\]/\n\1\n/g' | sed -n '/^"[^"]*"\(,"[^"]*"\)*$/p' | paste -sd ,; }
engine_who() { # what has another form than the known one is told from an engine that does not answer: it will not in a moment either
    local info id version swarm
    read -r info
    [[ $info =~ ^\{\"ID\":(\"[^\"]*\") ]] && id=${BASH_REMATCH[1]}
    [[ $info =~ \"ServerVersion\":(\"[^\"]*\") ]] && version=${BASH_REMATCH[1]}
    [[ $info =~ \"Swarm\":\{\"NodeID\":(\"[^\"]*\"),\"NodeAddr\":\"[^\"]*\",\"LocalNodeState\":(\"[^\"]*\"),\"ControlAvailable\":(true|false) ]] &&
        swarm="\"swarm\":${BASH_REMATCH[2]},\"node\":${BASH_REMATCH[1]},\"manager\":${BASH_REMATCH[3]}"
    printf '"engine":%s,"version":%s,%s\n' "${id:-null}" "${version:-null}" "${swarm:-\"swarm\":null}"
}
