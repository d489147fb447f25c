# ask NAME COMMAND...: begins to run a command, beside the others. answers: puts what all of them printed in the map `answer`, and
# fails when one of them did.
declare -A answer asked

ask() {
    local fd
    exec {fd}< <("${@:2}" && printf .)
    asked[$1]=$fd
}

answers() {
    local name fd text failed=0
    for name in "${!asked[@]}"; do
        fd=${asked[$name]}
        text=$(<"/dev/fd/$fd")
        exec {fd}<&-
        [[ $text == *. ]] || failed=1 # the command has said why
        text=${text%.}
        answer[$name]=${text%$'\n'}
    done
    asked=()
    return "$failed"
}
