#!/bin/bash
# What the images of servers have in common: leaves of unpacked Debian packages what runs in a container, and adds what
# maintainer scripts would have made. An image's rootfs.sh calls it, and it is then part of what that image's tag stands for.
# $1: the unpacked packages, busybox-static and base-files among them.
set -euo pipefail
root=$1

# The machine's own settings, which mmdebstrap brought in; what only dpkg, apt, systemd and maintainer scripts use.
rm -rf "$root"/etc/{apt,hostname,resolv.conf,init.d,logrotate.d,systemd} "$root"/var/{cache,lib/apt,lib/dpkg,lib/systemd,log/apt}
rm -rf "$root"/usr/bin/{debconf*,perl*} "$root"/usr/lib/systemd "$root"/usr/lib/*-linux-gnu/{gconv,perl-base,systemd}
rm -rf "$root"/usr/share/{bash-completion,bug,debconf,doc,info,lintian,locale,man,perl5,pixmaps}

# Names that are asked for: who root is, and that /etc/hosts (where `--link` writes) counts.
printf 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n' >"$root/etc/passwd"
printf 'root:x:0:\nnogroup:x:65534:\n' >"$root/etc/group"
printf 'passwd: files\ngroup: files\nhosts: files dns\n' >"$root/etc/nsswitch.conf"

# A shell, `ip`, `ping` and the like: busybox's, where no package has brought its own.
applets=$("$root/usr/bin/busybox" --list)
for applet in $applets; do
  [[ -e $root/usr/bin/$applet || -e $root/usr/sbin/$applet ]] || ln -s busybox "$root/usr/bin/$applet"
done
