# Removes from the overlay network what a lab host of this address left in etcd when it was lost: nobody can take its names until
# then. $1: the network, $2: the address, $3: where etcd answers.
export ETCDCTL_API=2
id=$(docker network inspect --format '{{.Id}}' "$1")
if ! keys=$(etcdctl --endpoints "$3" ls "/docker/network/v1.0/endpoint/$id" 2>&1); then
    [[ $keys == *'Key not found'* ]] && exit 0 # nothing was ever plugged in
    printf '%s\n' "$keys" >&2
    exit 1
fi
for key in $keys; do
    value=$(etcdctl --endpoints "$3" get "$key") || continue # unplugged meanwhile
    [[ $value == *"\"locator\":\"$2\""* && $value =~ \"name\":\"([^\"]+)\" ]] || continue
    docker network disconnect --force "$1" "${BASH_REMATCH[1]}"
done
