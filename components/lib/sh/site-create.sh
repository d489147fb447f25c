# Names, addresses and ports that another generation of this stack holds must be free before this one starts.
sweep "$3"
for generation in $3; do install -d -m 0700 "${folder%/*}/$generation"; done
# By hand, because the docker provider waits two seconds for each network that it makes or removes.
if [[ -n $6 ]] && ! docker network inspect "$6" >/dev/null 2>&1; then
    docker network create --subnet "$7" --label "docker-network-labs.owner=$owner" --label "docker-network-labs.stack=$stack" \
        --label "docker-network-labs.generation=${3%% *}" "$6" >/dev/null
fi
