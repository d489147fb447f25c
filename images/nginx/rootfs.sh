#!/bin/bash
# Makes of Debian's nginx what the course knows as nginx: one page on port 80.
# $1: the unpacked packages; the working directory is the image's own folder.
set -euo pipefail
root=$1

../slim.sh "$root"
echo 'www-data:x:33:33:www-data:/var/www:/usr/sbin/nologin' >>"$root/etc/passwd"
echo 'www-data:x:33:' >>"$root/etc/group"

rm -rf "$root"/etc/nginx/sites-*
install -m 0644 default.conf "$root/etc/nginx/conf.d/default.conf"

# To where `docker logs` reads.
ln -s /dev/stdout "$root/var/log/nginx/access.log"
ln -s /dev/stderr "$root/var/log/nginx/error.log"
