# Takes this place out of the swarm that it is in.
[[ $(docker info --format '{{.Swarm.LocalNodeState}}') == inactive ]] || docker swarm leave --force >/dev/null
