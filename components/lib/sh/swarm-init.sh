# Makes this place the first manager of a swarm. $1: owner, $2: stack, $3: generation, $4: its address, as it is known to the others.
state=$(swarm_state)
if [[ $state == "active "* ]] && swarm_is_own "$state" "$swarm_marks/$3"; then exit 0; fi
swarm_leave "$swarm_marks/$3"
swarm_enter "${@:1:3}" init --advertise-addr "$4"
