# The course pack: all that a machine without any network needs, in one file. Made here by `./lab pack`, taken by unpack.sh.
#
# A pack is a tar, so it can be looked into and unpacked by hand:
#
#   manifest              what it is and what it fits; first, so that the first bytes of a file tell a pack
#   docker-network-labs/  the checkout's own files
#   debs/                 Debian packages with all that they depend on, as a repository for apt
#   programs.tar.gz       Node, and pulumi with its plugins, as they lie in the cache
#   node_modules.tar.gz   the npm dependencies
#   images.tar.gz         all images, as the engine saves them
#   sha256                of all bytes before it; last
# shellcheck shell=bash

pack_format="format=docker-network-labs-pack-1"
pack_seal_bytes=2048 # a tar header, a block with the sum, two blocks that end the tar
pack_megabytes=800   # what has to be free: a third more than a pack takes

# One block a record, so that nothing follows the end of the tar, and the builder's names and clocks do not matter.
pack_tar() { tar --format=ustar --blocking-factor=1 --owner=0 --group=0 --numeric-owner "$@"; }

is_pack() { [[ -f $1 && $(head -c "$((512 + ${#pack_format}))" -- "$1" 2>/dev/null | tail -c "${#pack_format}" | tr -d '\0') == "$pack_format" ]]; }

# Prints a pack's last blocks, with the sum of all others; unpack.sh prints them again and compares. Made by hand, since
# releases of tar differ in a header's bytes; name, mode, owner, size, time, the header's own sum and kind never change here.
pack_seal() {
  printf 'sha256'
  head -c 94 /dev/zero
  printf '0000644\0000000000\0000000000\00000000000101\00000000000000\000005451\000 0'
  head -c 355 /dev/zero
  printf '%s\n' "$1"
  head -c 1471 /dev/zero # to the block's end, and the two blocks that end a tar
}

# What a pack and a checkout must have in common, a line each: "<what> <which>". A pack has pulumi either `built` by
# toolchain/ or as the `official` release; the images are those of `source` and `registry`.
pack_requirements() {
  local pulumi_kind=$1 part keys='' lock
  lock=$(sha256sum <"$root/package-lock.json")
  if [[ $pulumi_kind == built ]]; then
    for part in cli language-nodejs docker command; do
      keys+=" $("$root/toolchain/build.sh" --key "$part")"
    done
  else
    keys=" $pulumi_pin ${plugins[*]}"
  fi
  printf '%s\n' "node $node_pin" "pulumi $pulumi_kind$keys" "package-lock.json ${lock%% *}" "images $(build_images --tags)"
}

# All images that there are, not only those of the default engine.
need_all_images() {
  mapfile -t needed_images < <(build_images --tags | grep -o '"[^"]*":' | tr -d '":')
}

# The Debian release, for which its packages are: bookworm; another system by its name (ubuntu-noble).
debian_release() {
  local ID='' VERSION_CODENAME=''
  # shellcheck disable=SC1091
  [[ ! -r /etc/os-release ]] || source /etc/os-release
  [[ $ID == debian ]] || printf '%s-' "${ID:-unknown}"
  printf '%s\n' "${VERSION_CODENAME:-unknown}"
}

pack_command() {
  local file=
  while (($#)); do
    case $1 in
    -h | --help) print_pack_help && return 0 ;;
    -*) refuse "./lab pack does not know '$1'" "" "./lab pack --help shows what it knows." ;;
    *)
      [[ -z $file ]] || refuse "./lab pack writes one file" "there are two: '$file' and '$1'" "give one."
      file=$1
      ;;
    esac
    shift
  done
  [[ -n $file ]] || refuse "./lab pack needs the name of the file to write" "" "for example: ./lab pack /media/usb/labs.tar"
  check_machine
  pack_place
  needed_images+=(lab-host-20.10)
  set_up
  take_turn
  pack_write
  exec 9>&-
}

# Sets `file` and `part` (the file while it is being written) to full paths. Refuses what may not or cannot be written.
pack_place() {
  local folder base=${file##*/} place free need
  [[ ! -d $file ]] || refuse "$file is a folder" "a pack is one file" "give a name in it: ./lab pack ${file%/}/labs.tar"
  folder=$(cd -P -- "$(dirname -- "$file")" 2>/dev/null && pwd) ||
    refuse "the folder of $file cannot be entered" "it is not there, or is not a folder" "make it, or mount what it is on."
  file=${folder%/}/$base part=${folder%/}/$base.part
  for place in "$file" "$part"; do
    [[ ! -e $place && ! -L $place ]] || is_pack "$place" || [[ $place == "$part" && -f $part && ! -s $part ]] ||
      refuse "$place exists and is not a pack" "it would be overwritten" "give another name, or move that file away."
  done
  rm -f "$part"
  (: >"$part") 2>/dev/null || refuse "cannot write in $folder" "it is read-only, or not writable for this user" "give a file in another folder."
  rm -f "$part"
  # The parts are made in the cache and moved into the file one by one.
  mkdir -p "$cache"
  for place in "$folder" "$cache"; do
    need=$pack_megabytes
    [[ $(stat -c %d "$folder") != $(stat -c %d "$cache") ]] || need=$((pack_megabytes * 3 / 2))
    free=$(df --output=avail -BM "$place" | tail -n 1 | tr -dc 0-9)
    ((free >= need)) || refuse "there is too little room in $place" "packing takes up to $need MB there, $free MB are free" "make room, or give a file elsewhere."
  done
}

pack_write() {
  local folder pulumi_kind started=$SECONDS saving size
  settings_read
  need_all_images
  images_find
  folder=$(cache_temporary)
  # shellcheck disable=SC2064 # these files, whatever the variables are by then
  trap "$(printf 'rm -rf %q %q' "$folder" "$part")" EXIT
  say "packing the images, the programs, the npm dependencies and the Debian packages"
  pack_images 9>&- &
  saving=$!
  pack_programs
  pack_dependencies
  pack_debs
  wait "$saving" || refuse "could not save the images" "the engine's words are above" "see \`docker info\` and the free space in its root folder, then run this again."
  {
    printf '%s\n' "$pack_format" "architecture=$(uname -m)" "release=$(debian_release)" "source=$source" "registry=$registry" "pulumi=$pulumi_kind"
    pack_requirements "$pulumi_kind" | sed 's/^/fits /'
  } >"$folder/manifest"
  pack_assemble
  size=$(($(stat -c %s "$file") / 1000000))
  say "$file is ready: $size MB, for $(uname -m), in $((SECONDS - started)) s"
  say "on each machine: tar -xf ${file##*/} docker-network-labs && docker-network-labs/lab setup --from ${file##*/}"
}

pack_images() {
  docker -H "$engine" save "${image_tags[@]}" | gzip -1 >"$folder/images.tar.gz"
}

# Node always comes from npm, whatever this machine's own is: it runs where nothing but the C++ library is.
pack_programs() {
  local paths=("node-$node_pin/bin/node" "node-$node_pin/LICENSE") built home=pulumi-$pulumi_pin path plugin
  if [[ ! -x $cache/node-$node_pin/bin/node ]]; then
    say "fetching Node $node_pin as an npm package"
    node_fetch
  fi
  built_find
  if [[ -z $built && ! -x $cache/$home/bin/pulumi ]]; then
    { releases_reachable && download_pulumi; } || build_toolchain
    built_find
  fi
  if [[ -x $cache/$home/bin/pulumi ]] && plugins_in "$cache/$home"; then
    pulumi_kind=official
    for path in "$cache/$home"/bin/pulumi{,-language-nodejs*,-resource-pulumi-nodejs}; do
      [[ ! -e $path ]] || paths+=("${path#"$cache/"}")
    done
    for plugin in "${plugins[@]}"; do
      paths+=("$home/plugins/resource-${plugin%:*}-v${plugin#*:}")
    done
  else
    pulumi_kind=built
    while read -r path; do
      paths+=("${path#"$cache/"}")
    done < <("$root/toolchain/build.sh" --paths "$cache/toolchain")
  fi
  pack_tar --create -C "$cache" "${paths[@]}" | gzip -1 >"$folder/programs.tar.gz"
}

# The folder may be a link.
pack_dependencies() {
  pack_tar --create --exclude=./.cache -C "$root/node_modules/" . | gzip -1 >"$folder/node_modules.tar.gz"
}

# For a machine with nothing but apt: its packages list is empty here, so apt fetches all that they depend on too.
pack_debs() {
  local names=(docker.io kmod ca-certificates) pair deb
  mkdir -p "$folder/debs/partial"
  if ! type -P apt-get >/dev/null; then
    say "there is no apt here, so the pack has no Debian packages: the machines must have Docker and iproute2, bridge-utils … already"
    return
  fi
  for pair in "${needed_commands[@]}"; do
    names+=("${pair#*:}")
  done
  apt_knows "${names[@]}" || apt_refresh "${names[@]}"
  [[ -z $(apt_candidate docker-cli) ]] || names+=(docker-cli) # Debian 13 has the command in a package of its own
  : >"$folder/status"
  local options=(-o Dir::State::status="$folder/status" -o Dir::Cache::archives="$folder/debs" -o APT::Sandbox::User=root)
  options+=(--no-install-recommends --download-only)
  apt_quietly 900 "${options[@]}" install "${names[@]}" || { apt_refresh "${names[@]}" && apt_quietly 900 "${options[@]}" install "${names[@]}"; } || {
    show_log
    refuse "could not fetch the Debian packages ${names[*]}" "apt-get failed (its last words are above; all of them in $setup_log)" \
      "make \`apt-get update\` and \`apt-get download docker.io\` work, then run this again."
  }
  rm -rf "$folder/debs/partial" "$folder/debs/lock"
  (
    cd "$folder/debs"
    for deb in *.deb; do
      dpkg-deb --field "$deb"
      printf 'Filename: ./%s\nSize: %s\nSHA256: %s\n\n' "$deb" "$(stat -c %s "$deb")" "$(sha256sum <"$deb" | cut -d' ' -f1)"
    done >Packages
  )
}

# The project's own files, as they are. Not what git ignores (see .gitignore), and nothing large: an earlier pack may lie here.
pack_checkout_files() {
  (cd "$root" && find . \( -path ./.git -o -path ./.lab -o -path ./node_modules \) -prune -o \
    ! -path './stacks/Pulumi.*.yaml' ! -size +10M \( -type f -o -type l \) -printf '%P\0')
}

# Under another name first, so that no reader and no kill sees half a pack.
pack_assemble() {
  local member sum
  pack_checkout_files >"$folder/files"
  pack_tar --create --file "$part" -C "$folder" manifest
  pack_tar --append --file "$part" -C "$root" --transform='flags=rSH;s,^,docker-network-labs/,' --null --no-recursion --files-from="$folder/files"
  for member in debs programs.tar.gz node_modules.tar.gz images.tar.gz; do
    pack_tar --append --file "$part" -C "$folder" "$member"
    rm -rf "${folder:?}/$member"
  done
  truncate -s -1024 "$part" # the two blocks that end a tar
  sum=$(sha256sum <"$part")
  pack_seal "${sum%% *}" >>"$part"
  sync "$part"
  mv -f "$part" "$file"
}
