#!/bin/bash
# Builds the project's images, on the engine of DOCKER_HOST or the default socket.
#
#   images/build.sh [--registry HOST] NAME…    builds those that the engine does not have, and says nothing about the others
#   images/build.sh [--registry HOST] --tags   prints {"<name>": "<image>:<tag>", …}; asks no engine and no registry
#
# An image is a folder here. It is made from Debian packages: `packages` (or `packages-<variant>`, one image each) starts with
# its Debian suite, `config` has the Dockerfile instructions that `docker import` takes, `rootfs.sh` turns the unpacked packages
# into the file system. With --registry, an image that has a `Dockerfile` is built by that instead, from the registry's image
# (HOST is docker.io or host[:port]). `holds` names images that are in a lab host's engine from its first start. The tag ends in
# a hash over exactly what the image is made of, so a change builds that image anew and no other. Exit 1: a build failed; 2: the
# machine is not usable.
set -euo pipefail
shopt -s nullglob
umask 022
cd "$(dirname "${BASH_SOURCE[0]}")"
images=$PWD # for from-packages.sh, which works elsewhere
# shellcheck source=images/from-packages.sh
source ./from-packages.sh
# shellcheck source=images/from-registry.sh
source ./from-registry.sh

temporary=${DOCKER_NETWORK_LABS_TMPDIR:-/var/tmp}/docker-network-labs-images
engine=${DOCKER_HOST:-unix:///var/run/docker.sock}
registry=

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

# Is the image to come from the registry? Lab hosts never do: they have no Dockerfile.
from_registry() { [[ -n $registry && -e $1/Dockerfile ]]; }

# The tag of an image without what it holds.
bare_tag() {
  local folder=$1 packages=$2
  if from_registry "$folder"; then
    registry_tag "$folder"
  else
    packages_tag "$folder" "$packages"
  fi
}

# The names of the images that an image holds: they are in its engine when that starts for the first time.
held() { [[ ! -e $1/holds ]] || grep -v '^#' "$1/holds"; }

held_tags() {
  local name
  for name in $(held "$1"); do tag "$name" packages; done
}

tag() {
  local bare key
  bare=$(bare_tag "$@")
  [[ -e $1/holds ]] || { echo "$bare" && return; }
  key=$({ echo "$bare" && cat put-in.sh && held_tags "$1"; } | sha256sum)
  echo "${bare:0:-12}${key:0:12}"
}

tags() {
  local name folder packages separator='{'
  while read -r name folder packages; do
    printf '%s"%s": "%s"' "$separator" "$name" "$(tag "$folder" "$packages")"
    separator=', '
  done < <(list)
  printf '}\n'
}

has_image() { timeout -k 5 30 docker -H "$engine" image inspect "$1" >/dev/null 2>&1; }

build() {
  local name=$1 folder=$2 packages=$3 target bare
  target=$(tag "$folder" "$packages")
  ! has_image "$target" || return 0
  bare=$(bare_tag "$folder" "$packages")
  has_image "$bare" || build_bare "$name" "$folder" "$packages" "$bare"
  [[ $target == "$bare" ]] || fill "$folder" "$bare" "$target"
}

build_bare() {
  local name=$1 folder=$2 packages=$3 target=$4
  if from_registry "$folder"; then
    build_from_registry "$name" "$folder" "$target"
  else
    build_from_packages "$name" "$folder" "$packages" "$target"
  fi
}

# Makes an image with what it holds. Where no lab host runs there is nothing to put that in with, and labs load it themselves.
fill() {
  local folder=$1 bare=$2 target=$3 name contents image
  for name in $(held "$folder"); do build "$name" "$name" packages; done
  mapfile -t contents < <(held_tags "$folder")
  if ! image=$(cd "$work" && timeout -k 10 300 "$images/put-in.sh" "$engine" "$bare" "${contents[@]}" 2>put-in.log); then
    say "labs load ${contents[*]}, which could not be put into $bare: $(tail -n 1 "$work/put-in.log")"
    image=$bare
  fi
  docker -H "$engine" image tag "$image" "$target"
}

# Builds take turns, machine-wide: two of them on one engine would do the same work. What a killed one left is swept.
take_turn() {
  local left
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
  left=$(docker -H "$engine" container ls --all --quiet --filter 'name=^docker-network-labs-build-')
  # shellcheck disable=SC2086 # a list
  [[ -z $left ]] || docker -H "$engine" container rm --force --volumes $left >/dev/null
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

  timeout -k 5 30 docker -H "$engine" version >/dev/null || fail 2 "no answer from the Docker engine at $engine." "What to do: start it, or set DOCKER_HOST to one that runs."
  take_turn
  for line in "${missing[@]}"; do
    read -r name folder packages <<<"$line"
    build "$name" "$folder" "$packages"
  done
}

if [[ ${1:-} == --registry ]]; then
  registry=${2:-}
  [[ $registry =~ ^[A-Za-z0-9.-]+(:[0-9]+)?$ ]] || fail 2 "'$registry' is no registry's name." "What to do: give --registry docker.io, or host[:port]."
  shift 2
fi
case ${1:-} in
--tags) tags ;;
'' | -h | --help) sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}" ;;
*) main "$@" ;;
esac
