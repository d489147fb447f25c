# Runs probes side by side, those of the same command together, and prints a record for each, of id, verdict, exit status and output, with tabs
# between and a NUL at its end: all of them in base64, as one line.
# $1: seconds to go on trying for, $2: seconds for one try.
# Standard input: one probe a line, its fields separated by the unit separator (octal 037):
#   id, seconds to go on trying for if those are more, expected exit ("any", "zero", "nonzero"), extended regular expression for the output, liveness command, command.
# Verdicts: ok, no, dead (the liveness command failed: the place that the probe looks from does not work).
begun=$SECONDS patience=$1 limit=$2 most=1000 # KiB of output
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT

declare -A group=()
ids=() seconds=() exits=() patterns=()

attempt() { # command: sets output and status; what prints without end is ended, by the kernel
    local said=$results/.$BASHPID
    status=0
    (ulimit -c 0 -f "$most" && exec timeout -k 1 "$limit" /bin/bash -c "$1") </dev/null >"$said" 2>&1 || status=$?
    output=$(<"$said")
}

passes() { # index: whether what the command came to is what that probe expects
    case ${exits[$1]} in
        zero) ((status == 0)) ;;
        # 124 and up is not the command's own answer: it ran out of time, was not found or was killed
        nonzero) ((status > 0 && status < 124)) ;;
    esac && [[ -z ${patterns[$1]} || $output =~ ${patterns[$1]} ]]
}

judge() { # alive command index...: the probes of one command, which runs once for all of them at each try
    local output status index verdict waiting
    while :; do
        status=0
        [[ -z $1 ]] || attempt "$1"
        if ((status == 0)); then attempt "$2" && verdict=no; else verdict=dead; fi
        waiting=()
        for index in "${@:3}"; do
            if [[ $verdict == no ]] && passes "$index"; then
                answer "$index" ok
            elif ((SECONDS < begun + (seconds[index] > patience ? seconds[index] : patience))); then
                waiting+=("$index")
            else
                answer "$index" "$verdict"
            fi
        done
        ((${#waiting[@]} > 0)) || return 0
        set -- "$1" "$2" "${waiting[@]}"
        sleep 0.2
    done
}

answer() { # index verdict
    printf '%s\t%s\t%s\t%s\0' "${ids[$1]}" "$2" "$status" "${output:0:30000}" >"$results/${ids[$1]}"
}

while IFS=$'\037' read -r id patient exit pattern alive command; do
    index=${#ids[@]}
    ids+=("$id") seconds+=("$patient") exits+=("$exit") patterns+=("$pattern")
    group[$alive$'\037'$command]+=" $index"
done
for commands in "${!group[@]}"; do
    # shellcheck disable=SC2086 # a list of indexes
    judge "${commands%%$'\037'*}" "${commands#*$'\037'}" ${group[$commands]} &
done
wait
cat "$results"/* | base64 -w0
