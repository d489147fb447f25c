# Takes a node out of the swarm, and its name off the manager's list.
[[ $(in_node 'docker info --format "{{.Swarm.LocalNodeState}}"' </dev/null) == inactive ]] || in_node 'docker swarm leave --force' </dev/null >/dev/null
in_manager "$name" 'docker node ls --format "{{.ID}} {{.Hostname}}" | while read -r id host; do
    [[ $host == "$1" ]] || continue
    docker node demote "$id" >/dev/null && docker node rm --force "$id" >/dev/null
done' </dev/null
