# kernel_features: what this kernel has of what labs are made of, as the inside of a JSON object. A feature is "there", "loadable" (a module
# that is there and not loaded), "absent", or "unknown" where that cannot be told.
#
# A kernel without modules is asked by use, in a network namespace that ends with the question. Any other is read: to try it would load
# modules, and they would stay.

# Feature → modules, each with its name in the kernel's configuration.
declare -A feature_modules=(
    [veth]=veth:VETH
    [bridge]=bridge:BRIDGE
    [bridge-filter]=br_netfilter:BRIDGE_NETFILTER
    [macvlan]=macvlan:MACVLAN
    [vxlan]=vxlan:VXLAN
    [overlay]=overlay:OVERLAY_FS
    [esp]=esp4:INET_ESP
    [nft]="nf_tables:NF_TABLES nft_compat:NFT_COMPAT nft_chain_nat:NFT_NAT xt_addrtype:NETFILTER_XT_MATCH_ADDRTYPE"
    [legacy]="ip_tables:IP_NF_IPTABLES iptable_nat:IP_NF_NAT xt_addrtype:NETFILTER_XT_MATCH_ADDRTYPE"
)

kernel_features() {
    local feature state tree config tried=''
    tree=/lib/modules/$(uname -r)
    config=$(zcat /proc/config.gz 2>/dev/null || cat "/boot/config-${tree##*/}" "$tree/config" 2>/dev/null) || true
    [[ -e /proc/modules ]] || tried=$(features_by_use)
    for feature in "${!feature_modules[@]}"; do
        if [[ $tried =~ (^|$'\n')$feature=(there|absent)($'\n'|$) ]]; then state=${BASH_REMATCH[2]}; else state=$(feature_state "$feature"); fi
        printf '"%s":"%s",' "$feature" "$state"
    done
    printf '"namespaces":"%s","cgroup-namespaces":"%s"' "$(namespace_state net)" "$(namespace_state cgroup)"
}

namespace_state() {
    if [[ -e /proc/self/ns/$1 ]]; then echo there; elif [[ -e /proc/self/ns ]]; then echo absent; else echo unknown; fi
}

# The worst of its modules' states.
feature_state() {
    local module states=''
    for module in ${feature_modules[$1]}; do states+=" $(module_state "${module%:*}" "${module#*:}")"; done
    for module in absent unknown loadable; do
        if [[ $states == *" $module"* ]]; then echo "$module" && return; fi
    done
    echo there
}

# module_state MODULE OPTION: reads `tree` and `config`.
module_state() {
    if [[ -d /sys/module/$1 ]] || grep -qs "/$1\.ko" "$tree/modules.builtin" || [[ $config == *"CONFIG_$2=y"* ]]; then
        echo there
    elif grep -qs "/$1\.ko" "$tree/modules.dep"; then
        echo loadable
    elif [[ -s $tree/modules.dep || $config == *CONFIG_NET=* && $config != *"CONFIG_$2=m"* ]]; then
        echo absent
    else
        echo unknown
    fi
}

# Prints FEATURE=STATE for what use can tell; nothing where no namespace can be made. /run is one of its own, for the lock file of iptables.
features_by_use() {
    timeout 10 unshare --net --mount --propagation private bash -c "$(declare -f try_features try_feature try_nat)"'
        mount -t tmpfs none /run && try_features' 2>/dev/null || true
}

try_features() {
    try_feature veth ip link add lab-a type veth peer name lab-b
    try_feature bridge ip link add lab-c type bridge
    try_feature macvlan ip link add lab-d link lab-a type macvlan mode bridge
    try_feature vxlan ip link add lab-e type vxlan id 7 dstport 4789
    # As Docker sets it up for an encrypted overlay.
    try_feature esp ip xfrm state add src 192.0.2.1 dst 192.0.2.2 proto esp spi 7 mode transport \
        aead 'rfc4106(gcm(aes))' 0x000102030405060708090a0b0c0d0e0f10111213 64
    try_feature nft try_nat iptables-nft
    try_feature legacy try_nat iptables-legacy
}

# try_feature FEATURE COMMAND...: only words that say so make it absent.
try_feature() {
    local words state=unknown
    if words=$("${@:2}" 2>&1); then
        state=there
    elif [[ $words =~ (Unknown device type|not supported|Table does not exist|chain/target/match by that name|Invalid argument|Function not implemented) ]]; then
        state=absent
    fi
    echo "$1=$state"
}

# A rule like the ones that an engine makes.
try_nat() {
    "$1" -t nat -N LAB-DOCTOR && "$1" -t nat -A LAB-DOCTOR -m addrtype --dst-type LOCAL -j RETURN
}
