# Prints what this machine has for a lab whose engine is elsewhere, as one JSON object: this project's images, and whether this machine's
# own engine holds something of the stack. Read-only. $1: owner, $2: stack, $3: the file with the stack's marks.
ask images image_names --filter label=docker-network-labs.image
ask containers docker container ls --all --quiet --filter "label=docker-network-labs.owner=$1" --filter "label=docker-network-labs.stack=$2"
answers
mine=false
if [[ -n ${answer[containers]} || -e $3 ]]; then mine=true; fi
printf '{"images":[%s],"mine":%s}\n' "${answer[images]}" "$mine"
