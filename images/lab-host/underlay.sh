#!/bin/bash
# Gives a lab host that is one of several its interface on the underlay, the network between them: eth1, with the address in
# LAB_UNDERLAY (CIDR notation). It rides on eth0, whose own address belongs to the machine's engine.
#
# lab-underlay: makes it. lab-underlay intact: succeeds unless it was made since the last start and is not as it was made.
set -euo pipefail
[[ -n ${LAB_UNDERLAY:-} ]] || exit 0
made=/run/lab-underlay # as /run itself, it goes with a restart

if [[ ${1:-} == intact ]]; then
  [[ ! -e $made ]] || [[ $(ip -o address show dev eth1 up 2>/dev/null) == *" $LAB_UNDERLAY "* ]]
else
  ip link add eth1 link eth0 type macvlan mode bridge
  ip address add "$LAB_UNDERLAY" dev eth1
  ip link set eth1 up
  : >"$made"
fi
