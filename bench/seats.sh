#!/usr/bin/env bash
# The floor that `./lab bench` compares with: the same lab hosts with the same containers, made by docker's commands alone, and nothing looked at,
# written down or proved. $1: up or down, $2: how many, $3: image of the lab host, $4: image of the containers, $5: flags of a lab host.
set -euo pipefail
export what=$1 host_image=$3 image=$4 flags=$5

seat() {
    local name=bench-floor-$1 folder=/run/bench-floor/$1
    if [[ $what == down ]]; then
        docker rm -f -v "$name"
        docker network rm "$name"
        docker volume rm "$name"
        rm -rf "$folder"
        return
    fi
    mkdir -p -m 0700 "$folder"
    docker network create --subnet "10.198.$(($1 / 16)).$(($1 % 16 * 16))/28" "$name"
    docker volume create "$name"
    # shellcheck disable=SC2086 # a list of flags
    docker run -d --name "$name" --network "$name" -v "$folder:/lab" -v "$name:/var/lib/docker" $flags "$host_image"
    until docker --host "unix://$folder/docker.sock" version; do sleep 0.05; done 2>/dev/null
    docker save "$image" | docker exec -i "$name" docker load
    docker exec "$name" bash -euc '
        loop="while true; do sleep 3600; done"
        docker network create xin-bridge
        docker run -d --name test1 "$0" /bin/sh -c "$loop"
        docker run -d --name test3 --network xin-bridge "$0" /bin/sh -c "$loop"
        docker network connect xin-bridge test1
        docker exec test1 ping -c 1 test3
        docker exec test3 ping -c 1 test1' "$image"
}
export -f seat

seq "$2" | xargs -P 4 -I {} bash -euo pipefail -c 'seat {}' >/dev/null
