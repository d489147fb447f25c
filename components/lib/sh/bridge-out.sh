# bridge_out BRIDGE: takes out the bridge that an engine made for one of this project's networks, and its rules for it, in which nobody is
# any more. The engine would do that as the network is removed, with a process for each rule, twice, and all its other networks waiting; now it
# finds nothing left to do. What of it does not succeed is left to the engine: nothing of it needs to.
bridge_out() {
    local rules ports=("/sys/class/net/$1/brif"/*)
    [[ ! -e ${ports[0]} ]] || return 0 # somebody has plugged in what is not of the lab: the engine will say so
    rules=$(iptables-save | awk -v bridge="$1" "$bridge_rules") || rules=
    [[ -z $rules ]] || iptables-restore --wait --noflush <<<"$rules" || true
    ip link delete "$1" || true
} 2>/dev/null

# Prints what takes rules out again, of those that an engine (20.10 to 28) makes for a bridge. Whoever has written another rule for it by hand
# keeps that one.
bridge_rules='
/^\*/ { table = $0 }
$1 == "-A" && $2 ~ /^(FORWARD|POSTROUTING|DOCKER|DOCKER-(ISOLATION-STAGE-[12]|FORWARD|CT|BRIDGE))$/ {
    of = 0
    for (i = 3; i <= NF; i += 2) {
        if ($i == "!") i++
        if ($i ~ /^-[io]$/ && $(i + 1) == bridge) of = 1
        else if ($i $(i + 1) !~ /^(-s[0-9.\/]+|-mconntrack|--ctstateRELATED,ESTABLISHED|-j(ACCEPT|DROP|RETURN|MASQUERADE|DOCKER|DOCKER-ISOLATION-STAGE-2))$/) next
    }
    if (!of) next
    if (table != begun) { if (begun) print "COMMIT"; print table; begun = table }
    sub(/^-A/, "-D")
    print
}
END { if (begun) print "COMMIT" }'
