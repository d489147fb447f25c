# Makes the folders of nested lab hosts' sockets, and the network that they are on, with its fence. $1: owner, $2: stack, $3: their
# generations, $4: folder of the first one, $5: name of the network, $6: its subnet.
for generation in $3; do install -d -m 0700 "${4%/*}/$generation"; done
# By hand, because the docker provider waits two seconds for each network that it makes or removes.
said=$(docker network create --subnet "$6" --label "docker-network-labs.owner=$1" --label "docker-network-labs.stack=$2" \
    --label "docker-network-labs.generation=${3%% *}" "$5" 2>&1) && id=${said##*$'\n'} ||
    id=$(docker network inspect --format '{{.Id}}' "$5" 2>/dev/null) || { echo "$said" >&2 && exit 1; }
fence_make "$id" "docker-network-labs $1 $2 ${3%% *}"
