# Removes a network namespace, if it is the one that this lab made. $1: name, $2: owner, $3: stack, $4: generation.
mark=/run/docker-network-labs/netns/$1
[[ -e $mark ]] || exit 0
# In a lab that is made anew on the machine itself, the name may be that of a new one already.
[[ $(<"$mark") == "$2 $3 $4 "* ]] || exit 0
if [[ $(<"$mark") == "$2 $3 $4 $(stat -c %i "/run/netns/$1" 2>/dev/null)" ]]; then ip netns delete "$1"; fi
rm -f -- "$mark"
