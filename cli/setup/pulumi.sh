# pulumi and its two plugins: the machine's own, else official downloads, else built by toolchain/.
# shellcheck shell=bash

pulumi_minimum=3.226
pulumi_pin=3.259.0
plugins=(docker:5.2.0 command:1.2.1)
releases=https://get.pulumi.com/releases/sdk

# Are the plugins in this PULUMI_HOME whole? Pulumi marks a half-fetched one with a `.partial` file beside it.
plugins_in() {
  local plugin folder
  for plugin in "${plugins[@]}"; do
    folder=$1/plugins/resource-${plugin%:*}-v${plugin#*:}
    [[ -x $folder/pulumi-resource-${plugin%:*} && ! -e $folder.partial ]] || return 1
  done
}

own_pulumi() {
  local found version
  on_path pulumi && version=$("$found" version 2>/dev/null) || return 1
  version=${version#v}
  at_least "$version" "$pulumi_minimum" && ! at_least "$version" 4 && pulumi=$found
}

users_home() { echo "${PULUMI_HOME:-$HOME/.pulumi}"; }

# Sets `pulumi` to the binary that is used, and `pulumi_home` to its PULUMI_HOME; empty means the user's own.
pulumi_find() {
  local built
  pulumi='' pulumi_home=''
  if own_pulumi && plugins_in "$(users_home)"; then
    return 0
  fi
  built_find
  for pulumi_home in "$cache/pulumi-$pulumi_pin" "$built"; do
    pulumi=$pulumi_home/bin/pulumi
    [[ ! -x $pulumi ]] || ! plugins_in "$pulumi_home" || return 0
  done
  pulumi='' pulumi_home=''
  return 1
}

pulumi_missing() {
  pulumi_find || miss "pulumi $pulumi_minimum or newer, with its plugins (${plugins[*]})"
}

pulumi_get() {
  if own_pulumi; then
    own_plugins && return 0
    say "the plugins for $pulumi cannot be downloaded here"
  elif releases_reachable && download_pulumi; then
    return 0
  fi
  build_toolchain
}

# It would keep a log of all that it does, encrypted and compressed, 0.2 MB for each operation and a tenth of its time. Where there is no folder
# for it, it keeps none.
keep_no_log() {
  [[ -f $1/logs ]] || rm -rf "${1:?}/logs"
  : >"$1/logs"
}

# A blocked network shows within seconds, and only once.
releases_reachable() {
  [[ -z ${releases_state:-} ]] || return "$releases_state"
  releases_state=0
  timeout -k 1 6 curl --proto '=https' --connect-timeout 3 --max-time 5 -fsSIo /dev/null "$releases/pulumi-v$pulumi_pin-linux-x64.tar.gz" 2>/dev/null || releases_state=1
  return "$releases_state"
}

own_plugins() {
  releases_reachable && install_plugins "$pulumi" "$(users_home)"
}

install_plugins() {
  local plugin
  for plugin in "${plugins[@]}"; do
    say "downloading the ${plugin%:*} plugin ${plugin#*:}"
    PULUMI_HOME=$2 PULUMI_SKIP_UPDATE_CHECK=true logged 180 "$1" plugin install resource "${plugin%:*}" "${plugin#*:}" || return 1
  done
  plugins_in "$2"
}

# False when anything is not as it should be; building is the other way.
download_pulumi() {
  local architecture=x64 folder archive
  [[ $(uname -m) == x86_64 ]] || architecture=arm64
  archive=pulumi-v$pulumi_pin-linux-$architecture.tar.gz
  folder=$(cache_temporary)
  say "downloading pulumi $pulumi_pin"
  logged 300 curl --proto '=https' --proto-redir '=https' -fsSL -o "$folder/$archive" "$releases/$archive" &&
    logged 30 curl --proto '=https' --proto-redir '=https' -fsSL -o "$folder/sums" "$releases/pulumi-$pulumi_pin-checksums.txt" &&
    grep -E "^[0-9a-f]{64} [ *]$archive\$" "$folder/sums" >"$folder/sum" &&
    (cd "$folder" && sha256sum --check --quiet sum >>"$setup_log" 2>&1) &&
    mkdir "$folder/home" && tar -xzf "$folder/$archive" -C "$folder/home" && mv "$folder/home/pulumi" "$folder/home/bin" &&
    install_plugins "$folder/home/bin/pulumi" "$folder/home" && keep_no_log "$folder/home" &&
    rm -rf "$cache/pulumi-$pulumi_pin" && mv "$folder/home" "$cache/pulumi-$pulumi_pin" && rm -rf "$folder" && return 0
  rm -rf "$folder"
  say "the download did not succeed (see $setup_log)"
  return 1
}

# Sets `built` to the PULUMI_HOME in which what toolchain/ has built is laid out, named after the binaries; empty when it has
# not built all of it.
built_find() {
  local binaries sum
  built=
  binaries=$("$root/toolchain/build.sh" --paths "$cache/toolchain") || return 0
  sum=$(sha256sum <<<"$binaries")
  built=$cache/pulumi-built-${sum:0:12}
}

build_toolchain() {
  local built
  built_find
  if [[ -z $built ]]; then
    go_find || go_get
    say "releases cannot be downloaded here: pulumi and its plugins are built from Go modules, once"
    PATH=$(dirname "$go"):$PATH GOTOOLCHAIN=local "$root/toolchain/build.sh" "$cache/toolchain" >&2 </dev/null ||
      refuse "could not build pulumi" "the words above say why" \
        "see that the Go module proxy can be reached (go env GOPROXY), then run ./lab setup again: it goes on where it stopped."
    rm -rf "${cache:?}/go-$go_pin"
    built_find
  fi
  "$root/toolchain/build.sh" --assemble "$cache/toolchain" "$built" >&2 </dev/null ||
    refuse "could not lay out the built toolchain in $built" "the words above say why" "see the free space there, then run ./lab setup again."
  keep_no_log "$built"
}
