# Takes this place out of the lab's swarm. $3: generation.
swarm_leave "$swarm_marks/$3"
