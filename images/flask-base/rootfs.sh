#!/bin/bash
# Makes of Debian's Python the base of the course's Flask image.
# $1: the unpacked packages; the working directory is the image's own folder.
set -euo pipefail
root=$1

../slim.sh "$root"
# Many small files, which are most of the time that a lab host takes to load an image.
rm -rf "$root"/usr/share/zoneinfo "$root"/usr/lib/python3.*/{test,pydoc_data}

# Byte code of what will be imported, which each container would otherwise compile for itself at its start. -E: whatever Python
# settings this machine's environment has.
chroot "$root" python3 -E -c 'import flask, redis, werkzeug.serving'
