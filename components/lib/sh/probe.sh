# Runs probes side by side and prints a line for each: id, verdict, exit status, output in base64, separated by tabs.
# $1: seconds to go on trying for, $2: seconds for one try.
# Standard input: one probe a line, its fields separated by the unit separator (octal 037):
#   id, seconds to go on trying for if those are more, expected exit ("any", "zero", "nonzero"), extended regular expression for the output, liveness command, command.
# Verdicts: ok, no, dead (the liveness command failed: the place that the probe looks from does not work).
begun=$SECONDS patience=$1 limit=$2
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT

attempt() { # command: sets output and status
    status=0
    output=$(timeout -k 1 "$limit" /bin/bash -c "$1" </dev/null 2>&1) || status=$?
}

judge() { # id seconds exit pattern alive command
    local verdict output status deadline=$((begun + ($2 > patience ? $2 : patience)))
    while :; do
        verdict=no
        [[ -z $5 ]] || attempt "$5"
        if [[ -n $5 ]] && ((status != 0)); then
            verdict=dead
        else
            attempt "$6"
            case $3 in
                any) verdict=ok ;;
                zero) ((status == 0)) && verdict=ok ;;
                # 124 and up is not the command's own answer: it ran out of time, was not found or was killed
                nonzero) ((status > 0 && status < 124)) && verdict=ok ;;
            esac
            [[ -z $4 || $output =~ $4 ]] || verdict=no
        fi
        [[ $verdict == ok ]] || ((SECONDS >= deadline)) || { sleep 0.2 && continue; }
        break
    done
    printf '%s\t%s\t%s\t%s\n' "$1" "$verdict" "$status" "$(printf %s "${output:0:30000}" | base64 -w0)" >"$results/$1"
}

while IFS=$'\037' read -r id seconds exit pattern alive command; do
    judge "$id" "$seconds" "$exit" "$pattern" "$alive" "$command" &
done
wait
cat "$results"/*
