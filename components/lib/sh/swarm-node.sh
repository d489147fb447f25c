# What becomes of the swarm that an engine is a node of. One that this project did not begin or join is never left: a mark says which is
# its own. It is not under /run: an engine is still a node after a restart. In it: owner, stack, generation of the lab host, id of the
# node ("begun" until that is known), whether Docker's bridge for swarms was "made" by this one or "kept", and the engine's address.
swarm_marks=/var/lib/docker-network-labs/swarm
swarm_engine=${DOCKER_HOST:-here}

swarm_state() { docker info --format '{{.Swarm.LocalNodeState}} {{.Swarm.NodeID}}'; }

# swarm_marks_of OWNER STACK: the marks of a stack for this engine, a line each; a mark's name is its generation.
swarm_marks_of() {
    local mark owner stack engine
    for mark in "$swarm_marks"/*; do
        [[ -e $mark ]] || continue
        read -r owner stack _ _ _ engine <"$mark"
        [[ "$owner $stack $engine" != "$1 $2 $swarm_engine" ]] || echo "$mark"
    done
}

# swarm_is_own STATE MARK: whether the swarm of that state is the mark's.
swarm_is_own() {
    local id='' bridge engine
    [[ $1 == inactive* || ! -e $2 ]] || read -r _ _ _ id bridge engine <"$2"
    [[ -n $id && $engine == "$swarm_engine" && ($id == begun || $id == "${1#* }") ]]
}

# swarm_leave MARK: leaves the swarm, if it is the mark's.
swarm_leave() {
    local state
    state=$(swarm_state)
    if swarm_is_own "$state" "$1"; then docker swarm leave --force >/dev/null; fi
    [[ -e $1 ]] || return 0
    # Docker keeps the bridge; who else uses it keeps it, too.
    if [[ $(<"$1") == *' made '* ]]; then docker network rm docker_gwbridge >/dev/null 2>&1 || true; fi
    rm -f -- "$1"
    rmdir -- "$swarm_marks" 2>/dev/null || true
}

# swarm_enter OWNER STACK GENERATION FLAG...: begins or joins a swarm; refuses where the engine is in one.
swarm_enter() {
    local mark=$swarm_marks/$3 state errors bridge=made
    state=$(swarm_state)
    if [[ $state != inactive* ]]; then
        echo "This engine is a node of a swarm already, and this lab did not make it one. Take it out of that: docker swarm leave --force" >&2
        return 1
    fi
    if docker network inspect docker_gwbridge >/dev/null 2>&1; then bridge=kept; fi
    mkdir -p "$swarm_marks"
    echo "$1 $2 $3 begun $bridge $swarm_engine" >"$mark"
    # Docker waits 20 s for a join, and then goes on in the background.
    errors=$(docker swarm "${@:4}" 2>&1 >/dev/null) || [[ $errors == *'in the background'* ]] || { echo "$errors" >&2 && return 1; }
    until state=$(swarm_state) && [[ $state != pending* ]]; do sleep 0.2; done
    if [[ $state != active* ]]; then
        docker info --format '{{.Swarm.Error}}' >&2
        return 1
    fi
    echo "$1 $2 $3 ${state#* } $bridge $swarm_engine" >"$mark"
}
