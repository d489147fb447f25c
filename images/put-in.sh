#!/bin/bash
# Puts images into the engine of a lab host's image, so that they are there when it starts for the first time (see entrypoint.sh of
# lab-host), and prints the id of the image that has them. put-in.sh ENGINE LAB-HOST IMAGE...; the working directory is for its files.
#
# Only such an engine can tell what its data is, so one is started, and has them loaded.
set -euo pipefail
export DOCKER_HOST=$1
lab_host=$2 images=("${@:3}")
containers=()
trap '((${#containers[@]} == 0)) || docker container rm --force --volumes "${containers[@]}" >/dev/null' EXIT
trap 'exit 143' TERM INT HUP

name=docker-network-labs-build-$$ # what is left of one that was killed goes by this (a label would be in the image, and on every lab host)
asked=(--network none --cgroupns private --tmpfs /run --volume /var/lib/docker)
allowed=(--cap-add NET_ADMIN --cap-add SYS_ADMIN --security-opt seccomp=unconfined --security-opt apparmor=unconfined)

engine=$(docker container run --detach --name "$name" "${asked[@]}" "${allowed[@]}" "$lab_host")
containers+=("$engine")
docker container exec "$engine" timeout 60 bash -c 'until docker version >/dev/null 2>&1; do sleep 0.1; done'
docker image save "${images[@]}" | docker container exec -i "$engine" timeout 60 docker image load --quiet >/dev/null
docker container stop "$engine" >/dev/null

data=usr/local/share/lab-host/engine
rm -rf with
mkdir -p "with/$data"
docker container cp "$engine:/var/lib/docker" - | tar -x -C "with/$data" --strip-components 1 docker/image docker/overlay2
filled=$(docker container create --name "$name-image" "$lab_host")
containers+=("$filled")
tar -c --numeric-owner -C with usr | docker container cp - "$filled:/"
docker container commit "$filled"
