#!/bin/bash
# Makes of the unpacked Debian packages a lab host's file system. The packages are unpacked, not configured (no maintainer
# script ran): what those scripts would have made, and a lab host needs, is made here.
# $1: the unpacked packages; the working directory is the image's own folder.
set -euo pipefail
root=$1

# The machine's own settings, which mmdebstrap brought in, and what only dpkg and apt read.
rm -rf "$root"/etc/{apt,resolv.conf,hostname} "$root"/var/{lib/apt,lib/dpkg,cache/apt,log/apt}
rm -rf "$root"/usr/share/{doc,man,locale,info,lintian} "$root"/usr/lib/*-linux-gnu/gconv

# /run is a tmpfs in a lab host; /var/run must be the same place, or a stale docker.pid stops the next start.
rm -rf "$root/var/run" "$root/var/lock"
ln -s ../run "$root/var/run"
ln -s ../run/lock "$root/var/lock"

cat >"$root/etc/passwd" <<'PASSWD'
root:x:0:0:root:/root:/bin/bash
tcpdump:x:100:65534:becomes this user:/nonexistent:/usr/sbin/nologin
sshd:x:101:65534:becomes this user before a login:/run/sshd:/usr/sbin/nologin
nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
PASSWD
cat >"$root/etc/group" <<'GROUP'
root:x:0:
tty:x:5:
nogroup:x:65534:
GROUP
printf 'passwd: files\ngroup: files\nhosts: files dns\nnetworks: files\nprotocols: files\nservices: files\n' >"$root/etc/nsswitch.conf"

[[ -e $root/usr/bin/awk ]] || ln -s gawk "$root/usr/bin/awk"
[[ -e $root/usr/bin/pager ]] || ln -s less "$root/usr/bin/pager"
[[ -e $root/usr/bin/editor ]] || ln -s nano "$root/usr/bin/editor"
[[ -e $root/bin/sh ]] || ln -s dash "$root/bin/sh"

install -m 0644 bashrc "$root/root/.bashrc"
echo ". ~/.bashrc" >"$root/root/.profile" # a login by SSH has the shell that `lab shell` has
install -D -m 0755 entrypoint.sh "$root/usr/local/sbin/lab-host"
install -D -m 0644 sshd_config "$root/usr/local/share/lab-host/sshd_config"
install -m 0755 ssh.sh "$root/usr/local/sbin/lab-ssh"
install -m 0755 underlay.sh "$root/usr/local/sbin/lab-underlay"
install -m 0755 engine-turn.sh "$root/usr/local/sbin/lab-engine-turn"
install -m 0755 disk.sh "$root/usr/local/sbin/lab-disk"
