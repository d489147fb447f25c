# Makes the disk of a nested lab host, or makes it larger, and mounts it: a file with a file system of a fixed size, which only what is
# written takes from the machine's disk. $1: its folder, $2: its size in bytes. What an interrupted run has left is taken up.
file=$1/disk mounted=$1/mounted
export PATH=$PATH:/usr/sbin:/sbin
install -d -m 0700 "$1" "$mounted"
if [[ ! -e $file ]]; then
    rm -f -- "$file.new"
    truncate -s "$2" "$file.new"
    # Nothing is reserved for root, which everybody is in a lab host; tables of inodes are zeros in a new file as they are.
    mkfs.ext4 -q -F -b 4096 -m 0 -E lazy_itable_init=1,lazy_journal_init=1,nodiscard "$file.new"
    mv -- "$file.new" "$file"
fi
(($(stat -c %s "$file") >= $2)) || truncate -s "$2" "$file"
# `discard` gives back to the machine what is deleted in the lab host; the loop device goes when it is unmounted.
mountpoint -q "$mounted" || mount -t ext4 -o loop,noatime,discard,noinit_itable "$file" "$mounted"
device=$(findmnt -no SOURCE "$mounted")
losetup --set-capacity "$device"
said=$(resize2fs "$device" 2>&1) || {
    printf '%s\n' "$said" >&2
    exit 1
}
# What lab-disk finds in the lab host.
install -d "$mounted"/host/{docker,root,work,new}
