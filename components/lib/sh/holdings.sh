# holdings LABEL...: what the engine that docker's own commands lead to holds, on five lines: its containers and volumes with those labels
# (key=value), and all its networks, each as JSON; the ids of the networks with those labels; this project's images, as the inside of a JSON array.
# At a socket of this machine that is two processes in place of eight of docker's own, of which each takes longer. Whatever keeps it from
# that, docker's own commands are asked, and say why where they cannot do it either.
holdings() {
    local socket kept
    if socket=$(near_socket) && kept=$(held_at "$socket" "$@" 2>/dev/null); then
        printf '%s\n' "$kept"
    else
        held_anywhere "$@"
    fi
}

# The socket at which docker's own commands ask, when it is on this machine.
near_socket() {
    local address=${DOCKER_HOST:-}
    if [[ -z $address ]]; then
        [[ -z ${DOCKER_CONTEXT:-} ]] || return 1
        ! grep -qs '"currentContext"' "${DOCKER_CONFIG:-${HOME:-}/.docker}/config.json" || return 1
        address=unix:///var/run/docker.sock
    fi
    [[ $address == unix:///* ]] && printf '%s\n' "${address#unix://}"
}

held_at() { # SOCKET LABEL...
    local socket=$1 labels=("${@:2}") said try of what lists each containers bridges images volumes
    labels=("${labels[@]/#/%22}")
    labels=$(IFS=, && printf '%s' "${labels[*]/%/%22}")
    local mine="filters={%22label%22:[$labels]}"
    # What somebody removes between the two questions is no error: both are asked again.
    for try in 1 2 3 4 5; do
        said=$(engine_get "$socket" "/containers/json?all=1&$mine" "/volumes?$mine" /networks "/networks?$mine" \
            '/images/json?filters={%22label%22:[%22docker-network-labs.image%22]}') || return
        mapfile -t lists <<<"$said"
        containers=() bridges=() images=()
        # Within a text, JSON has a backslash before each quotation mark, so none of these is ever found in one.
        while IFS=: read -r of _ what; do
            case $of$what in
                1\"*) containers+=("/containers/${what//\"/}/json") ;;
                4\"*) bridges+=("${what//\"/}") ;;
                5\[\"*) images+=("${what:1:-1}") ;;
            esac
        done < <(grep -noE '"Id":"[0-9a-z]+"|"RepoTags":\[[^]]*\]' <<<"$said")
        said=
        ((${#containers[@]} == 0)) || said=$(engine_get "$socket" "${containers[@]}") && break
        ((try < 5)) || return 1
    done
    mapfile -t each <<<"$said"
    ((${#lists[@]} == 5)) && [[ ${lists[1]} =~ ^\{\"Volumes\":(\[.*\]|null),\"Warnings\":[^:]*\}$ ]] || return
    volumes=${BASH_REMATCH[1]}
    local IFS=,
    printf '[%s]\n' "${each[*]}"
    printf '%s\n' "${volumes/#null/[]}" "${lists[2]}" "$(IFS=' ' && printf '%s' "${bridges[*]}")" "${images[*]}"
}

held_anywhere() { # LABEL...
    local of mine=("${@/#/label=}")
    mine=("${mine[@]/#/--filter=}")
    ask containers inspect container --all --no-trunc "${mine[@]}"
    ask volumes inspect volume "${mine[@]}"
    ask networks inspect network --no-trunc
    ask bridges docker network ls --no-trunc --quiet "${mine[@]}"
    ask images image_names --filter label=docker-network-labs.image
    answers
    for of in containers volumes networks bridges images; do printf '%s\n' "${answer[$of]//$'\n'/ }"; done
}
