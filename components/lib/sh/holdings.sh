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

held_at() { # SOCKET LABEL...
    local lists ids tags full volumes mine ours
    mine=$(labelled "${@:2}") ours=$(labelled docker-network-labs.image)
    engine_lists "$1" "/containers/json?all=1&$mine" /containers/@/json "/volumes?$mine" '' /networks '' "/networks?$mine" '' \
        "/images/json?$ours" '' || return
    ((${#lists[@]} == 5)) && [[ ${lists[1]} =~ ^\{\"Volumes\":(\[.*\]|null),\"Warnings\":[^:]*\}$ ]] || return
    volumes=${BASH_REMATCH[1]}
    printf '%s\n' "[${full[0]:-}]" "${volumes/#null/[]}" "${lists[2]}" "${ids[3]:-}" "${tags[4]:-}"
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
