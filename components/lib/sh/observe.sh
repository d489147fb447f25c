# swarm_of OWNER STACK ENGINE: whether the swarm that the engine is in is one of this stack's (see swarm-node.sh), and its services, which
# only a manager knows; the inside of a JSON object.
swarm_of() {
    local id=${3#*'"node":"'} mark services='' own=false
    for mark in $(swarm_marks_of "$1" "$2"); do
        if swarm_is_own "in ${id%%\"*}" "$mark"; then own=true; fi
    done
    if [[ $3 == *'"manager":true' ]]; then
        services=$(docker service ls --format '{{json .Name}}:{{json .Replicas}}') || return
    fi
    printf '"ownSwarm":%s,"services":{%s}' "$own" "${services//$'\n'/,}"
}

# The sshd of a seat (see images/lab-host/ssh.sh).
ssh_state() {
    if [[ -e /var/lib/docker-network-labs/ssh/as-made ]]; then lab-ssh state; else echo null; fi
}

# Prints what is live in this place as one JSON object: the engine, its containers, networks and images, namespaces, interfaces
# and the lab's marks. Read-only. $1: the file with the marks, $2: owner, $3: stack.
ask_engine "$2" "$3" # see engine-inside.sh
ask ssh ssh_state
marks=null
if [[ -e $1 ]]; then marks=$(<"$1"); fi
links=[] namespaces='' paths=() rules=null
# An engine behind a network address is on a machine of which nothing else can be seen: this one's is not its own.
if [[ ${DOCKER_HOST:-} != tcp:* ]]; then
    links=$(ip -j -d address show)
    paths=(/run/netns/*)
    rules=$(nat_rules DOCKER)
fi
for path in "${paths[@]}"; do
    name=${path##*/}
    [[ -e $path ]] || continue
    inside=$(ip -j -n "$name" -d address show 2>/dev/null) || inside=null # a leftover file that is no namespace
    mark=$(cat "/run/docker-network-labs/netns/$name" 2>/dev/null) || mark=
    [[ $mark =~ ^[A-Za-z0-9\ _.-]*$ ]] || mark=
    namespaces+=${namespaces:+,}$(printf '"%s":{"inode":"%s","mark":"%s","links":%s}' "$(json_word "$name")" "$(stat -c %i "$path")" "$mark" "$inside")
done
engine_answers
swarm=$(swarm_of "$2" "$3" "${answer[engine]}")
wires=null
if declare -F show_wires >/dev/null; then wires=$(show_wires); fi # see wires.sh
printf '{%s,%s,"marks":%s,"containers":%s,"networks":%s,"images":[%s],"ownImages":[%s],"links":%s,"namespaces":{%s},"natRules":%s,"ssh":%s,"wires":%s}\n' \
    "${answer[engine]}" "$swarm" "$marks" "${answer[containers]}" "${answer[networks]}" "${answer[images]}" "${answer[own]}" "$links" "$namespaces" "$rules" "${answer[ssh]}" "$wires" | whole_json
