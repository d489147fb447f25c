# Node, and the program's npm dependencies.
# shellcheck shell=bash

node_minimum=20.19
# Where apt's Node is too old: the npm packages node-linux-<x64|arm64>, which carry the binary.
node_pin=22.20.0
declare -A node_sha512=(
  [x64]=096c8aa80913d5f501af52030ff2610c062952b06b68d99233d9dd4446e1029d78426801aaaf029a058721348ad585f3263fa1593102d7e17a80e81514b21a4a
  [arm64]=7957b1bce0d876ce726b5d5ffb50f4af7dd655fe811afa12be87f2558405305332b5b9420b0960252b6939be087689929df55058b02dd2d360604e625f1491b8
)
# Where there is no npm: the npm package of that name. Debian's own npm is hundreds of packages.
npm_pin=10.9.3
npm_sha512=e84875bb943e908557780f1eee5d9cfc7a67145730ae4b77ef10ccba30f96ded6096859af69ea3dc5b2fde60725d79aa247cbed9c12544c30bf28a4d4fbc4825

node_architecture() {
  case $(uname -m) in
  x86_64) echo x64 ;;
  *) echo arm64 ;;
  esac
}

# Sets `node` to the binary that is used: the machine's when it is new enough, else the fetched one.
node_find() {
  local found version
  node=
  if on_path node && version=$("$found" --version 2>/dev/null) && at_least "${version#v}" "$node_minimum"; then
    node=$found
  elif [[ -x $cache/node-$node_pin/bin/node ]]; then
    node=$cache/node-$node_pin/bin/node
  fi
  [[ -n $node ]]
}

node_missing() {
  node_find || miss "Node $node_minimum or newer"
}

node_get() {
  local candidate
  if type -P apt-cache >/dev/null; then
    apt_knows nodejs || apt_refresh nodejs
    candidate=$(apt_candidate nodejs)
    candidate=${candidate#*:}
    if at_least "${candidate:-0}" "$node_minimum"; then
      apt_install nodejs
      return
    fi
    say "apt's Node (${candidate:-none}) is older than $node_minimum; fetching $node_pin as an npm package"
  fi
  node_fetch
}

node_fetch() {
  local architecture
  architecture=$(node_architecture)
  fetch_package "node-linux-$architecture" "$node_pin" "${node_sha512[$architecture]}" "$cache/node-$node_pin"
}

# fetch_package <name> <version> <sha512> <folder>: an npm package, unpacked. The machine's npm gets it, by all of its settings.
# Where there is none, curl does, by the one that matters most; Debian's npm is installed only when curl does not get through.
fetch_package() {
  local name=$1 version=$2 hash=$3 target=$4 folder archive
  folder=$(cache_temporary)
  archive=$name-$version.tgz
  if type -P npm >/dev/null ||
    ! logged 600 curl -fsSL --connect-timeout 10 -o "$folder/$archive" "$(npm_registry)/$name/-/$archive"; then
    type -P npm >/dev/null || apt_install npm
    (cd "$folder" && logged 600 npm pack --silent "$name@$version") || {
      show_log
      refuse "could not fetch $name@$version" "npm failed (its words are above; npm's own settings say from where)" \
        "make \`npm view $name\` work, or put Node $node_minimum or newer and npm on PATH, then run ./lab setup again."
    }
  fi
  sha512sum --check --status <<<"$hash  $folder/$archive" ||
    refuse "the fetched $name@$version is not the one that was expected" "its sha512 differs" "see which registry npm is set to use (npm config get registry)."
  tar -xzf "$folder/$archive" -C "$folder"
  rm -rf "$target"
  mv "$folder/package" "$target"
  rm -rf "$folder"
}

# The registry that npm would ask, as far as that can be told without one.
npm_registry() {
  local registry=${npm_config_registry:-${NPM_CONFIG_REGISTRY:-}}
  [[ -n $registry ]] || registry=$(sed -n 's/^ *registry *= *//p' "$root/.npmrc" ~/.npmrc /etc/npmrc 2>/dev/null | head -n 1) || true
  registry=${registry:-https://registry.npmjs.org}
  echo "${registry%/}"
}

# Sets `npm` to the command that is used: the machine's, else the fetched one, which then reads the file of Debian's npm too.
npm_find() {
  local found fetched=$cache/npm-$npm_pin
  npm=()
  if on_path npm; then
    npm=("$found")
  elif [[ -s $fetched/bin/npm-cli.js ]]; then
    npm=(env npm_config_globalconfig="${npm_config_globalconfig:-/etc/npmrc}" "$node" "$fetched/bin/npm-cli.js")
  fi
  ((${#npm[@]}))
}

# Are the installed dependencies those of the lock file? npm's own record of what it installed says so; it is written last.
npm_current() {
  [[ -s $root/node_modules/.package-lock.json ]] || return 1
  # shellcheck disable=SC2016
  "$node" -e '
    const [want, have] = process.argv.slice(1).map((file) => JSON.parse(require("fs").readFileSync(file, "utf8")).packages);
    const differs = ([path, { version, integrity, optional }]) =>
      path !== "" && (have[path] ? have[path].version !== version || have[path].integrity !== integrity : !optional);
    const surplus = Object.keys(have).some((path) => !want[path]);
    process.exit(surplus || Object.entries(want).some(differs) ? 1 : 0);
  ' "$root/package-lock.json" "$root/node_modules/.package-lock.json" 2>/dev/null
}

npm_missing() {
  if [[ -z ${node:-} ]] && ! node_find; then
    miss "npm dependencies (node_modules; Node comes first)"
  else
    npm_current || miss "npm dependencies (node_modules)"
  fi
}

npm_get() {
  local npm path certificates=${NODE_EXTRA_CA_CERTS:-/etc/ssl/certs/ca-certificates.crt}
  # npm empties the folder first, also through a link.
  [[ ! -L $root/node_modules ]] ||
    refuse "node_modules is a link, and what it leads to is not what package-lock.json says" "npm ci would empty $(readlink -f "$root/node_modules"), which another checkout may be using" \
      "remove the link (rm node_modules), then run this again."
  npm_find || fetch_package npm "$npm_pin" "$npm_sha512" "$cache/npm-$npm_pin"
  npm_find
  path=$(dirname "$node"):$PATH
  say "installing npm dependencies (about half a minute)"
  # A fetched Node knows only the certificates that it was built with, curl and Debian's Node those of the machine.
  (cd "$root" && PATH=$path NODE_EXTRA_CA_CERTS=$certificates logged 1800 "${npm[@]}" ci --include=dev --ignore-scripts --no-audit --no-fund --no-update-notifier) && return 0
  show_log 20
  refuse "could not install the npm dependencies" "npm ci failed (its last words are above; all of them in $setup_log)" \
    "make \`npm ci\` work in $root, then run ./lab setup again."
}
