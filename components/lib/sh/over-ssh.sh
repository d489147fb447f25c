# Runs a command line on another machine: LINE COUNT SSH_WORD... WORD... LINE runs words that are given to it in base64 (see
# remote.ts), and the first COUNT words are those of ssh.
ssh=("${@:3:$2}")
exec "${ssh[@]}" "$1 $(printf '%s\0' "${@:$2+3}" | base64 -w0)"
