# The two places that a node is joined from and to. $1: role, $2: name of the node, $3: address of the manager, $4, $5, $6: owner, stack
# and generation, $7: text of swarm-node.sh, $8: how many words the manager's place has, then those words, then the node's place. A place
# is the start of a command line: see script.ts.
role=$1 name=$2 node=("${@:4:3}" "$3") functions=$7 words=$8 places=("${@:9}")
in_manager() { "${places[@]:0:words}" "$@" </dev/null; }
# in_node SCRIPT: $1, $2, $3 are owner, stack and generation there, $4 the manager's address.
in_node() { "${places[@]:words}" "${node[@]}" "$functions"$'\n'"$1"; }

# Takes all nodes of the name off the manager's list.
forget_node() {
    in_manager "$name" 'docker node ls --format "{{.ID}} {{.Hostname}}" | while read -r id host; do
        [[ $host == "$1" ]] || continue
        docker node demote "$id" >/dev/null
        docker node rm --force "$id" >/dev/null
    done'
}
