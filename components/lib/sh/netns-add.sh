# Makes a network namespace with lo up. One of that name which this lab did not make is left alone, and refused.
# $1: name, $2: owner, $3: stack, $4: generation.
mark=/run/docker-network-labs/netns/$1
refuse_others() {
    local inode
    inode=$(stat -c %i "/run/netns/$1")
    [[ $(cat "$mark" 2>/dev/null) != "$2 $3 $4 $inode" ]] || return 0
    echo "Namespace $1 is here already, and this lab did not make it. Remove it (ip netns delete $1) or rename it." >&2
    exit 1
}
if [[ -e /run/netns/$1 ]]; then
    refuse_others "$@"
else
    mkdir -p "${mark%/*}"
    # The machine's first namespace makes the folder of all of them, and a mount; site-delete.sh takes back what this project began.
    if [[ ! -d /run/netns ]]; then
        (set -C && echo folder >"${mark%/*}/.begun") 2>/dev/null || true
    elif ! mountpoint -q /run/netns; then
        (set -C && echo mount >"${mark%/*}/.begun") 2>/dev/null || true
    fi
    if ! said=$(ip netns add "$1" 2>&1); then
        # Somebody else can have made it since it was looked for.
        if [[ -e /run/netns/$1 ]]; then refuse_others "$@"; fi
        echo "$said" >&2
        exit 1
    fi
    printf '%s %s %s %s\n' "$2" "$3" "$4" "$(stat -c %i "/run/netns/$1")" >"$mark"
fi
ip -n "$1" link set lo up
