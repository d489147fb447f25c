#!/usr/bin/env bash
# The direct custom-bridge by docker's commands alone: the floor. $1: up or down, $2: image.
set -euo pipefail
loop="while true; do sleep 3600; done"
if [[ $1 == up ]]; then
    docker network create bench-bridge
    docker run -d --name bench-test1 "$2" /bin/sh -c "$loop"
    docker run -d --name bench-test3 --network bench-bridge "$2" /bin/sh -c "$loop"
    docker network connect bench-bridge bench-test1
else
    docker rm -f bench-test1 bench-test3
    docker network rm bench-bridge
fi >/dev/null
