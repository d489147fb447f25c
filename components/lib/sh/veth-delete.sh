# Removes a veth pair, if it is the one that this lab made: either end, wherever it is. $1 to $5 as in veth-add.sh.
ours() { [[ $(ip -n "$2" -j link show dev "$1" 2>/dev/null) == *"\"ifalias\":\"$3\""* ]]; }
if ours "$1" "$2" "$5"; then ip -n "$2" link delete "$1"; fi
if ours "$3" "$4" "$5"; then ip -n "$4" link delete "$3"; fi
for link in "$1" "$3"; do
    if [[ -e /sys/class/net/$link && $(cat "/sys/class/net/$link/ifalias") == "$5" ]]; then ip link delete "$link"; fi
done
