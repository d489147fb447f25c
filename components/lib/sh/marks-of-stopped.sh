# Prints the tokens of a stopped lab host, or nothing when it has none. $1: container, $2: the file with the tokens.
errors=$(mktemp)
trap 'rm -f "$errors"' EXIT
if archive=$(docker cp "$1:$2" - 2>"$errors" | base64 -w0); then
    base64 -d <<<"$archive" | tar -xO
elif ! grep -qiE 'could not find the file|no such file or directory' "$errors"; then
    cat "$errors" >&2
    exit 1
fi
