# Removes the nested lab hosts of several stacks with all that they have on this machine. $1: owner; then for each stack its name, the folder of a
# generation, the file with the tokens of a lab on the machine itself, its containers, its networks, its volumes (each with blanks between).
# Six at a time: while one waits for the engine or the kernel, the others go on.
owner=$1
shift

remove() {
    stack=$1 folder=$2 marks=$3
    local parts=() part
    # shellcheck disable=SC2086 # lists of ids
    {
        [[ -z $4 ]] || docker container rm --force --volumes $4
        # Nothing of these was of use to anybody but the containers.
        [[ -z $6 ]] || docker volume rm --force $6 &
        parts+=($!)
        networks_out $5 &
        parts+=($!)
        sweep_machine ""
        for part in "${parts[@]}"; do wait "$part"; done
    } >/dev/null
    remove_empty
}

networks_out() {
    local id
    for id in "$@"; do bridge_out "br-${id:0:12}"; done
    (($# == 0)) || docker network rm "$@"
}

jobs=() failed=0
while (($# > 0)); do
    while (($(jobs -rp | wc -l) >= 6)); do wait -n || true; done
    remove "${@:1:6}" &
    jobs+=($!)
    shift 6
done
for job in "${jobs[@]}"; do wait "$job" || failed=1; done
exit "$failed"
