# Takes a node out of the swarm, and its name off the manager's list.
in_node 'swarm_leave "$swarm_marks/$3"' </dev/null
forget_node
