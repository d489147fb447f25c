# shellcheck shell=bash disable=SC2154,SC2016  # set by the other parts; formats and hooks of others
# The stock Debian disk, made once per suite and kept in the cache. Sourced by ../run.sh.
#
# It is what the installer leaves: every package of priority important and above, Debian's own kernel,
# AppArmor, certificates, DHCP by ifupdown. Nothing of Docker, Node, Go or Python. One unit is added,
# which runs what is on the second disk when the kernel's command line has the word "labs.run".

image='' # path of the disk; beside it .vmlinuz, .initrd and .pem (the certificates it trusts)

# The Debian mirrors of this machine, as apt sees them; none where it is not a Debian.
apt_sources() { # apt_sources SUITE
  local uri label main='' security=''
  if command -v apt-get >/dev/null; then
    while IFS='|' read -r uri label; do
      case $label in
        Debian) main=${main:-$uri} ;;
        Debian-Security) security=${security:-$uri} ;;
      esac
    done < <(apt-get indextargets --format '$(REPO_URI)|$(LABEL)' 'Created-By: Packages' 2>/dev/null)
  fi
  [[ -n $main ]] || return 0
  printf 'deb %s %s main\n' "$main" "$1" "$main" "$1-updates"
  [[ -z $security ]] || printf 'deb %s %s-security main\n' "$security" "$1"
}

# How this machine's apt reaches them: proxies, certificates, checks.
apt_options() {
  command -v apt-config >/dev/null || return 0
  apt-config dump 2>/dev/null | grep -E '^Acquire::(https?|Check-|ForceIPv|Retries)[^ ]* ".+";' |
    grep -viE 'auto-?detect' || :
}

# Runs in the new root before it becomes a disk.
finish_root() { # finish_root ROOT
  local root=$1
  : >"$root/etc/machine-id"
  : >"$root/etc/resolv.conf"
  rm -f "$root/etc/apt/apt.conf.d/99mmdebstrap"
  rm -rf "$root/etc/apt/auth.conf.d/from-host" "$root"/var/lib/apt/lists/*
  printf 'debian\n' >"$root/etc/hostname"
  printf '127.0.0.1\tlocalhost\n127.0.1.1\tdebian\n' >"$root/etc/hosts"
  printf 'LABEL=root / ext4 errors=remount-ro 0 1\n' >"$root/etc/fstab"
  printf 'auto lo ens3\niface lo inet loopback\niface ens3 inet dhcp\n' >"$root/etc/network/interfaces"
  cat >"$root/etc/systemd/system/labs-vm.service" <<'UNIT'
[Unit]
Description=The commands on the second disk
ConditionKernelCommandLine=labs.run
Wants=network-online.target
After=network-online.target

[Service]
Type=exec
StandardOutput=journal+console
ExecStart=/bin/sh -c 'mkdir -p /var/tmp/labs-vm && cd /var/tmp/labs-vm && tar -xpf /dev/disk/by-id/virtio-payload && exec bash agent.sh'
UNIT
  mkdir -p "$root/etc/systemd/system/multi-user.target.wants"
  ln -sf ../labs-vm.service "$root/etc/systemd/system/multi-user.target.wants/labs-vm.service"
}

bootstrap() { # bootstrap SUITE ROOT PACKAGES: mmdebstrap in namespaces of its own, so that no mount and no process outlives it
  local sources=() options=() packages=linux-image-amd64,apparmor,ca-certificates,dbus,systemd-sysv,ifupdown${3:+,$3}
  mapfile -t sources < <(apt_sources "$1")
  apt_options >"$run/apt.conf"
  if [[ -s $run/apt.conf ]]; then options+=(--aptopt="$run/apt.conf"); fi
  if [[ -e /etc/apt/auth.conf ]] || compgen -G '/etc/apt/auth.conf.d/*' >/dev/null; then
    options+=(--setup-hook='mkdir -p "$1/etc/apt/auth.conf.d" && cat /etc/apt/auth.conf /etc/apt/auth.conf.d/*.conf >"$1/etc/apt/auth.conf.d/from-host" 2>/dev/null || :')
  fi
  TMPDIR=$run nice -n 10 setpriv --pdeathsig KILL unshare --mount --propagation private --pid --fork \
    --kill-child --mount-proc timeout --foreground 1800 mmdebstrap --mode=root --variant=important \
    --include="$packages" "${options[@]}" "$1" "$2" "${sources[@]}" >"$run/mmdebstrap.log" 2>&1 9>&- &
  adopt $!
  wait $! || {
    tail -n 8 "$run/mmdebstrap.log" >&2
    refuse "mmdebstrap could not make a Debian $1; its last words are above"
  }
}

make_image() { # make_image SUITE PACKAGES
  local kind key root=$run/root old
  kind=$1-stock
  if [[ -n $2 ]]; then kind=$1-with; fi
  key=$({ echo "$2" && apt_sources "$1" && apt_options && cat "${BASH_SOURCE[0]}"; } | sha256sum | cut -c1-12)
  image=$cache/$kind-$key.img
  if [[ -e $image ]]; then return; fi
  say "making a Debian $1 disk${2:+ with $2} (one to two minutes, about 1 GB, once)"
  bootstrap "$1" "$root" "$2"
  finish_root "$root"
  cp "$root"/boot/vmlinuz-* "$image.vmlinuz"
  cp "$root"/boot/initrd.img-* "$image.initrd"
  cp "$root/etc/ssl/certs/ca-certificates.crt" "$image.pem"
  truncate -s 40G "$image.partial"
  mkfs.ext4 -q -F -L root -d "$root" "$image.partial" 9>&-
  rm -rf --one-file-system "$root"
  mv "$image.partial" "$image"
  for old in "$cache/$kind"-*; do
    if [[ $old != "$image"* ]]; then rm -f "$old"; fi
  done
  say "disk made: $image"
}
