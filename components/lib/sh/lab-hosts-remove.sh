# Removes the nested lab hosts of several stacks with all that they have on this machine. $1: owner, $2: their containers, $3: their networks,
# $4: their volumes, each with blanks between; then for each stack its name, the folder of a generation, and the file with the tokens of a lab on
# the machine itself.
owner=$1
# shellcheck disable=SC2086 # lists of ids
{
    [[ -z $2 ]] || docker container rm --force --volumes $2
    [[ -z $3 ]] || docker network rm $3
    [[ -z $4 ]] || docker volume rm --force $4
} >/dev/null
shift 4
while (($# > 0)); do
    stack=$1 folder=$2 marks=$3
    sweep_machine ""
    remove_empty
    shift 3
done
