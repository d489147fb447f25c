#!/bin/bash
# The disk of a lab host that has one of its own (see sh/disk-make.sh). It comes mounted on /var/lib/docker, in a container whose own file
# system is read-only, and has four folders: `docker` (the engine's data), `root` (what differs from the image), `work` and `new`.
#
# lab-disk enter ARGUMENT...: makes of the disk this lab host's root, and runs the entry point in it. lab-disk keep: holds back what the
# engine needs to start again when the disk is full.
set -euo pipefail

reserve=/var/lib/docker/lab-host-reserve

# Whatever is written anywhere is on the disk then. A `docker exec` that comes in between gets the root before this, or the new one: both
# have all mounts at each moment.
enter() {
  local disk=/var/lib/docker new=/var/lib/docker/new path
  if [[ $(findmnt -no FSTYPE "$disk") != ext4 || ! -d $new ]]; then
    echo "lab host: $disk is not the disk that this lab host was made with" >&2
    exit 1
  fi
  mount -n -t overlay overlay -o "lowerdir=/,upperdir=$disk/root,workdir=$disk/work" "$new"
  rm -f "$disk/docker/${reserve##*/}" # before anything is written
  mkdir -p "$new"/{proc,sys,dev,run,lab,var/lib/docker}
  # The engine of the machine has written them for this start; its own are files on the machine's disk.
  for path in hosts hostname resolv.conf; do cat "/etc/$path" >"$new/etc/$path"; done
  for path in proc sys dev run lab; do mount -n --rbind "/$path" "$new/$path"; done
  mount -n --bind "$disk/docker" "$new/var/lib/docker"
  mkdir -p /run/old
  cd "$new"
  pivot_root . run/old
  umount -n -l /run/old
  rmdir /run/old
  exec env LAB_DISK=entered chroot . /usr/local/sbin/lab-host "$@"
}

# Nothing but the engine's socket is to be on the machine's disk, so once it is there the folder takes no more.
keep() {
  until [[ -S /lab/docker.sock ]] && docker version >/dev/null 2>&1; do sleep 0.2; done
  mount -n -o remount,bind,ro /lab
  fallocate -l 16M "$reserve" || rm -f "$reserve"
}

"$@"
