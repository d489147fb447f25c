#!/bin/bash
# Builds the project's images from Debian packages, on the engine of DOCKER_HOST or the default socket.
#
#   images/build.sh NAME…   builds those that the engine does not have, and says nothing about the others
#   images/build.sh --tags  prints {"<name>": "<image>:<tag>", …}; asks no engine
#
# An image is a folder here: `packages` (or `packages-<variant>`, one image each) starts with its Debian suite, `config` has
# the Dockerfile instructions that `docker import` takes, `rootfs.sh` turns the unpacked packages into the file system. The
# tag ends in a hash over exactly these files, so a change builds that image anew and no other. Exit 1: a build failed; 2: the
# machine is not usable.
set -euo pipefail
shopt -s nullglob
umask 022
cd "$(dirname "${BASH_SOURCE[0]}")"
images=$PWD

temporary=${DOCKER_NETWORK_LABS_TMPDIR:-/var/tmp}/docker-network-labs-images
engine=${DOCKER_HOST:-unix:///var/run/docker.sock}

say() { printf 'images: %s\n' "$*" >&2; }
fail() {
  local status=$1
  shift
  printf 'images: %s\n' "$@" >&2
  exit "$status"
}

# Names, files, tags

# Prints "<name> <folder> <packages file>" for each image.
list() {
  local packages folder variant
  for packages in */packages*; do
    folder=${packages%/*}
    variant=${packages#*/packages}
    echo "$folder$variant $folder ${packages#*/}"
  done
}

# The image's own files: all of its folder but the package lists of its other variants. An editor's leftovers are not.
definition() {
  local folder=$1 packages=$2 file
  for file in "$folder"/*; do
    case ${file#*/} in
    *~ | *.orig | *.swp) ;;
    packages*) [[ ${file#*/} != "$packages" ]] || echo "$file" ;;
    *) echo "$file" ;;
    esac
  done
}

tag() {
  local folder=$1 packages=$2 key files
  mapfile -t files < <(LC_ALL=C definition "$folder" "$packages")
  key=$(sha256sum "${files[@]}" | sha256sum)
  local variant=${packages#packages}
  variant=${variant#-}
  echo "docker-network-labs/$folder:${variant:+$variant-}${key:0:12}"
}

tags() {
  local name folder packages separator='{'
  while read -r name folder packages; do
    printf '%s"%s": "%s"' "$separator" "$name" "$(tag "$folder" "$packages")"
    separator=', '
  done < <(list)
  printf '}\n'
}

# The mirror: what the machine's own apt settings say

# Prints "<archive> <URI> <keyring>" for the machine's own Debian sources, where archive is main, updates or security. Uses
# what apt has fetched, since only that says whose archive it is.
debian_sources() {
  local line uri label suite key
  # shellcheck disable=SC2016 # apt replaces these
  apt-get indextargets --format '$(REPO_URI)|$(LABEL)|$(CODENAME)|$(SIGNED_BY)' 'Created-By: Packages' 'Origin: Debian' 'Component: main' |
    while IFS='|' read -r uri label suite key; do
      [[ $key == /* ]] || key=
      case $label:$suite in
      Debian-Security:*) echo "security $uri $key" ;;
      Debian:*-updates) echo "updates $uri $key" ;;
      Debian:*-*) ;; # backports and the like
      Debian:*) echo "main $uri $key" ;;
      esac
    done | sort -u
}

# Writes the sources of one suite; empty when the machine has no Debian source (mmdebstrap then takes its own default).
sources_list() {
  local suite=$1 archive uri key
  while read -r archive uri key; do
    case $archive in
    main) echo "deb ${key:+[signed-by=$key] }$uri $suite main" ;;
    *) echo "deb ${key:+[signed-by=$key] }$uri $suite-$archive main" ;;
    esac
  done < <(debian_sources)
}

# The way to the mirror (proxy, certificates, retries, passwords), which mmdebstrap would not take over by itself.
apt_settings() {
  apt-config dump --no-empty --format '%F "%v";%n' |
    grep -E '^Acquire::(https?|ftp|tor|Retries|ForceIPv[46]|Check-Valid-Until|Max-FutureTime)\b' || true
  printf 'Dir::Etc::netrc "/etc/apt/auth.conf";\nDir::Etc::netrcparts "/etc/apt/auth.conf.d";\nAcquire::Languages "none";\n'
}

# One build

has_image() { timeout -k 5 30 docker -H "$engine" image inspect "$1" >/dev/null 2>&1; }

# Unpacks the packages of a list into rootfs/, from a suite, with the sources of sources.list (when that holds any).
unpack() {
  local list=$1 suite=$2 include
  include=$(sed -e 's/#.*//' -e '/^suite:/d' "$list" | tr -s '[:space:]' ',')
  local options=(--variant=extract --format=directory --aptopt="$PWD/apt.conf" --include="${include#,}")
  options+=(--dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*')
  TMPDIR=$PWD timeout -k 10 900 mmdebstrap "${options[@]}" "$suite" rootfs ${3:+"$3"} >mmdebstrap.log 2>&1
}

# Turns rootfs/ into the image's file system, and that into rootfs.tar.
shape() {
  local folder=$1 root=$PWD/rootfs
  (cd "$images/$folder" && ./rootfs.sh "$root") &&
    timeout -k 10 300 tar --create --file rootfs.tar --directory rootfs --numeric-owner --xattrs --sort=name .
}

import() {
  local name=$1 folder=$2 target=$3 changes=() line
  while read -r line; do
    [[ -z $line || $line == '#'* ]] || changes+=(--change "$line")
  done <"$images/$folder/config"
  changes+=(--change "LABEL docker-network-labs.image=$name")
  timeout -k 10 600 docker -H "$engine" import "${changes[@]}" rootfs.tar "$target" >/dev/null
}

build() {
  local name=$1 folder=$2 packages=$3 target suite started=$SECONDS
  target=$(tag "$folder" "$packages")
  suite=$(sed -n 's/^suite: *//p' "$folder/$packages")
  say "building $target from Debian $suite (about half a minute)"
  (
    cd "$work"
    rm -rf -- ./*
    apt_settings >apt.conf
    sources_list "$suite" >sources.list
    local sources=$PWD/sources.list
    if [[ ! -s sources.list ]]; then
      say "apt knows no Debian mirror here (no \`apt-get update\` yet, or not Debian); trying the usual one"
      sources=
    fi
    if ! unpack "$images/$folder/$packages" "$suite" "$sources"; then
      tail -n 15 mmdebstrap.log >&2
      fail 1 "could not unpack the packages of $name (Debian $suite); mmdebstrap's last words are above." \
        "The sources were:" "$(sed 's/^/  /' sources.list)" \
        "What to do: see that \`apt-get update\` works and that the mirror carries $suite, then run this again."
    fi
    shape "$folder" || fail 1 "could not make the file system of $name (the reason is above)." "What to do: see the free space in $temporary, then run this again."
    import "$name" "$folder" "$target" ||
      fail 1 "the engine at $engine did not take the image $target (its own words are above)." "What to do: see \`docker info\` and the free space in its root folder, then run this again."
  )
  say "$target is ready ($((SECONDS - started)) s)"
}

# Builds take turns, machine-wide: two of them on one engine would do the same work. What a killed one left is swept.
take_turn() {
  mkdir -p "$temporary"
  exec 9>"$temporary/lock"
  if ! flock -n 9; then
    say "waiting for another build"
    flock -w 1800 9 || fail 2 "another build holds $temporary/lock for half an hour." "What to do: \`fuser -v $temporary/lock\` shows who it is."
  fi
  find "$temporary" -mindepth 1 -maxdepth 1 ! -name lock -exec rm -rf {} +
  work=$(mktemp -d "$temporary/build.XXXXXX")
  chmod 0755 "$work" # apt fetches as a user of its own
  trap 'rm -rf "$work"' EXIT
}

main() {
  local name missing=() known line
  known=$(list)
  for name in "$@"; do
    line=$(grep "^$name " <<<"$known") || fail 2 "there is no image named '$name'. There are: $(cut -d' ' -f1 <<<"$known" | paste -sd' ')."
    read -r _ folder packages <<<"$line"
    has_image "$(tag "$folder" "$packages")" || missing+=("$line")
  done
  ((${#missing[@]})) || return 0

  command -v mmdebstrap >/dev/null || fail 2 "mmdebstrap is not installed." "What to do: apt-get install mmdebstrap, or ./lab setup."
  timeout -k 5 30 docker -H "$engine" version >/dev/null || fail 2 "no answer from the Docker engine at $engine." "What to do: start it, or set DOCKER_HOST to one that runs."
  take_turn
  for line in "${missing[@]}"; do
    read -r name folder packages <<<"$line"
    has_image "$(tag "$folder" "$packages")" || build "$name" "$folder" "$packages"
  done
}

case ${1:-} in
--tags) tags ;;
'' | -h | --help) sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}" ;;
*) main "$@" ;;
esac
