# Prints what this machine holds of this project's labs, whoever made them: a line for each thing, of owner, stack, kind and name, with tabs
# between. It goes by labels and marks alone, as they stand: who reads it checks what they say. A label, and with some engines a name, can
# have any text in it, line breaks too, so both are printed as JSON. Read-only.
of=docker-network-labs
fields="{{json (.Label \"$of.owner\")}}\t{{json (.Label \"$of.stack\")}}"
ask containers docker container ls --all --filter "label=$of.owner" --format "$fields\tcontainer\t{{json .Names}}"
ask networks docker network ls --filter "label=$of.owner" --format "$fields\tnetwork\t{{json .Name}}"
ask volumes docker volume ls --filter "label=$of.owner" --format "$fields\tvolume\t{{json .Name}}"
images() {
    local ids
    ids=$(docker image ls --quiet --filter "label=$of.owner") || return
    # shellcheck disable=SC2086 # a list of ids
    [[ -z $ids ]] || docker image inspect --format "{{json (index .Config.Labels \"$of.owner\")}}{{\"\t\"}}{{json (index .Config.Labels \"$of.stack\")}}{{\"\t\"}}image{{\"\t\"}}{{if .RepoTags}}{{json (index .RepoTags 0)}}{{else}}{{.Id}}{{end}}" $ids
}
ask images images
ask fences fence_marked "$of "
answers
printf '%s\n' "${answer[containers]}" "${answer[networks]}" "${answer[volumes]}" "${answer[images]}" | sed '/^$/d'

marked() { # KIND NAME OWNER STACK
    printf '%s\t%s\t%s\t%s\n' "$3" "$4" "$1" "$2"
}
for mark in /run/$of/netns/*; do
    [[ -f $mark ]] || continue
    read -r owner stack _ <"$mark" && marked namespace "${mark##*/}" "$owner" "$stack"
done
for link in /sys/class/net/*; do
    read -r project owner stack _ <"$link/ifalias" 2>/dev/null || continue
    [[ $project != "$of" ]] || marked interface "${link##*/}" "$owner" "$stack"
done
for mark in /var/lib/$of/swarm/*; do
    [[ -f $mark ]] || continue
    read -r owner stack _ <"$mark" && marked "swarm node" "${mark##*/}" "$owner" "$stack"
done
while IFS=$'\t' read -r chain link mark; do
    read -r _ owner stack _ <<<"$mark"
    [[ -z $chain ]] || marked "firewall rule" "$chain -i $link" "$owner" "$stack"
done <<<"${answer[fences]}"
for path in /run/$of/*/* /var/lib/$of/*/*.{json,disks}; do
    [[ -e $path ]] || continue
    owner=${path%/*} stack=${path##*/}
    marked "$([[ -d $path ]] && echo folder || echo file)" "$path" "${owner##*/}" "${stack%.*}"
done
