# Takes addresses that are not of the lesson from interfaces in namespaces, where those are there; the kernel's own (link-local) ones
# stay. Three arguments for each interface: namespace, interface, its own address in CIDR notation.
while (($# >= 3)); do
    addresses=$(ip -n "$1" -o address show dev "$2" 2>/dev/null | awk '{ print $4 }') || addresses=
    while IFS= read -r address; do
        [[ -z $address || $address == "$3" || $address == fe80:* ]] || ip -n "$1" address delete "$address" dev "$2"
    done <<<"$addresses"
    shift 3
done
