# Joins a node to the swarm. The token goes from one place to the other through a pipe, and is written down nowhere. What an earlier
# node of that name has left, when its lab host was lost, is removed.
state=$(in_node swarm_state </dev/null)
known=$(in_manager 'docker node ls --format "{{.ID}} {{.Hostname}}"')
if [[ $state == "active "* && $known == *"${state#active } $name"* ]]; then exit 0; fi
in_node 'swarm_leave "$swarm_marks/$3"' </dev/null
forget_node
in_manager "$role" 'docker swarm join-token --quiet "$1"' |
    in_node 'token=$(cat); swarm_enter "${@:1:3}" join --token "$token" "$4:2377" </dev/null'
until in_manager 'docker node ls --format "{{.Hostname}} {{.Status}}"' | grep -qxF "$name Ready"; do sleep 0.1; done
