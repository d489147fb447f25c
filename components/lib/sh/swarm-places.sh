# The two places that a node is joined from and to. $1: role, $2: name of the node, $3: address of the manager, $4: how many words the
# manager's place has, then those words, then the node's place. A place is the start of a command line: see script.ts.
role=$1 name=$2 address=$3 words=$4
in_manager() { "${places[@]:0:words}" "$@"; }
in_node() { "${places[@]:words}" "$@"; }
places=("${@:5}")
