# Writes standard input to a file, whole or not at all. $1: the file.
mkdir -p -- "${1%/*}"
cat >"$1.new"
mv -- "$1.new" "$1"
