# Unplugs a container from a network, if both are there and it is plugged in. $1: network, $2: container.
status=0
errors=$(docker network disconnect --force "$1" "$2" 2>&1) || status=$?
((status == 0)) || grep -qiE 'no such|not found|is not connected' <<<"$errors" || { echo "$errors" >&2; exit "$status"; }
