# Makes this place the first manager of a swarm, as its address on the underlay is known to the others. $1: that address.
[[ $(docker info --format '{{.Swarm.LocalNodeState}}') == active ]] || docker swarm init --advertise-addr "$1" >/dev/null
