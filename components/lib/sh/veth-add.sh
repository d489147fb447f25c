# Makes a veth pair and moves its ends into their namespaces. It is made beside them under its final names, with the lab's mark
# on both ends. $1: first end, $2: its namespace, $3: second end, $4: its namespace, $5: mark.
here() { ip -n "$2" link show dev "$1" >/dev/null 2>&1; }
if here "$1" "$2" && here "$3" "$4"; then exit 0; fi
for link in "$1" "$3"; do
    [[ -e /sys/class/net/$link ]] || continue
    if [[ $(cat "/sys/class/net/$link/ifalias") != "$5" ]]; then
        echo "Interface $link is here already, and this lab did not make it. Remove it (ip link delete $link) or rename it." >&2
        exit 1
    fi
    ip link delete "$link" # half of an attempt that was interrupted; its peer goes with it
done
if here "$1" "$2"; then ip -n "$2" link delete "$1"; fi
if here "$3" "$4"; then ip -n "$4" link delete "$3"; fi
ip link add "$1" type veth peer name "$3"
ip link set dev "$1" alias "$5"
ip link set dev "$3" alias "$5"
ip link set "$1" netns "$2"
ip link set "$3" netns "$4"
