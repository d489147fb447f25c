# Prints the marks of a lab, where it runs; nothing when it has none. $1: the file with them.
if [[ -e $1 ]]; then cat -- "$1"; fi
