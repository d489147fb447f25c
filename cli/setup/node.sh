# Node, and the program's npm dependencies.
# shellcheck shell=bash

node_minimum=20.19
# Where apt's Node is too old: the npm packages node-linux-<x64|arm64>, which carry the binary.
node_pin=22.20.0
declare -A node_sha512=(
  [x64]=096c8aa80913d5f501af52030ff2610c062952b06b68d99233d9dd4446e1029d78426801aaaf029a058721348ad585f3263fa1593102d7e17a80e81514b21a4a
  [arm64]=7957b1bce0d876ce726b5d5ffb50f4af7dd655fe811afa12be87f2558405305332b5b9420b0960252b6939be087689929df55058b02dd2d360604e625f1491b8
)

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
      apt_install nodejs npm
      return
    fi
    say "apt's Node (${candidate:-none}) is older than $node_minimum; fetching $node_pin as an npm package"
  fi
  npm_find || apt_install npm
  node_fetch
}

# npm checks the package against the registry's hash, and we check it against ours.
node_fetch() {
  local architecture folder package
  architecture=$(node_architecture)
  package=node-linux-$architecture
  folder=$(cache_temporary)
  (cd "$folder" && logged 300 npm pack --silent "$package@$node_pin") || {
    show_log
    refuse "could not fetch $package@$node_pin" "npm failed (its words are above; npm's own settings say from where)" \
      "make \`npm view $package\` work, or put Node $node_minimum or newer on PATH, then run ./lab setup again."
  }
  local archive=$folder/$package-$node_pin.tgz
  sha512sum --check --status <<<"${node_sha512[$architecture]}  $archive" ||
    refuse "the fetched $package@$node_pin is not the one that was expected" "its sha512 differs" "see which registry npm is set to use (npm config get registry)."
  tar -xzf "$archive" -C "$folder"
  "$folder/package/bin/node" --version >/dev/null
  rm -rf "$cache/node-$node_pin"
  mv "$folder/package" "$cache/node-$node_pin"
  rm -rf "$folder"
}

npm_find() { type -P npm >/dev/null; }

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
  local path
  # npm empties the folder first, also through a link.
  [[ ! -L $root/node_modules ]] ||
    refuse "node_modules is a link, and what it leads to is not what package-lock.json says" "npm ci would empty $(readlink -f "$root/node_modules"), which another checkout may be using" \
      "remove the link (rm node_modules), then run this again."
  npm_find || apt_install npm
  path=$(dirname "$node"):$PATH
  say "installing npm dependencies (about half a minute)"
  (cd "$root" && PATH=$path logged 900 npm ci --include=dev --ignore-scripts --no-audit --no-fund --no-update-notifier) && return 0
  show_log 20
  refuse "could not install the npm dependencies" "npm ci failed (its last words are above; all of them in $setup_log)" \
    "make \`npm ci\` work in $root, then run ./lab setup again."
}
