# ask NAME COMMAND...: begins to run a command, beside the others. answers: puts what all of them printed in the map `answer`, and
# fails when one of them did.
declare -A answer asked

ask() {
    local fd
    exec {fd}< <("${@:2}" && printf .)
    asked[$1]=$fd
}

answers() {
    local name text
    for name in "${!asked[@]}"; do
        text=$(<"/dev/fd/${asked[$name]}")
        [[ $text == *. ]] || return 1 # the command has said why
        text=${text%.}
        answer[$name]=${text%$'\n'}
    done
}
