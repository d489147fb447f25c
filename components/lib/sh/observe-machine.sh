# Prints what the machine's engine holds of some stacks, this project's images there, and which addresses and ports are taken, as one
# JSON object. Read-only.
# $1: owner; then for each stack its name, and the file with its marks when its lab is on the machine itself. Of several stacks, all of the
# owner's containers and volumes are shown.
mine=("docker-network-labs.owner=$1")
owner=$1
shift
(($# > 2)) || mine+=("docker-network-labs.stack=$1")
ask holdings holdings "${mine[@]}"
ask veths ip -j link show type veth
ask fences fence_marked "docker-network-labs $owner "
marks= disks= unfenced=
while (($# > 0)); do
    text=null
    if [[ -e $2 ]]; then text=$(<"$2"); fi
    marks+=${marks:+,}"\"$1\":$text"
    for path in "${2%.json}.disks"/*; do
        [[ -e $path/disk ]] || continue
        if mountpoint -q "$path/mounted"; then mounted=true; else mounted=false; fi
        disks+=${disks:+,}$(printf '"%s":{"size":%s,"mounted":%s}' "${path##*/}" "$(stat -c %s "$path/disk")" "$mounted")
    done
    shift 2
done
routes=$(ip -j -4 route show table all)
ports=$(listening_ports)
answers
mapfile -t held <<<"${answer[holdings]}"
for id in ${held[3]}; do
    fence_whole "br-${id:0:12}" "${answer[fences]}" || unfenced+="${unfenced:+,}\"$id\""
done
printf '{"marks":{%s},"images":[%s],"containers":%s,"volumes":%s,"networks":%s,"routes":%s,"ports":[%s],"disks":{%s},"diskLacks":"%s","unfenced":[%s],"veths":%s}\n' \
    "$marks" "${held[4]}" "${held[0]}" "${held[1]}" "${held[2]}" "${routes:-[]}" "$ports" \
    "$disks" "$(disk_lacks)" "$unfenced" "${answer[veths]:-[]}" | whole_json
