# Prints what the machine's engine holds of one stack, this project's images there, and which addresses and ports are taken, as one
# JSON object. Read-only.
# $1: owner, $2: stack, $3: the file with the stack's marks when its lab is on the machine itself.
mine=(--filter "label=docker-network-labs.owner=$1" --filter "label=docker-network-labs.stack=$2")
ask containers inspect container --all --no-trunc "${mine[@]}"
ask volumes inspect volume "${mine[@]}"
ask networks inspect network --no-trunc
ask images image_names --filter label=docker-network-labs.image
marks=null
if [[ -e $3 ]]; then marks=$(<"$3"); fi
ask fences fence_marked "docker-network-labs $1 $2 "
ask bridges docker network ls --no-trunc --quiet "${mine[@]}"
routes=$(ip_json -4 route show table all)
ports=$(listening_ports)
answers
unfenced=
for id in ${answer[bridges]}; do
    fence_whole "br-${id:0:12}" "${answer[fences]}" || unfenced+="${unfenced:+,}\"$id\""
done
printf '{"marks":%s,"images":[%s],"containers":%s,"volumes":%s,"networks":%s,"routes":%s,"ports":[%s],"unfenced":[%s]}\n' \
    "$marks" "${answer[images]}" "${answer[containers]}" "${answer[volumes]}" "${answer[networks]}" "${routes:-[]}" "$ports" "$unfenced"
