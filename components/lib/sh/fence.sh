# The fence of a lab's network keeps who is in it from the machine, as far as the machine answers for it:
# - INPUT: nothing begins a connection to any of the machine's own addresses, among them the gateways of other labs; ping is answered;
# - PREROUTING: nothing gets to link-local addresses, where a cloud's machine has its own secrets;
# - no address of IPv6 on the machine's side, and no packet from an address that is not of this network (rp_filter).
# The two rules are marked by a comment, as all that has no labels is: "docker-network-labs OWNER STACK GENERATION".

# fence_rule FLAG CHAIN BRIDGE MARK: adds (-I), deletes (-D) or looks for (-C) a rule.
fence_rule() {
    local table=filter what=(! -p icmp -m conntrack --ctstate NEW)
    # Whatever an engine puts into the filter's chains, and in whichever order, comes after this one.
    [[ $2 == INPUT ]] || table=mangle what=(-d 169.254.0.0/16)
    iptables -w -t "$table" "$1" "$2" -i "$3" "${what[@]}" -m comment --comment "$4" -j DROP
}

# fence_set SETTING BRIDGE: writes a setting, where the kernel has it.
fence_set() {
    [[ ! -e /proc/sys/net/${1%=*} ]] || printf '%s\n' "${1#*=}" >"/proc/sys/net/${1%=*}"
}
fence_settings() { printf '%s\n' "ipv4/conf/$1/rp_filter=1" "ipv6/conf/$1/disable_ipv6=1"; }

# fence_make NETWORK_ID MARK: idempotent.
fence_make() {
    local bridge=br-${1:0:12} chain setting
    for setting in $(fence_settings "$bridge"); do fence_set "$setting"; done
    if ! command -v iptables >/dev/null; then
        echo "There is no iptables here, so the lab's network is not kept from this machine's own addresses (docs/SECURITY.md)." >&2
        return 0
    fi
    for chain in INPUT PREROUTING; do
        fence_rule -C "$chain" "$bridge" "$2" 2>/dev/null || fence_rule -I "$chain" "$bridge" "$2"
    done
}

# fence_marked PREFIX: the rules whose mark begins so: chain, bridge, and the mark, with tabs between.
fence_marked() {
    [[ $EUID == 0 ]] && command -v iptables-save >/dev/null || return 0
    iptables-save | sed -nE "s/^-A (INPUT|PREROUTING) .*-i ([^ ]+) .*--comment \"($1[^\"]*)\".*/\1\t\2\t\3/p"
}

# fence_whole BRIDGE RULES: whether nothing is missing. RULES is what fence_marked printed.
fence_whole() {
    local setting chain
    for setting in $(fence_settings "$1"); do
        [[ ! -e /proc/sys/net/${setting%=*} || $(<"/proc/sys/net/${setting%=*}") == "${setting#*=}" ]] || return
    done
    ! command -v iptables >/dev/null || for chain in INPUT PREROUTING; do
        [[ $'\n'$2 == *$'\n'"$chain"$'\t'"$1"$'\t'* ]] || return
    done
}
