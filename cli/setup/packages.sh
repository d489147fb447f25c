# Debian packages, by the machine's own apt settings.
# shellcheck shell=bash

# Command → the package that has it.
needed_commands=(
  ip:iproute2
  brctl:bridge-utils
  iptables:iptables
  ping:iputils-ping
  curl:curl
)

packages_find() {
  local pair
  absent=()
  for pair in "${needed_commands[@]}"; do
    type -P "${pair%%:*}" >/dev/null || absent+=("${pair#*:}")
  done
  # Without it neither npm, pip nor Go trusts anyone.
  [[ -s /etc/ssl/certs/ca-certificates.crt || -d /etc/pki/tls/certs || -s ${SSL_CERT_FILE:-/nonexistent} ]] || absent+=(ca-certificates)
}

packages_missing() {
  local absent
  packages_find
  ((${#absent[@]} == 0)) || miss "packages: ${absent[*]}"
}

packages_get() {
  local absent
  packages_find
  apt_install "${absent[@]}"
}

# The version that apt would install; empty when it knows none.
apt_candidate() {
  type -P apt-cache >/dev/null || return 0
  LC_ALL=C apt-cache policy "$1" 2>/dev/null | sed -n 's/^  Candidate: \([^(].*\)/\1/p'
}

apt_quietly() {
  local limit=$1
  shift
  logged "$limit" env DEBIAN_FRONTEND=noninteractive LC_ALL=C \
    apt-get -y -o DPkg::Lock::Timeout=300 -o Acquire::Retries=2 -o Acquire::http::Timeout=30 -o Acquire::https::Timeout=30 "$@"
}

apt_knows() {
  local package
  for package in "$@"; do
    [[ -n $(apt_candidate "$package") ]] || return 1
  done
}

# Fetches the package lists. A source that is broken or blocked must not keep the others out, so when all together fail and a
# package is still unknown, each sources file is tried by itself.
apt_refresh() {
  local file
  say "fetching apt's package lists"
  apt_quietly 240 update || true
  ! apt_knows "$@" || return 0
  for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources; do
    [[ -s $file ]] || continue
    apt_quietly 120 update -o Dir::Etc::sourcelist="$file" -o Dir::Etc::sourceparts=- -o APT::Get::List-Cleanup=false || true
    ! apt_knows "$@" || return 0
  done
}

# A killed dpkg leaves packages half installed, and apt then refuses everything.
dpkg_repair() {
  type -P dpkg >/dev/null || return 0
  [[ -n $(dpkg --audit 2>/dev/null) || -n $(find /var/lib/dpkg/updates -type f -print -quit 2>/dev/null) ]] || return 0
  say "finishing an interrupted package installation (dpkg --configure -a)"
  logged 600 env DEBIAN_FRONTEND=noninteractive dpkg --force-confold --configure -a || true
  apt_quietly 600 --no-remove --fix-broken install || true
}

apt_install() {
  type -P apt-get >/dev/null ||
    refuse "this machine lacks: $*" "there is no apt here to install these Debian packages with" \
      "install what gives the same commands by this system's own package manager, then run ./lab setup again."
  apt_knows "$@" || apt_refresh "$@"
  local package unknown=()
  for package in "$@"; do
    apt_knows "$package" || unknown+=("$package")
  done
  if ((${#unknown[@]})); then
    show_log
    refuse "apt knows no package ${unknown[*]}" "no source in /etc/apt offers it, or none could be reached (apt's last words are above)" \
      "see that \`apt-get update\` works and that the sources have a Debian mirror's main, then run ./lab setup again."
  fi
  say "installing Debian packages: $*"
  apt_quietly 1200 --no-install-recommends install "$@" && return 0
  apt_refresh "$@" # the lists may be older than the mirror
  apt_quietly 1200 --no-install-recommends install "$@" && return 0
  show_log
  refuse "could not install $*" "apt-get failed (its last words are above; all of them in $setup_log)" \
    "make \`apt-get install $*\` work, then run ./lab setup again."
}
