# Removes nested lab hosts with all that they have on this machine. $1: their containers, $2: their networks, $3: their volumes, $4: the folders of
# their sockets; each with blanks between.
set -f
[[ -z $1 ]] || docker container rm --force --volumes $1 >/dev/null
[[ -z $2 ]] || docker network rm $2 >/dev/null
[[ -z $3 ]] || docker volume rm --force $3 >/dev/null
for folder in $4; do
    rm -rf -- "$folder"
    rmdir -- "${folder%/*}" 2>/dev/null || true
done
