# The two places that a node is joined from and to. $1: role, $2: name of the node, $3: address of the manager, $4: how many words the
# manager's place has, then those words, then the node's place. A place is the start of a command line: see script.ts.
role=$1 name=$2 address=$3 words=$4 places=("${@:5}")
in_manager() { "${places[@]:0:words}" "$@" </dev/null; }
in_node() { "${places[@]:words}" "$@"; }

# Takes all nodes of the name off the manager's list.
forget_node() {
    in_manager "$name" 'docker node ls --format "{{.ID}} {{.Hostname}}" | while read -r id host; do
        [[ $host == "$1" ]] || continue
        docker node demote "$id" >/dev/null
        docker node rm --force "$id" >/dev/null
    done'
}
