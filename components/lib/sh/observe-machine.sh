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
disks=''
for path in "${3%.json}.disks"/*; do
    [[ -e $path/disk ]] || continue
    if mountpoint -q "$path/mounted"; then mounted=true; else mounted=false; fi
    disks+=${disks:+,}$(printf '"%s":{"size":%s,"mounted":%s}' "${path##*/}" "$(stat -c %s "$path/disk")" "$mounted")
done
routes=$(ip_json -4 route show table all)
ports=$(listening_ports)
answers
printf '{"marks":%s,"images":[%s],"containers":%s,"volumes":%s,"networks":%s,"routes":%s,"ports":[%s],"disks":{%s},"diskLacks":"%s"}\n' \
    "$marks" "${answer[images]}" "${answer[containers]}" "${answer[volumes]}" "${answer[networks]}" "${routes:-[]}" "$ports" \
    "$disks" "$(disk_lacks)"
