# sweep GENERATIONS: removes what this machine holds of one stack, except of the given generations, with blanks between ("" for all
# of it). It goes by labels and marks alone, because what an interrupted `up` made is not in the state.
# $1: owner, $2: stack, $3: generations of its lab hosts, $4: folder of the first one, $5: file with the tokens of a lab on the machine
# itself.
owner=$1 stack=$2 folder=$4 marks=$5

objects() { # kind: the ids of this stack's containers, networks, volumes or images
    local -A all=([container]=--all [network]= [volume]= [image]=)
    # shellcheck disable=SC2086 # the flag may be empty
    docker "$1" ls --quiet ${all[$1]} \
        --filter "label=docker-network-labs.owner=$owner" --filter "label=docker-network-labs.stack=$stack"
}

# Whether the machine's engine says at its socket that there are none: mostly so, and told by one process in place of four of docker's own. What
# keeps it from that is not taken for none.
holds_nothing() {
    local socket of none=$'^\\[]\n\\[]\n\\[]\n\\{"Volumes":(\\[]|null),"Warnings":[^:]*}$'
    of=$(labelled "docker-network-labs.owner=$owner" "docker-network-labs.stack=$stack")
    socket=$(near_socket) &&
        [[ $(engine_get "$socket" "/containers/json?all=1&$of" "/networks?$of" "/images/json?$of" "/volumes?$of" 2>/dev/null) =~ $none ]]
}

among() { [[ -n $1 && " $2 " == *" $1 "* ]]; } # among GENERATION GENERATIONS

spared() { # kind id generations
    local -A at=([container]=.Config.Labels [network]=.Labels [volume]=.Labels [image]=.Config.Labels)
    [[ -n $3 ]] && among "$(docker "$1" inspect --format "{{ index ${at[$1]} \"docker-network-labs.generation\" }}" "$2")" "$3"
}

# disk_remove FOLDER: a lab host's disk (see disk-make.sh), whose lab host is gone. What was written last need not be kept.
disk_remove() {
    while mountpoint -q "$1/mounted"; do
        mount -o remount,nobarrier "$1/mounted"
        umount "$1/mounted"
    done
    rm -f -- "$1/disk" "$1/disk.new"
    rmdir -- "$1/mounted" "$1"
}

sweep() {
    sweep_engine "$1"
    sweep_machine "$1"
}

sweep_engine() {
    local kind id mark
    local -A force=([container]="--force --volumes" [network]= [volume]= [image]=--force)
    # First, because networks and services of a swarm go with it.
    for mark in $(swarm_marks_of "$owner" "$stack"); do
        among "${mark##*/}" "$1" || swarm_leave "$mark"
    done
    ! holds_nothing || return 0
    for kind in container network volume image; do ask "$kind" objects "$kind"; done
    answers
    for kind in container network volume image; do
        for id in ${answer[$kind]}; do
            # shellcheck disable=SC2086 # the flags may be empty
            spared "$kind" "$id" "$1" || docker "$kind" rm ${force[$kind]} "$id" >/dev/null
        done
    done
}

# What is there beside the engine's.
sweep_machine() {
    local id name mark link chain fences
    fences=$(fence_marked "docker-network-labs $owner $stack ")
    while IFS=$'\t' read -r chain link mark; do
        [[ -z $chain ]] || among "${mark##* }" "$1" || fence_rule -D "$chain" "$link" "$mark"
    done <<<"$fences"
    for mark in /run/docker-network-labs/netns/*; do
        [[ -e $mark ]] || continue
        read -r of_owner of_stack of_generation inode <"$mark"
        [[ $of_owner == "$owner" && $of_stack == "$stack" ]] && ! among "$of_generation" "$1" || continue
        name=${mark##*/}
        [[ $(stat -c %i "/run/netns/$name" 2>/dev/null) != "$inode" ]] || ip netns delete "$name"
        rm -f -- "$mark"
    done
    for link in /sys/class/net/*; do
        read -r mark 2>/dev/null <"$link/ifalias" || continue
        [[ $mark == "docker-network-labs $owner $stack "* ]] && ! among "${mark##* }" "$1" || continue
        ip link delete "${link##*/}"
    done
    for id in "${folder%/*}"/*; do
        [[ ! -d $id ]] || among "${id##*/}" "$1" || rm -rf -- "$id"
    done
    for id in "${marks%.json}.disks"/*; do
        [[ ! -d $id ]] || among "${id##*/}" "$1" || disk_remove "$id"
    done
    if [[ -e $marks && ( -z $1 || $(<"$marks") != *"\"${1%% *}\""* ) ]]; then rm -f -- "$marks"; fi
}

# The folders that are empty now go as well, up to the project's own.
remove_empty() {
    local netns=/run/docker-network-labs/netns
    rmdir -- "${folder%/*}" "${marks%.json}.disks" "${marks%/*}" "${folder%/*/*}" "$netns" "${folder%/*/*/*}" "${marks%/*/*}" 2>/dev/null || true
}
