# Prints the tokens of a stopped lab host, or nothing when it has none. $1: container, $2: the file with the tokens, $3: folder of the disk
# that the lab host may have (see disk-make.sh).
errors=$(mktemp)
trap 'rm -f "$errors"' EXIT
if [[ -e $3/disk ]]; then
    # After a reboot the disk is not mounted. It is for this question alone, where nobody sees it: a look changes nothing. Who was root in
    # the lab host has made what is on it, so no link is followed.
    unshare --mount --propagation private bash -euo pipefail -c '
        mountpoint -q "$1/mounted" || mount -t ext4 -o loop "$1/disk" "$1/mounted"
        marks=$1/mounted/host/root$2
        [[ -e $marks || -L $marks ]] || exit 0
        if [[ ! -f $marks || $(realpath "$marks") != "$marks" ]]; then
            echo "$2 in it is no file that a lab wrote" >&2
            exit 1
        fi
        cat "$marks"' disk "$3" "$2"
elif archive=$(docker cp "$1:$2" - 2>"$errors" | base64 -w0); then
    base64 -d <<<"$archive" | tar -xO
elif ! grep -qiE 'could not find the file|no such file or directory' "$errors"; then
    cat "$errors" >&2
    exit 1
fi
