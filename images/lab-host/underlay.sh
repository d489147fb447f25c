#!/bin/bash
# Gives a lab host that is one of several its interface on the underlay, the network between them: eth1, with the address in
# LAB_UNDERLAY (CIDR notation). It rides on eth0, whose own address belongs to the machine's engine. May run again.
set -euo pipefail
[[ -n ${LAB_UNDERLAY:-} ]] || exit 0
there() { ip link show eth1 >/dev/null 2>&1; }
there || ip link add eth1 link eth0 type macvlan mode bridge || there # it may run twice at once
ip address replace "$LAB_UNDERLAY" dev eth1
ip link set eth1 up
