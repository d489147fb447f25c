#!/usr/bin/env bash
# Runs commands as root in this checkout inside a fresh stock Debian in a virtual machine.
# See README.md beside this file, or: test/vm/run.sh --help
# shellcheck source-path=SCRIPTDIR
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
checkout=$(cd "$here/../.." && pwd)
# shellcheck source=lib/folders.sh
. "$here/lib/folders.sh"
# shellcheck source=lib/image.sh
. "$here/lib/image.sh"
# shellcheck source=lib/settings.sh
. "$here/lib/settings.sh"
# shellcheck source=lib/machine.sh
. "$here/lib/machine.sh"

usage() {
  cat <<'TEXT'
usage: test/vm/run.sh SUITE [options] [-- COMMAND [ARGUMENT…]]

Boots a fresh stock Debian (SUITE: bookworm or trixie) and runs COMMAND in a copy of this checkout as
root, by default `bash test/vm/guest/lab.sh custom-bridge`. Output comes live; the exit code is the
command's own, or 2: bad input or machine, 3: the virtual machine failed, 124: out of time.

  --toolchain bring   bring this machine's built toolchain along (default; it must have been built)
  --toolchain build   bring nothing: the commands in the machine get or build it
  --with A,B          Debian packages that are in the disk image already: not stock, but quicker to look at the rest
  --head              copy what is committed instead of the working tree
  --memory MIB        memory of the machine (default 8192)
  --cpus N            processors (default 2)
  --minutes N         time for the command (default 60 with KVM, 240 in software emulation)
  --accel kvm|tcg     do not choose by looking
  --nice N            how much it stands back for other work, 0 to 19 (default 10)
  --keep              keep the disk afterwards and say how to boot it again
  --image-only        only make the disk image
TEXT
}

number() { # number OPTION VALUE LEAST MOST
  [[ $2 =~ ^[0-9]{1,6}$ ]] && ((10#$2 >= $3 && 10#$2 <= $4)) && return
  refuse "$1 takes a number from $3 to $4, not '$2'"
}

suite='' with='' toolchain=bring tree=working memory=8192 cpus=2 nice=10 minutes='' accel='' keep=no image_only=no
command=(bash test/vm/guest/lab.sh custom-bridge)

parse() {
  local option
  while (($#)); do
    option=$1
    shift
    case $option in
      -h | --help) usage && exit 0 ;;
      --head) tree='head' ;;
      --keep) keep=yes ;;
      --image-only) image_only=yes ;;
      --toolchain | --with | --memory | --cpus | --minutes | --nice | --accel)
        (($#)) || refuse "$option needs a value"
        case $option in
          --toolchain) [[ $1 == bring || $1 == build ]] || refuse "--toolchain is bring or build, not '$1'" ;;
          --with)
            [[ $1 =~ ^[a-z0-9][a-z0-9+.-]+(,[a-z0-9][a-z0-9+.-]+)*$ ]] || refuse "--with takes names of packages with commas between, not '$1'"
            ;;
          --accel) [[ $1 == kvm || $1 == tcg ]] || refuse "--accel is kvm or tcg, not '$1'" ;;
          --memory) number "$option" "$1" 1024 262144 ;;
          --cpus) number "$option" "$1" 1 64 ;;
          --nice) number "$option" "$1" 0 19 ;;
          --minutes) number "$option" "$1" 1 1440 ;;
        esac
        printf -v "${option#--}" '%s' "$1"
        shift
        ;;
      --)
        (($#)) || refuse "nothing after --"
        command=("$@")
        break
        ;;
      bookworm | trixie)
        [[ -z $suite ]] || refuse "one suite at a time: $suite or $option"
        suite=$option
        ;;
      *) refuse "'$option' is not known; see test/vm/run.sh --help" ;;
    esac
  done
  [[ -n $suite ]] || refuse "which suite: bookworm or trixie? See test/vm/run.sh --help"
}

# Programs this needs, by Debian package; installed where that is possible, named where it is not.
need_tools() {
  local missing=() tool
  local -A package=([qemu-system-x86_64]=qemu-system-x86 [qemu-img]=qemu-utils [mmdebstrap]=mmdebstrap
    [mkfs.ext4]=e2fsprogs [setpriv]=util-linux [flock]=util-linux [git]=git [tar]=tar)
  PATH=$PATH:/usr/sbin:/sbin
  [[ $(uname -sm) == 'Linux x86_64' ]] || refuse "this needs Linux on x86_64, not $(uname -sm)"
  ((EUID == 0)) || refuse "making a disk image with files of root's needs root: sudo test/vm/run.sh …"
  for tool in "${!package[@]}"; do
    command -v "$tool" >/dev/null || missing+=("${package[$tool]}")
  done
  ((${#missing[@]})) || return 0
  command -v apt-get >/dev/null || refuse "needed and not here: ${missing[*]} (names of the Debian packages)"
  say "installing ${missing[*]}"
  { apt-get update && DEBIAN_FRONTEND=noninteractive timeout 600 \
    apt-get -o DPkg::Lock::Timeout=120 install -y --no-install-recommends "${missing[@]}"; } \
    >"$run/apt.log" 2>&1 || { tail -n 5 "$run/apt.log" >&2 && refuse "apt could not install ${missing[*]}"; }
}

# The folders of the built parts, below the cache: those that this checkout's own files ask for.
find_toolchain() {
  local binary paths
  paths=$("$checkout/toolchain/build.sh" --paths "$cache_home/toolchain" 2>/dev/null) ||
    refuse "this checkout's toolchain is not built in $cache_home/toolchain: run ./lab setup first, or take --toolchain build"
  built=()
  while IFS= read -r binary; do
    binary=${binary%/*}
    built+=("${binary#"$cache_home/"}")
  done <<<"$paths"
}

# What the machine gets on its second disk: a tar without a file system around it.
pack_payload() {
  local payload=$run/payload with_toolchain=()
  mkdir -p "$payload"
  cp "$here/guest/agent.sh" "$payload/"
  printf '%s\0' "${command[@]}" >"$payload/argv"
  printf '%s\n' "$minutes" >"$payload/minutes"
  if [[ $keep == yes ]]; then : >"$payload/keep"; fi
  carry_settings "$payload/settings" "$payload/environment" "$image.pem"
  if [[ $tree == head ]]; then
    git -C "$checkout" archive --format=tar HEAD >"$payload/checkout.tar"
  else
    git -C "$checkout" ls-files -z --cached --others --exclude-standard |
      while IFS= read -r -d '' file; do
        if [[ -e $checkout/$file || -L $checkout/$file ]]; then printf '%s\0' "$file"; fi
      done | tar -C "$checkout" --null --verbatim-files-from -T - -cf "$payload/checkout.tar"
  fi
  if [[ $toolchain == bring ]]; then with_toolchain=(-C "$cache_home" "${built[@]}"); fi
  tar --owner=0 --group=0 -cf "$run/payload.tar" -C "$payload" . "${with_toolchain[@]}"
  rm -rf "$payload"
}

main() {
  parse "$@"
  open_folders
  need_tools
  if [[ $toolchain == bring && $image_only == no ]]; then find_toolchain; fi
  one_at_a_time
  sweep
  make_image "$suite" "$with"
  [[ $image_only == no ]] || exit 0
  choose_accel
  pack_payload
  say "disk: $(du -h "$image" | cut -f1) Debian $suite${with:+ with $with}; brought along: $(du -h "$run/payload.tar" | cut -f1)"
  run_machine
}

main "$@"
