# Joins a node to the swarm. The token goes from one place to the other through a pipe, and is written down nowhere. What an earlier
# node of that name has left, when its lab host was lost, is removed.
state=$(in_node 'docker info --format "{{.Swarm.LocalNodeState}} {{.Swarm.NodeID}}"' </dev/null)
known=$(in_manager 'docker node ls --format "{{.ID}} {{.Hostname}}"')
if [[ $state == "active "* && $known == *"${state#active } $name"* ]]; then exit 0; fi
[[ $state == "inactive "* ]] || in_node 'docker swarm leave --force' </dev/null >/dev/null
forget_node
in_manager "$role" 'docker swarm join-token --quiet "$1"' | in_node "$address" 'docker swarm join --token "$(cat)" "$1:2377"' >/dev/null
until in_manager 'docker node ls --format "{{.Hostname}} {{.Status}}"' | grep -qxF "$name Ready"; do sleep 0.1; done
