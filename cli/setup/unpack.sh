# `./lab setup --from FILE`: set-up from a course pack (see pack.sh), and from nothing else. Sourced after pack.sh.
# shellcheck shell=bash

# The functions <stage>_take below stand for <stage>_get in run_stages.

declare -A packed=()

pack_member() { tar --extract --to-stdout --occurrence=1 --file "$pack" "$1"; }

# Refuses the pack as a whole when any of it cannot be used here. Changes nothing.
pack_open() {
  local key value
  [[ -f $pack && -r $pack ]] || refuse "there is no pack $pack" "it is not a file that can be read" "give the file that ./lab pack has written."
  pack=$(cd -P -- "$(dirname -- "$pack")" && pwd)/${pack##*/}
  is_pack "$pack" || refuse "$pack is not a pack" "it does not begin as ./lab pack writes one (of this format)" "give the file that ./lab pack has written, or write it again."
  pack_is_whole || refuse "the pack $pack is damaged or cut off" "its checksum is not that of its content; nothing of it was used" "copy it again (cp, then sync), or write it again with ./lab pack."
  while IFS='=' read -r key value; do
    [[ $key == "fits "* ]] || packed[$key]=$value
  done < <(pack_member manifest)
  [[ ${packed[architecture]} == "$(uname -m)" ]] ||
    refuse "the pack $pack is for ${packed[architecture]}" "this machine is $(uname -m), and programs and images of one do not run on the other" "write one on a machine with this processor: ./lab pack"
  source=${packed[source]} registry=${packed[registry]}
  pack_fits
  pack_has_the_packages
  usual_images=("${needed_images[@]}")
  need_all_images
}

pack_is_whole() {
  local sum
  sum=$(head -c "-$pack_seal_bytes" -- "$pack" | sha256sum)
  [[ $(tail -c "$pack_seal_bytes" -- "$pack" | sha256sum) == "$(pack_seal "${sum%% *}" | sha256sum)" ]]
}

pack_fits() {
  local other
  other=$(comm -13 <(pack_member manifest | sed -n 's/^fits //p' | sort) <(pack_requirements "${packed[pulumi]}" | sort) | cut -d' ' -f1 | paste -sd' ')
  [[ -z $other ]] ||
    refuse "the pack $pack was made for another version of this checkout" "it does not have what this one asks for: $other" \
      "use the checkout that is in the pack (tar -xf ${pack@Q} docker-network-labs), or write a pack of this one: ./lab pack"
}

# Debian packages go with their release. Sets `lacking` to those that this machine lacks.
pack_has_the_packages() {
  local absent why
  packages_find
  lacking=("${absent[@]}")
  engine_find || type -P dockerd >/dev/null || lacking+=(docker.io)
  type -P docker >/dev/null || [[ " ${lacking[*]} " == *" docker.io "* ]] || lacking+=(docker.io)
  type -P modprobe >/dev/null || [[ ! -s /lib/modules/$(uname -r)/modules.dep ]] || lacking+=(kmod)
  ((${#lacking[@]})) || return 0
  if ! type -P apt-get >/dev/null; then
    why="there is no apt here to install Debian packages with"
  elif [[ ${packed[release]} != "$(debian_release)" ]]; then
    why="the pack's Debian packages are for ${packed[release]}, this is $(debian_release)"
  else
    return 0
  fi
  refuse "this machine lacks: ${lacking[*]}" "$why" "install them by the system's own means first, or write a pack on a machine with this system; then run this again."
}

# Called when it is this set-up's turn.
pack_begin() {
  local have=''
  apt_from_pack
  ! settings_read || have="$source $registry"
  source=${packed[source]} registry=${packed[registry]}
  [[ -z $have || $have == "$source $registry" ]] || {
    say "images come from the pack now, which has them from source=$source (.lab/settings said source=${have% *})"
    settings_write
  }
}

# The stamp is that of a set-up which needs no more than `up` does, so that the first `up` has nothing to look for.
pack_end() {
  rm -rf "${APT_CONFIG%/*}"
  needed_images=("${usual_images[@]}")
  images_find
}

# apt gets to see the packages of the pack and nothing else; none when nothing is lacking.
apt_from_pack() {
  local folder
  folder=$(cache_temporary)
  mkdir -p "$folder"/{lists,archives}/partial
  : >"$folder/sources.list"
  if ((${#lacking[@]})); then
    tar --extract --no-same-owner --file "$pack" -C "$folder" debs || pack_failed "the Debian packages"
    echo "deb [trusted=yes] file:${folder// /%20}/debs ./" >"$folder/sources.list"
  fi
  cat >"$folder/apt.conf" <<TEXT
Dir::Etc::sourcelist "$folder/sources.list";
Dir::Etc::sourceparts "-";
Dir::State::lists "$folder/lists";
Dir::Cache::archives "$folder/archives";
Dir::Cache::pkgcache "";
Dir::Cache::srcpkgcache "";
APT::Sandbox::User "root";
TEXT
  export APT_CONFIG=$folder/apt.conf
}

# In place of the one that asks mirrors.
apt_refresh() { apt_quietly 120 update || true; }

# The pack was whole, so it is about this machine.
pack_failed() {
  refuse "could not take $1 from the pack" "the words above say why" "see the free space (df -h), and that $pack is still there; then run this again."
}

# Node and pulumi come together.
programs_take() {
  local folder path
  folder=$(cache_temporary)
  say "taking Node and pulumi from the pack"
  pack_member programs.tar.gz | tar --extract --gzip --no-same-owner --directory "$folder" || pack_failed "the programs"
  for path in "$folder"/*-* "$folder"/toolchain/*; do
    [[ -e $path ]] || continue
    path=${path#"$folder/"}
    mkdir -p "$(dirname "$cache/$path")"
    rm -rf "${cache:?}/$path"
    mv "$folder/$path" "$cache/$path"
  done
  rm -rf "$folder"
}

node_take() { programs_take; }

pulumi_take() {
  local built
  [[ ${packed[pulumi]} != built ]] || built_find
  [[ ${built:-} || -x $cache/pulumi-$pulumi_pin/bin/pulumi ]] || programs_take
  [[ ${packed[pulumi]} != built ]] || build_toolchain # which is built, and only has to be laid out
}

# Aside first, so that no kill leaves half of them. A link stays what it leads to; only the link goes.
npm_take() {
  local folder=$state_dir/node_modules.new
  say "taking the npm dependencies from the pack"
  rm -rf "$folder"
  mkdir "$folder"
  pack_member node_modules.tar.gz | tar --extract --gzip --no-same-owner --directory "$folder" || pack_failed "the npm dependencies"
  rm -rf "$root/node_modules"
  mv "$folder" "$root/node_modules"
}

settings_take() {
  source=${packed[source]} registry=${packed[registry]}
  settings_write
}

images_take() {
  if ! images_on_engine; then
    say "taking the images from the pack"
    pack_member images.tar.gz | timeout -k 10 900 docker -H "$engine" load >>"$setup_log" 2>&1 || { show_log && pack_failed "the images"; }
  fi
  write_file "$state_dir/images.json" <<<"$images_json"
}
