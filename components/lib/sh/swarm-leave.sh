# Takes a node out of the swarm, and its name off the manager's list.
[[ $(in_node 'docker info --format "{{.Swarm.LocalNodeState}}"' </dev/null) == inactive ]] || in_node 'docker swarm leave --force' </dev/null >/dev/null
forget_node
