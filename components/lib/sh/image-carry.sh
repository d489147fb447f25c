# Brings an image of this machine to another one, unless it is there. $1: the image; then the other machine's place (see script.ts).
image=$1 there=("${@:2}")
known=$("${there[@]}" "$image" 'docker image ls --quiet "$1"' </dev/null)
[[ -n $known ]] || docker image save "$image" | "${there[@]}" 'docker image load --quiet >/dev/null'
