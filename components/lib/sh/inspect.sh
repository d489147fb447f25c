# inspect KIND LIST_FLAG...: what `docker KIND inspect` says of all that `docker KIND ls` lists, as a JSON array. What other
# labs remove between the two is no error: both are asked again.
inspect() {
    local kind=$1 ids answer try
    shift
    for try in 1 2 3 4 5; do
        ids=$(docker "$kind" ls --quiet "$@") || return
        # shellcheck disable=SC2086 # a list of ids
        answer=$([[ -z $ids ]] && echo '[]' || docker "$kind" inspect $ids) && break
        ((try < 5)) || return 1
    done
    echo "$answer"
}

# whole_json: what goes through, as JSON: iproute2 and iptables leave control characters in names, aliases and comments as they are.
whole_json() { tr '\001-\011\013-\037' '?'; }

# image_names FILTER_FLAG...: names and tags of images, as the inside of a JSON array.
image_names() {
    docker image ls "$@" --format '{{json .Repository}} {{json .Tag}}' | sed 's/" "/:/' | paste -sd ,
}

# json_word TEXT: a text that can have any character, as a shell would have to be told it, as the inside of a JSON string.
json_word() {
    local shown
    printf -v shown %q "$1"
    shown=${shown//\\/\\\\}
    printf '%s' "${shown//\"/\\\"}"
}

# nat_rules CHAIN...: the rules of iptables' table nat (of one chain), as a JSON array; null where there is no such chain, or it may not be
# read.
nat_rules() {
    local lines
    if lines=$(iptables -w 2 -t nat -S "$@" 2>/dev/null); then
        lines=${lines//\\/\\\\} lines=${lines//\"/\\\"}
        printf '["%s"]' "${lines//$'\n'/\",\"}"
    else
        echo null
    fi
}
