# The source `packages`: images made from Debian packages. Sourced by build.sh.
# shellcheck shell=bash disable=SC2154,SC2164

# The image's own files: all of its folder but the package lists of its other variants, the Dockerfile, which is for the
# other source, and what it holds; and what its rootfs.sh shares with others. An editor's leftovers are not.
definition() {
  local folder=$1 packages=$2 file
  for file in "$folder"/*; do
    case ${file#*/} in
    *~ | *.orig | *.swp | Dockerfile | holds) ;;
    packages*) [[ ${file#*/} != "$packages" ]] || echo "$file" ;;
    *) echo "$file" ;;
    esac
  done
  ! grep -q '^\.\./slim\.sh ' "$folder/rootfs.sh" || echo slim.sh
}

packages_tag() {
  local folder=$1 packages=$2 key files
  mapfile -t files < <(LC_ALL=C definition "$folder" "$packages")
  key=$(sha256sum "${files[@]}" | sha256sum)
  local variant=${packages#packages}
  variant=${variant#-}
  echo "docker-network-labs/$folder:${variant:+$variant-}${key:0:12}"
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

# Unpacks the packages of a list into rootfs/, from a suite, with the sources of sources.list (when that holds any).
unpack() {
  local list=$1 suite=$2 include
  include=$(sed -e 's/#.*//' -e '/^suite:/d' "$list" | tr -s '[:space:]' ',')
  local options=(--variant=extract --format=directory --aptopt="$PWD/apt.conf" --include="${include#,}")
  options+=(--dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*')
  TMPDIR=$PWD timeout -k 10 1800 mmdebstrap "${options[@]}" "$suite" rootfs ${3:+"$3"} >mmdebstrap.log 2>&1
}

# Turns rootfs/ into the image's file system, and that into rootfs.tar.
shape() {
  local folder=$1 root=$PWD/rootfs
  (cd "$images/$folder" && ./rootfs.sh "$root") &&
    timeout -k 10 900 tar --create --file rootfs.tar --directory rootfs --numeric-owner --xattrs --sort=name .
}

import() {
  local name=$1 folder=$2 target=$3 changes=() line
  while read -r line; do
    [[ -z $line || $line == '#'* ]] || changes+=(--change "$line")
  done <"$images/$folder/config"
  changes+=(--change "LABEL docker-network-labs.image=$name")
  timeout -k 10 1200 docker -H "$engine" import "${changes[@]}" rootfs.tar "$target" >/dev/null
}

build_from_packages() {
  local name=$1 folder=$2 packages=$3 target=$4 suite started=$SECONDS
  command -v mmdebstrap >/dev/null || fail 2 "mmdebstrap is not installed." "What to do: apt-get install mmdebstrap, or ./lab setup."
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
