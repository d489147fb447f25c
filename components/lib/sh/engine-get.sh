# engine_get SOCKET PATH...: what an engine answers at its socket (https://docs.docker.com/reference/api/engine/), which is JSON, a line each.
engine_get() {
    local socket=$1
    shift
    curl --disable --silent --show-error --fail-with-body --fail-early --globoff --noproxy '*' --unix-socket "$socket" "${@/#/http://docker}"
}

# labelled LABEL...: the part of a path that asks for what has all of these labels (a key, or key=value).
labelled() {
    local IFS=, labels=("${@/#/%22}")
    labels=("${labels[@]/%/%22}")
    printf '%s\n' "filters={%22label%22:[${labels[*]}]}"
}

# The socket at which docker's own commands ask, when it is on this machine.
near_socket() {
    local address=${DOCKER_HOST:-}
    if [[ -z $address ]]; then
        [[ -z ${DOCKER_CONTEXT:-} ]] || return 1
        ! grep -qs '"currentContext"' "${DOCKER_CONFIG:-${HOME:-}/.docker}/config.json" || return 1
        address=unix:///var/run/docker.sock
    fi
    [[ $address == unix:///* ]] && printf '%s\n' "${address#unix://}"
}
