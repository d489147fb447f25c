# Gives an interface in a namespace its address and sets it up. $1: namespace, $2: interface, $3: address in CIDR notation.
ip -n "$1" address replace "$3" dev "$2"
ip -n "$1" link set "$2" up
