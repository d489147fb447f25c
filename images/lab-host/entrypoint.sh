#!/bin/bash
# The first process of a lab host: makes ready what dockerd needs, and runs it. Arguments are more dockerd flags. With LAB_UNDERLAY
# it is one of several (see underlay.sh); with ETCD_NAME it runs etcd as well, which takes its settings from its own ETCD_… variables; with
# LAB_DISK it has a disk of its own (see disk.sh).
#
# From outside come a tmpfs on /run, a volume on /var/lib/docker, a directory on /lab (the engine's socket for the machine
# appears there) and a private cgroup namespace. It runs again, from the start, at each restart of the container.
set -euo pipefail

say() { printf 'lab host: %s\n' "$*" >&2; }
fail() {
  say "$*"
  exit 1
}

# What must be there before anything is made

check_mounts() {
  mountpoint -q /var/lib/docker || fail "/var/lib/docker is not a volume, and overlay on overlay does not work. Start it with a volume there."
  [[ $(findmnt -no FSTYPE /run) == tmpfs ]] || fail "/run is not a tmpfs, so a restart would find a stale docker.pid. Start it with --tmpfs /run."
  mkdir -p /run/netns /run/lock /lab
  chmod 0700 /lab # after a reboot the machine's engine starts it first, and has made the folder of its socket for anybody
}

# iptables: Debian has two flavours, and a kernel may answer to one only. A lab host cannot load modules, so what counts is
# what works: each flavour is asked for the kind of rule that dockerd will ask for, in this lab host's own network namespace.

answers() {
  local iptables=$1 chain=LAB-HOST-PROBE works=0
  "$iptables" -w -t nat -N "$chain" || works=1
  ((works != 0)) || "$iptables" -w -t nat -A "$chain" -m addrtype --dst-type LOCAL -j RETURN || works=1
  "$iptables" -w -t nat -F "$chain" || true
  "$iptables" -w -t nat -X "$chain" || true
  return "$works"
} 2>/dev/null

# Links $1 (iptables or ip6tables) and its companions to the flavour that answers; fails when none does.
choose_flavour() {
  local name=$1 flavour tool
  for flavour in nft legacy; do
    answers "$name-$flavour" || continue
    for tool in "$name" "$name-save" "$name-restore"; do
      ln -sf "${tool/$name/$name-$flavour}" "/usr/sbin/$tool"
    done
    say "$name: $flavour"
    return 0
  done
  return 1
}

choose_iptables() {
  choose_flavour iptables ||
    fail "the kernel answers to neither flavour of iptables (nft, legacy). On the machine: modprobe -a nf_tables nft_compat ip_tables iptable_nat"
}

choose_ip6tables() {
  choose_flavour ip6tables || say "ip6tables: none works; labs are IPv4 only"
}

# cgroups: the engine mounts them read-only. This namespace's root is the lab host's own group, so what nested containers use
# counts against the lab host's limits, and nothing of the machine's own groups is in sight.

writable_cgroup_v1() {
  local mountpoint type
  while read -r _ mountpoint type _; do
    case $type in
    cgroup | cgroup2) mount -o remount,bind,rw "$mountpoint" || fail "cannot make $mountpoint writable" ;;
    esac
  done </proc/mounts
}

# Version 2 hands controllers down only from a group without processes: all move to a group of their own first.
writable_cgroup_v2() {
  local root=/sys/fs/cgroup pid controller missing
  mount -o remount,bind,rw "$root" || fail "cannot make $root writable"
  mkdir -p "$root/init"
  for _ in 1 2 3 4 5; do
    missing=
    while read -r pid; do
      echo "$pid" >"$root/init/cgroup.procs" || true # it may have ended meanwhile
    done <"$root/cgroup.procs"
    for controller in $(<"$root/cgroup.controllers"); do
      echo "+$controller" >"$root/cgroup.subtree_control" || missing+=" $controller"
    done
    [[ -n $missing ]] || return 0
    sleep 0.1 # a `docker exec` came in between
  done 2>/dev/null
  say "cgroup controllers that nested containers do without:$missing"
}

writable_cgroups() {
  if [[ -e /sys/fs/cgroup/cgroup.controllers ]]; then
    writable_cgroup_v2
  else
    writable_cgroup_v1
  fi
}

# Of the kernel's settings those of the network are its own, and an engine needs to write them; all others are the machine's, and the engine
# that started this container made them read-only. Inside, root can undo that: it keeps accidents from the machine, no more.
writable_network_settings() {
  mount --bind /proc/sys/net /proc/sys/net || fail "/proc/sys/net cannot be mounted"
  mount -o remount,bind,rw /proc/sys/net || fail "/proc/sys/net cannot be made writable"
}

# etcd, on which an overlay network of Docker 20.10 stands. Its data is in the container: it survives a restart.

keep_etcd() {
  while :; do
    etcd >>/var/log/etcd.log 2>&1 || true
    say "etcd ended; it is started again"
    sleep 1
  done
}

# SSH, where the seat has it: what it needs is in the container's file system since it was first started.

start_ssh() {
  [[ -e /var/lib/docker-network-labs/ssh/as-made ]] || return 0
  lab-ssh start || say "sshd does not start; nobody gets in by SSH"
}

# The images that come with the engine. It has to find all of them or none, and overlay2 needs a file system that it works on; on another
# one they are loaded like any other.
bring_images() {
  local images=/usr/local/share/lab-host/engine engine=/var/lib/docker
  [[ -d $images && ! -e $engine/image && $(stat -f -c %T "$engine") == @(ext2/ext3|tmpfs) ]] || return 0
  cp -a "$images/overlay2" "$engine/"
  cp -a "$images/image" "$engine/image.new"
  mv "$engine/image.new" "$engine/image"
}

# containerd: dockerd would start it itself, but it asks for an answer before containerd can give one, and then only a second later
# again. So it is started here, and is there when dockerd asks.

CONTAINERD=/run/containerd/containerd.sock

keep_containerd() {
  cat >/run/containerd.toml <<CONFIG
version = 2
root = "/var/lib/docker/containerd/daemon"
state = "/run/containerd/daemon"
disabled_plugins = ["io.containerd.grpc.v1.cri"]
[grpc]
address = "$CONTAINERD"
CONFIG
  while :; do
    containerd --config /run/containerd.toml --log-level warn || true
    say "containerd ended; it is started again"
    sleep 1 # or it would fill the log, should it never start
  done
}

# Should it never answer, dockerd says so.
await_containerd() {
  for _ in {1..250}; do
    [[ ! -S $CONTAINERD ]] || return 0
    sleep 0.02
  done
}

# This process stays the first one: it ends with dockerd, and collects the processes of containers that nobody waits for.
run_dockerd() {
  local dockerd status
  dockerd "$@" &
  dockerd=$!
  trap 'stop_dockerd "$dockerd" &' TERM INT
  while kill -0 "$dockerd" 2>/dev/null; do
    status=0
    wait "$dockerd" || status=$? # a signal ends it before dockerd
  done
  exit "$status"
}

# Containers that ignore the signal to end, as the course's do, would be waited for ten seconds, and the lab host would be killed before.
stop_dockerd() {
  docker container ls --quiet | timeout 4 xargs -r docker container stop --time 1 >/dev/null || true
  kill "$1"
}

# With etcd, dockerd 20.10 remembers the namespaces of overlay networks, which are gone after a restart that it did not see to its end,
# and no container comes onto such a network ("failed get network namespace"). It forgets them at its first start, so the second is fine.
forget_namespaces() {
  local dockerd ran=/var/lib/docker/lab-host-ran
  [[ $* == *--cluster-store* ]] || return 0
  if [[ ! -e $ran ]]; then
    : >"$ran"
    return 0
  fi
  say "dockerd is started once to forget its overlay networks' namespaces"
  dockerd -H unix:///run/forget.sock "$@" & # nobody else is to find it
  dockerd=$!
  for _ in {1..600}; do
    ! docker -H unix:///run/forget.sock version >/dev/null 2>&1 || break
    kill -0 "$dockerd" 2>/dev/null || break
    sleep 0.1
  done
  kill "$dockerd" 2>/dev/null || true
  wait "$dockerd" || true
}

# Engines with a common store come up one after the other: see engine-turn.sh.
await_turn() {
  local line turn words=" $* "
  [[ $words =~ \ --cluster-store=etcd://([^ ]+)\  ]] || return 0
  local store=${BASH_REMATCH[1]}
  [[ $words =~ \ --cluster-advertise=([^ ]+)\  ]] || return 0
  exec {turn}< <(timeout 60 lab-engine-turn "$store" "${BASH_REMATCH[1]}")
  read -rt 20 line <&"$turn" || say "etcd gives this engine no turn within 20 s, so it starts without"
}

case ${LAB_DISK:-} in
'') ;;
entered) lab-disk keep & ;;
*) exec lab-disk enter "$@" ;;
esac
check_mounts
writable_network_settings
lab-underlay || fail "eth1 could not be made; on the machine: modprobe macvlan"
[[ -z ${ETCD_NAME:-} ]] || keep_etcd &
keep_containerd &
# What waits for the kernel or for a disk does so beside the others: a sixth of a second of a start.
bring_images &
images=$!
choose_ip6tables &
ip6tables=$!
start_ssh
choose_iptables
wait "$ip6tables"
wait "$images"
writable_cgroups
await_containerd

# dockerd in a container leaves AppArmor, which it cannot load profiles into, alone.
export container=docker

# A name that nobody knows is said after 2 s where DNS queries to the outside are dropped, not after 20 s, in containers that are
# started by hand as well.
# The course's addresses: without --bip docker0 would avoid the network that the lab host itself is on. Never a TCP port.
flags=(--containerd "$CONTAINERD" --bip=172.17.0.1/16 --dns-opt timeout:1 --dns-opt attempts:1 "$@")
await_turn "${flags[@]}"
forget_namespaces "${flags[@]}"
run_dockerd "${flags[@]}" -H unix:///var/run/docker.sock -H unix:///lab/docker.sock
