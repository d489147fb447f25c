# Prints what is here, a line for each thing: what the engine has, and what is in network namespaces; in a lab host ("whole") its mounts,
# processes and files as well. Read-only.
# $1: "whole" or "part", $2: flags of `docker … ls` that say whose things, the rest: network namespaces, as paths.
scope=$1 whose=$2
shift 2

objects() { # KIND FLAG...
    local ids
    # shellcheck disable=SC2086 # a list of flags
    ids=$(docker "$1" ls --quiet $whose "${@:2}" | sort -u)
    # shellcheck disable=SC2086 # a list of ids
    [[ -z $ids ]] || docker "$1" inspect --format "$1 {{json .}}" $ids
}
objects container --all --no-trunc
objects network --no-trunc
objects volume
objects image --no-trunc

# Counters go up by themselves; the kernel gives link-local addresses, and takes its time for it.
in_namespace() {
    local tool
    ip -o link show
    ip -o address show scope global | sed 's/ tentative//'
    ip -4 route show table all | sed 's/ linkdown//'
    ip -6 route show table all | grep -v 'fe80:\|ff00:'
    ip -4 rule show
    ip -6 rule show
    for tool in iptables-save ip6tables-save; do
        $tool 2>/dev/null | sed '/^#/d; s/ \[[0-9]*:[0-9]*\]$//; s/^\[[0-9]*:[0-9]*\] //'
    done
}
export -f in_namespace
for path in "$@"; do
    [[ -e $path ]] || continue
    nsenter --net="$path" bash -c in_namespace 2>/dev/null | sed "s|^|in ${path##*/}: |"
done
[[ $scope == whole ]] || exit 0

sed 's/^/mount /' /proc/mounts
# All but this script, and what engines begin to ask something.
ps -e -o pid= -o ppid= -o args= |
    awk -v self=$$ '$1 == self || ($2 in mine) { mine[$1]; next } /runc|docker-init --version/ { next } { print "process", $0 }'
# All that is in no mount of its own: those of the engine are there, and logs and etcd's data grow by themselves.
find / -xdev \( -path /var/log -o -path /var/lib/etcd \) -prune -o -type f -printf 'file %p %m %s %T@\n'
find /lab /var/lib/docker-network-labs /run/docker-network-labs -printf 'file %p %m %T@\n' 2>/dev/null
for name in $(ls /run/netns); do echo "namespace $name $(stat -c %i "/run/netns/$name")"; done
if [[ $(docker info --format '{{.Swarm.ControlAvailable}}') == true ]]; then
    docker node ls --format 'node {{.ID}} {{.Hostname}} {{.Status}} {{.Availability}} {{.ManagerStatus}}'
    for id in $(docker service ls --quiet); do
        docker service inspect --format 'service {{json .}}' "$id"
        docker service ps --no-trunc --format 'task {{.ID}} {{.Name}} {{.Image}} {{.Node}} {{.DesiredState}} {{.Error}}' "$id"
    done
fi
if pgrep -x etcd >/dev/null; then ETCDCTL_API=2 etcdctl ls -r /docker | sed 's/^/etcd /'; fi
