# Kernel modules. Where the kernel has none (built in, or a container), there is nothing to do.
# shellcheck shell=bash

# Those of the engine and the labs, as far as this kernel has them as files that are not loaded. Lab hosts cannot load any.
kernel_find() {
  local module release tree filter=(nf_tables nft_compat nft_chain_nat nft_masq)
  absent=()
  release=$(uname -r)
  tree=/lib/modules/$release
  [[ -s $tree/modules.dep ]] || return 0
  # The old iptables only where there is no new one: both at once confuse people who look at the rules.
  grep -qs '/nf_tables\.ko' "$tree/modules.dep" "$tree/modules.builtin" ||
    filter=(ip_tables iptable_nat iptable_filter ip6_tables ip6table_nat ip6table_filter)
  for module in overlay bridge br_netfilter veth macvlan vxlan "${filter[@]}"; do
    [[ -d /sys/module/$module ]] || ! grep -q "/$module\.ko" "$tree/modules.dep" || absent+=("$module")
  done
}

kernel_missing() {
  local absent
  kernel_find
  ((${#absent[@]} == 0)) || miss "kernel modules: ${absent[*]}"
}

kernel_get() {
  local absent
  type -P modprobe >/dev/null || apt_install kmod
  kernel_find
  say "loading kernel modules: ${absent[*]}"
  logged 60 modprobe -a "${absent[@]}" && return 0
  show_log
  refuse "could not load the kernel modules ${absent[*]}" "modprobe failed (its words are above)" \
    "after a kernel update, restart the machine; then run ./lab setup again."
}
