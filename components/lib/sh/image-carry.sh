# Brings an image of this machine to another one, unless it is there. $1: the image; then the other machine's place (see script.ts).
image=$1 there=("${@:2}")
# One after the other to a machine: what the first brings the others find there, and its sshd turns away who comes with too many (MaxStartups).
turn=/run/lock/docker-network-labs-$(printf '%s\0' "${there[@]}" | sha256sum | cut -c 1-16)
mkdir -p -- "${turn%/*}"
while exec {lock}>"$turn" && flock "$lock"; do
    [[ ! $turn -ef /proc/self/fd/$lock ]] || break # otherwise the one before has removed it
done
trap 'rm -f -- "$turn"' EXIT
known=$("${there[@]}" "$image" 'docker image ls --quiet "$1"' </dev/null)
[[ -n $known ]] || docker image save "$image" | "${there[@]}" 'docker image load --quiet >/dev/null'
