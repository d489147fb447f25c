# Removes from the overlay network what a lab host of this address left in etcd when it was lost: nobody can take its names until
# then. $1: the network, $2: the address.
docker network inspect "$1" >/dev/null
id=$(docker network inspect --format '{{.Id}}' "$1")
stale=$(ETCDCTL_API=2 etcdctl --endpoints "$3" ls "/docker/network/v1.0/endpoint/$id" 2>/dev/null) || exit 0 # no endpoint yet
for key in $stale; do
    value=$(ETCDCTL_API=2 etcdctl --endpoints "$3" get "$key") || continue
    [[ $value == *"\"locator\":\"$2\""* && $value =~ \"name\":\"([^\"]+)\" ]] || continue
    docker network disconnect --force "$1" "${BASH_REMATCH[1]}"
done
