#!/bin/bash
# Lets engines with a common store come up one after the other. lab-engine-turn STORE SELF: STORE is etcd's addresses, SELF the one that the
# engine advertises. Prints a line when it is the engine's turn, and ends when it is among the others.
#
# In the store they find each other, but each asks only one of those that it finds there to let it in with the others (serf; libnetwork's
# overlay driver joins once). Of several that come up together some may ask each other, and stay two groups for good: no packet goes from
# a container of one to a container of the other.
set -euo pipefail
store=$1 self=$2 port=7946

if [[ ${3:-} != in-turn ]]; then
  # etcd may not be up yet. Who ends without giving the turn back loses it when the lease is over.
  until etcdctl --endpoints "$store" lock --ttl 10 lab-engines "$0" "$store" "$self" in-turn 2>/dev/null; do sleep 0.1; done
  exit
fi

# The addresses of the engines in the store, without ports.
known() {
  local endpoint
  for endpoint in ${store//,/ }; do
    if curl -sf -m 2 "http://$endpoint/v2/keys/docker/nodes" | grep -oE '"value":"[0-9.]+' | sed 's/.*"//'; then return; fi
  done
}

present=no
for address in $(known || true); do
  [[ $address != "${self%:*}" ]] || continue
  if timeout 0.5 bash -c "</dev/tcp/$address/$port" 2>/dev/null; then present=yes; fi
done
echo
if [[ $present == yes ]]; then
  # Who has been let in talks to the others at once.
  timeout 10 tcpdump -pnqi eth1 -c 1 "src host ${self%:*} and udp src port $port" >/dev/null 2>&1 || true
else
  for _ in {1..100}; do
    if [[ -n $(ss -Hltn "sport = :$port") ]] && known | grep -qxF "${self%:*}"; then break; fi
    sleep 0.1
  done
fi
