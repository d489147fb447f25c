# Takes the address away again, if all is still there. $1: namespace, $2: interface, $3: address in CIDR notation.
if ip -n "$1" -o address show dev "$2" 2>/dev/null | grep -qF " $3 "; then ip -n "$1" address delete "$3" dev "$2"; fi
