#!/bin/bash
# Runs in the virtual machine, from its second disk: lays the settings over the root, unpacks the checkout,
# runs the command, reports its exit code, powers off.
set -uo pipefail
cd /var/tmp/labs-vm || exit 1

exec 3>/dev/virtio-ports/labs.verdict
exec > >(exec cat >/dev/virtio-ports/labs.out) 2>&1 </dev/null
echo hello >&3

note() { printf 'vm: %s\n' "$*"; }
finish() { # finish CODE
  sync
  sleep 1
  printf 'exit %d\n' "$1" >&3
  systemctl poweroff
  exit 0
}
must() { "$@" || { note "could not: $*" && finish 3; }; }

note "$(. /etc/os-release && printf '%s' "$PRETTY_NAME"), kernel $(uname -r), up $(cut -d' ' -f1 /proc/uptime) s"

if [[ -e settings/hosts ]]; then cat settings/hosts >>/etc/hosts && rm settings/hosts; fi
must cp -r settings/. /
if compgen -G '/usr/local/share/ca-certificates/*.crt' >/dev/null; then must update-ca-certificates >/dev/null; fi
if [[ -e keep ]]; then passwd -qd root; fi

checkout=/root/docker-network-labs
must mkdir -p "$checkout" /root/.cache/docker-network-labs
must tar -xpf checkout.tar -C "$checkout" --no-same-owner
if [[ -d toolchain ]]; then must mv toolchain /root/.cache/docker-network-labs/toolchain; fi

mapfile -d '' -t command <argv
mapfile -t environment <environment
minutes=$(<minutes)

# The least memory that was free, and the disk that was taken: a README wants both.
used() { df --output=used -k / | tail -n 1; }
before=$(used)
least=$(awk '/^MemAvailable/ { print $2 }' /proc/meminfo)
first=$least
(
  while sleep 2; do
    now=$(awk '/^MemAvailable/ { print $2 }' /proc/meminfo)
    if ((now < least)); then least=$now && echo "$least" >least.new && mv least.new least; fi
  done
) &
watcher=$!

note "in $checkout: ${command[*]}"
start=$SECONDS
(
  cd "$checkout" && exec timeout --signal=TERM --kill-after=60 "$((minutes * 60))" \
    env -i HOME=/root USER=root LOGNAME=root SHELL=/bin/bash LANG=C.UTF-8 TERM=dumb \
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "${environment[@]}" "${command[@]}"
)
code=$?
kill "$watcher" 2>/dev/null
if [[ -e least ]]; then least=$(<least); fi
note "exit code $code after $((SECONDS - start)) s; disk taken: $((($(used) - before) / 1024)) MiB; memory at most: $(((first - least) / 1024)) MiB"
finish "$code"
