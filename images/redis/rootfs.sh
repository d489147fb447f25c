#!/bin/bash
# Makes of Debian's redis-server what the course knows as redis: a server for whoever reaches it, its data in /data.
# $1: the unpacked packages; the working directory is the image's own folder.
set -euo pipefail
root=$1

../slim.sh "$root"
echo 'redis:x:999:999:redis:/data:/usr/sbin/nologin' >>"$root/etc/passwd"
echo 'redis:x:999:' >>"$root/etc/group"
install -d -o 999 -g 999 "$root/data"
