# The engine that docker's own commands lead to, wherever that is; for the engine of a lab host see engine-inside.sh.
# ask_engine OWNER STACK: begins to ask it; `engine` says who it is, and `own` are the images that the stack has built.
ask_engine() {
    ask engine docker info --format '"engine":{{json .ID}},"version":{{json .ServerVersion}},"swarm":{{json .Swarm.LocalNodeState}},"node":{{json .Swarm.NodeID}},"manager":{{.Swarm.ControlAvailable}}'
    ask containers inspect container --all --no-trunc
    ask networks inspect network --no-trunc
    ask images image_names
    ask own image_names --filter "label=docker-network-labs.owner=$1" --filter "label=docker-network-labs.stack=$2"
}

engine_answers() { answers; }
