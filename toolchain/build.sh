#!/usr/bin/env bash
# Builds pulumi, its Node language host and the plugins docker and command from Go modules, for machines on which
# releases cannot be downloaded. README.md says what is pinned, what it takes and how to bump it.
# shellcheck disable=SC2034  # build-parts.sh uses the tables that this file does not
set -euo pipefail
export LC_ALL=C
absolute() { [[ $1 == /* ]] && REPLY=$1 || REPLY=$PWD/$1; }
absolute "${BASH_SOURCE[0]%/*}"
here=$REPLY

usage() {
  cat <<'END'
Usage: build.sh CACHE_DIR                          build what is missing in CACHE_DIR
       build.sh --paths CACHE_DIR                  print the four finished binaries; exit 1 if one is missing
       build.sh --tests CACHE_DIR                  print the plugins' finished test binaries; exit 1 if one is missing
       build.sh --assemble CACHE_DIR PULUMI_HOME   lay the finished binaries out as pulumi looks for them
       build.sh --key PART                         print the part's key (parts: cli language-nodejs docker command)
END
}

# What there is to build. A part's folder in CACHE_DIR is named after its key; --trimpath and -s -w make the binaries
# depend on nothing else than what the key covers.
parts=(cli language-nodejs docker command)
declare -A binary=([cli]=pulumi [language-nodejs]=pulumi-language-nodejs
  [docker]=pulumi-resource-docker [command]=pulumi-resource-command)
declare -A package=([cli]=github.com/pulumi/pulumi/pkg/v3/cmd/pulumi
  [language-nodejs]=github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs [docker]=. [command]=.)
declare -A tags=([docker]=no_compose)
declare -A tests=([docker]=yes [command]=yes)
declare -A seconds=([cli]=250 [language-nodejs]=20 [docker]=190 [command]=75) # on 2 cores, built in this order
declare -A megabytes=([cli]=3800 [language-nodejs]=700 [docker]=3200 [command]=1400)
flags='CGO_ENABLED=0 -mod=readonly -trimpath -buildvcs=false -ldflags=-s,-w,version'
declare -A key

# The keys of all parts, with two short processes for all of them, because each start of the lab asks for them.
compute_keys() {
  shopt -s globstar nullglob
  cd "$here"
  local sum file part i
  local -A sums=()
  while read -r sum file; do
    part=${file%%/*}
    sums[$part]+="$sum $file"$'\n'
  done < <(sha256sum {cli,language-nodejs,docker,command}/**/*.{go,mod,sum,txt})
  i=0
  while read -r sum _; do key[${parts[i++]}]=${sum:0:16}; done < <(
    sha256sum /dev/fd/{3,4,5,6} 3<<<"$HOSTTYPE $flags ${sums[cli]}" 4<<<"$HOSTTYPE $flags ${sums[language-nodejs]}" \
      5<<<"$HOSTTYPE $flags ${sums[docker]}" 6<<<"$HOSTTYPE $flags ${sums[command]}")
}

# refuse WHAT WHY DO: what went wrong, why, and what to do.
refuse() {
  printf 'toolchain: %s\n  because: %s\n  to do: %s\n' "$@" >&2
  exit 1
}

say() { printf 'toolchain%s\n' "$*"; }

print_paths() {
  local missing=0 part path
  for part in "${parts[@]}"; do
    [[ $2 == binary || ${tests[$part]:-} ]] || continue
    path=$1/$part-${key[$part]}/${binary[$part]}
    [[ $2 == binary ]] || path+=.test
    if [[ -x $path ]]; then printf '%s\n' "$path"; else missing=1; fi
  done
  return $missing
}

# The version that @pulumi/<part> has, from the plugin's own source: a plugin's folder must carry it.
plugin_version() {
  [[ $(<"$here/$1/main.go") =~ version\ =\ \"([0-9.]+)\" ]] && printf '%s' "${BASH_REMATCH[1]}"
}

assemble() {
  local cache=$1 home=$2 part target
  print_paths "$cache" binary >/dev/null ||
    refuse "cannot lay out $home" "not every part is built in $cache" "run build.sh $cache first"
  for part in "${parts[@]}"; do
    case $part in
      docker | command) target=$home/plugins/resource-$part-v$(plugin_version "$part")/${binary[$part]} ;;
      *) target=$home/bin/${binary[$part]} ;;
    esac
    mkdir -p "${target%/*}"
    # A hard link where that can be, so that removing the cache breaks nothing; renamed, so that it is whole or not there.
    cp -fl "$cache/$part-${key[$part]}/${binary[$part]}" "$target.new.$$" 2>/dev/null ||
      cp -f "$cache/$part-${key[$part]}/${binary[$part]}" "$target.new.$$"
    mv -fT "$target.new.$$" "$target"
  done
}

case ${1:-} in
  --key)
    compute_keys
    [[ ${2:-} && ${key[$2]:-} ]] || refuse "there is no part '${2:-}'" "the parts are ${parts[*]}" "name one of them"
    echo "${key[$2]}"
    exit
    ;;
  --paths | --tests)
    (($# == 2)) || { usage >&2; exit 2; }
    absolute "$2"
    compute_keys
    kind=binary
    [[ $1 == --paths ]] || kind=test-binary
    print_paths "$REPLY" "$kind" || exit 1
    exit
    ;;
  --assemble)
    (($# == 3)) || { usage >&2; exit 2; }
    absolute "$2" && cache=$REPLY
    absolute "$3" && home=$REPLY
    compute_keys
    assemble "$cache" "$home"
    exit
    ;;
  --help | -h) usage; exit ;;
  '' | -*) usage >&2; exit 2 ;;
  *) (($# == 1)) || { usage >&2; exit 2; } ;;
esac

absolute "$1" && cache=$REPLY
mkdir -p "$cache"
compute_keys
# shellcheck source=build-parts.sh
source "$here/build-parts.sh"
build_missing
