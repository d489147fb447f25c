# Runs a script on the machine itself: SECONDS ARGUMENT... SCRIPT (the command provider appends the script).
seconds=$1 script=${!#} status=0
timeout -k 2 "$seconds" /bin/bash -euo pipefail -c "$script" lab "${@:2:$#-2}" || status=$?
((status != 124)) || echo "no end within $seconds s" >&2
exit "$status"
