# Prints what is live in this place as one JSON object: the engine, its containers and networks, namespaces, interfaces and
# the lab's tokens. Read-only. $1: the file with the tokens.
marks=null
if [[ -e $1 ]]; then marks=$(<"$1"); fi
engine=$(docker info --format '{{json .ID}}')
containers=$(inspect container --all --no-trunc)
networks=$(inspect network --no-trunc)
links=$(ip -d -j address show)
namespaces=
for path in /run/netns/*; do
    name=${path##*/}
    [[ $name =~ ^[A-Za-z0-9_.-]+$ && -e $path ]] || continue
    inside=$(ip -n "$name" -d -j address show 2>/dev/null) || inside=null # a leftover file that is no namespace
    mark=$(cat "/run/docker-network-labs/netns/$name" 2>/dev/null) || mark=
    [[ $mark =~ ^[A-Za-z0-9\ _.-]*$ ]] || mark=
    namespaces+=${namespaces:+,}$(printf '"%s":{"inode":"%s","mark":"%s","links":%s}' "$name" "$(stat -c %i "$path")" "$mark" "$inside")
done
printf '{"engine":%s,"marks":%s,"containers":%s,"networks":%s,"links":%s,"namespaces":{%s}}\n' \
    "$engine" "$marks" "$containers" "$networks" "$links" "$namespaces"
