# Prints what `lab doctor` judges a machine by, as one JSON object; null is what could not be read. Read-only.
# $1: the checkout's state folder, where this is the machine that has one.

# An engine that hangs must not keep back what else there is to tell.
docker() { timeout -k 2 15 docker "$@"; }

# maybe COMMAND...: what it prints, which is JSON; null where it fails.
maybe() {
    local text
    if text=$("$@" 2>/dev/null) && [[ -n $text ]]; then printf '%s' "$text"; else printf null; fi
}

# word TEXT: as JSON; nothing, and failure, for what could not be in a word.
word() { [[ $1 =~ ^[A-Za-z0-9_./:@+-]+$ ]] && printf '"%s"' "$1"; }

# list FUNCTION: the lines that it prints as an array.
list() {
    local lines
    lines=$("$1") && printf '[%s]' "${lines//$'\n'/,}"
}

images() { image_names --filter label=docker-network-labs.image; }
nameservers() {
    local server
    [[ -r /etc/resolv.conf ]] || return
    for server in $(awk '$1 == "nameserver" { print $2 }' /etc/resolv.conf); do word "$server" && echo; done
    return 0
}
memory() { awk '/^MemAvailable:/ { printf "%.0f", $2 * 1024; found = 1 } END { exit !found }' /proc/meminfo; }

cgroup() {
    case $(stat -f -c %T /sys/fs/cgroup) in
    cgroup2fs) echo 2 ;;
    *) grep -q ' cgroup ' /proc/mounts && echo 1 ;;
    esac
}

# What the machine's own `iptables` is, and whether there are rules that only the old one shows: its tables are named there once it has any.
flavour() { iptables --version | sed -nE 's/.*\((nf_tables|legacy)\).*/"\1"/p'; }
legacy_tables() { if grep -qs . /proc/net/ip_tables_names; then echo true; else echo false; fi; }

# The nearest folder that there is, of an absolute path.
existing() {
    local path=$1
    while [[ -n $path && ! -e $path ]]; do path=${path%/*}; done
    printf '%s' "${path:-/}"
}

# disk PURPOSE PATH: the free bytes of the file system that it is or will be on.
disk() {
    local size free
    [[ -n $2 ]] && read -r free size < <(stat -f -c '%a %S' "$(existing "$2")") && printf '"%s":%s' "$1" "$((free * size))"
}

# place PURPOSE PATH: its mode, and whether something can be written there.
place() {
    local mode=null writable=false
    [[ ! -e $2 ]] || mode=$(stat -L -c '"%a"' "$2") || mode=null
    [[ ! -w $(existing "$2") ]] || writable=true
    printf '"%s":{"path":%s,"mode":%s,"writable":%s}' "$1" "$(word "$2" || echo null)" "$mode" "$writable"
}

# The seconds since 1970 of the package mirror that apt uses, by its answer's date. With a wrong clock its certificate would not hold, and
# nothing but a warning comes of what it says.
mirror_time() {
    local mirror proxy said
    mirror=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/*.{list,sources} 2>/dev/null | sed -nE 's/^(deb|URIs:) .*(https?:[^] ]+).*/\2/p' | head -n 1)
    [[ -n $mirror ]] || return
    proxy=$(apt-config --format '%v%n' dump "Acquire::${mirror%%:*}::Proxy") || proxy=
    said=$(curl -skI --max-time 2 ${proxy:+--proxy "$proxy"} "$mirror" | sed -n 's/^[Dd]ate: //p' | tr -d '\r')
    [[ -n $said ]] && date -d "$said" +%s
}
# The newest of what set-up and labs wrote: the clock was there before.
last_work() { find "$1" -maxdepth 1 -printf '%T@\n' | sort -n | tail -n 1; }

ask engine maybe docker info --format '{{json .}}'
ask networks maybe inspect network --no-trunc
ask images maybe list images
ask kernel maybe kernel_features
ask mirror maybe mirror_time
answers
[[ ${answer[engine]} =~ \"DockerRootDir\":\"([^\"]+)\" ]] && root=${BASH_REMATCH[1]} || root=
socket=${DOCKER_HOST:-unix:///var/run/docker.sock}
entries=("$(disk engine "$root")" "$(disk labs /var/lib/docker-network-labs)" "$(disk checkout "${1:-}")" "$(disk programs "${HOME:-/root}")")
disks=$(printf '%s\n' "${entries[@]}" | sed '/^$/d' | paste -sd ,)
places=$(place run /run/docker-network-labs),$(place marks /var/lib/docker-network-labs)
[[ $socket != unix:///* ]] || places+=,$(place socket "${socket#unix://}")
[[ -z ${1:-} ]] || places+=,$(place state "$1"),$(place passphrase "$1/passphrase")
printf '{"root":%s,"time":%s,"mirror":%s,"lastWork":%s' \
    "$([[ $EUID == 0 ]] && echo true || echo false)" "$(date +%s)" "${answer[mirror]}" "$(maybe last_work "${1:-}")"
printf ',"engine":%s,"networks":%s,"images":%s' "${answer[engine]}" "${answer[networks]}" "${answer[images]}"
printf ',"kernel":{%s},"cgroup":%s,"flavour":%s,"legacyTables":%s' \
    "${answer[kernel]}" "$(maybe cgroup)" "$(maybe flavour)" "$(maybe legacy_tables)"
printf ',"memory":%s,"diskLacks":"%s","disks":{%s},"places":{%s}' "$(maybe memory)" "$(disk_lacks)" "$disks" "$places"
printf ',"ports":%s,"routes":%s,"nameservers":%s}\n' \
    "$(maybe list listening_ports)" "$(maybe ip -j -4 route show table all)" "$(maybe list nameservers)"
