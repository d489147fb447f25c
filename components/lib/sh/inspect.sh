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

# ip_json ARGUMENT...: what `ip -j` prints, as JSON: it leaves control characters in a name or an alias as they are.
ip_json() { ip -j "$@" | tr '\001-\010\013-\037' '?'; }

# image_names FILTER_FLAG...: names and tags of images, as the inside of a JSON array.
image_names() {
    docker image ls "$@" --format '{{json .Repository}} {{json .Tag}}' | sed 's/" "/:/' | paste -sd ,
}
