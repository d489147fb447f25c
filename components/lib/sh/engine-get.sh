# engine_get SOCKET PATH...: what an engine answers at its socket (https://docs.docker.com/reference/api/engine/), which is JSON, a line each.
engine_get() {
    local socket=$1
    shift
    curl --disable --silent --show-error --fail-with-body --fail-early --globoff --noproxy '*' --unix-socket "$socket" "${@/#/http://docker}"
}
