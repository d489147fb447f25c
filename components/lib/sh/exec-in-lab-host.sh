# Runs a script in a nested lab host: CONTAINER SECONDS ARGUMENT... SCRIPT (the command provider appends the script).
# The time limit runs inside the container, because killing `docker exec` would leave the process; the outer one is for an
# engine that does not answer.
container=$1 seconds=$2 script=${!#} status=0
# What only says that the end of its host is near is left where that does not answer.
if [[ $script == '# delete, or leave it'* ]]; then leave=yes seconds=10; fi
exec 3>&1
errors=$(timeout -k 5 "$((seconds + 10))" docker exec -i --env GOGC --env GOMEMLIMIT "$container" timeout -k 2 "$seconds" \
    /bin/bash -euo pipefail -c "$script" lab "${@:3:$#-3}" 2>&1 >&3) || status=$?
[[ -z ${leave:-} ]] || exit 0
[[ -z $errors ]] || printf '%s\n' "$errors" >&2
# Gone with its host is gone; only a deletion may say so, and only on the engine's own word.
if ((status != 0)) && [[ $script == '# delete'* && $errors == *'No such container: '"$container"* ]]; then exit 0; fi
((status != 124)) || echo "no end within $seconds s in lab host $container" >&2
exit "$status"
