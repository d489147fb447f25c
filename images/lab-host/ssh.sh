#!/bin/bash
# SSH into a lab host that is a seat of a class. Nothing is started before `make`.
#
# lab-ssh make CREDENTIAL: takes, from standard input, root's password as a hash (crypt(3)), a line of authorized_keys, and the host's
# private key, and starts sshd anew with them. CREDENTIAL is a name for the three, which `state` gives back.
# lab-ssh start: starts sshd unless it runs. lab-ssh state: prints, as JSON, which credential was taken and what is not as it was made.
set -euo pipefail
folder=/var/lib/docker-network-labs/ssh
settings=/etc/ssh/sshd_config
pid=/run/sshd.pid
log=/var/log/sshd.log

runs() { [[ -s $pid && $(readlink "/proc/$(<"$pid")/exe") == /usr/sbin/sshd ]]; }

start() {
  ! runs || return 0
  # After a wrong password, or a connection in which nobody logs in, the next one from there has to wait: five seconds more for each, a
  # minute at most, because many may share one address. OpenSSH knows it since 9.8.
  local wait=(-o "PerSourcePenalties=authfail:5s noauth:2s grace-exceeded:10s max:60s min:10s")
  mkdir -p -m 0755 /run/sshd
  /usr/sbin/sshd -t "${wait[@]}" 2>/dev/null || wait=()
  : >"$log"
  rm -f -- "$pid"
  /usr/sbin/sshd -E "$log" "${wait[@]}" # it goes to the background by itself, and holds no output
  for _ in {1..250}; do
    ! runs || return 0
    sleep 0.02
  done
  echo "sshd does not come up; its last words:" >&2
  tail -n 5 "$log" >&2
  return 1
}

# Ends sshd; who is in stays in.
stop() {
  local listener
  runs || return 0
  listener=$(<"$pid")
  kill "$listener"
  for _ in {1..250}; do
    [[ -e /proc/$listener ]] || return 0
    sleep 0.02
  done
  kill -KILL "$listener"
}

# What is looked at: a name that a person understands, and what it is now.
facts() {
  fact "root's password" < <(sed -n 's/^root:\([^:]*\):.*/\1/p' /etc/shadow)
  fact "sshd_config" < <(cat "$settings")
  fact "sshd's host key" < <(cat "$folder/host-key")
  fact "the key that was handed out" < <(cat "$folder/authorized-keys")
} 2>/dev/null

fact() { printf '%s\t%s\n' "$1" "$(sha256sum)"; }

make() {
  local hash key
  read -r hash
  read -r key
  umask 077
  rm -rf -- "$folder"
  mkdir -p "$folder"
  cat >"$folder/host-key"
  printf '%s\n' "$key" >"$folder/authorized-keys"
  printf 'root:%s:::::::\n' "$hash" >/etc/shadow
  install -m 0644 /usr/local/share/lab-host/sshd_config "$settings"
  stop
  start
  { printf '%s\n' "$1" && facts; } >"$folder/as-made"
}

state() {
  local credential wrong='' what
  runs || wrong='"sshd does not run"'
  read -r credential <"$folder/as-made"
  while IFS=$'\t' read -r what _; do
    wrong+="${wrong:+,}\"$what was changed\""
  done < <(facts | grep -vxFf "$folder/as-made")
  printf '{"credential":"%s","wrong":[%s]}\n' "$credential" "$wrong"
}

case ${1:-} in
make) make "$2" ;;
start) start ;;
state) state ;;
*)
  sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//p}' "$0" >&2
  exit 2
  ;;
esac
