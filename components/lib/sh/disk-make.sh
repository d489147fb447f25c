# Makes the disk of a nested lab host, or makes it larger, and mounts it: a file with a file system of a fixed size, which takes from the
# machine's disk only what is written. $1: its folder, $2: its size in bytes, $3: the lab host's container. What an interrupted run has left
# is taken up.
file=$1/disk mounted=$1/mounted
export PATH=$PATH:/usr/sbin:/sbin

attach() {
    # `discard` gives back to the machine what is deleted in the lab host; the loop device goes when it is unmounted.
    mountpoint -q "$mounted" || mount -t ext4 -o loop,noatime,discard,noinit_itable "$file" "$mounted"
}

install -d -m 0700 "$1" "$mounted"
if [[ ! -e $file ]]; then
    rm -f -- "$file.new"
    truncate -s "$2" "$file.new"
    # Nothing is reserved for root, which everybody is in a lab host; tables of inodes are zeros in a new file as they are.
    mkfs.ext4 -q -F -b 4096 -m 0 -E lazy_itable_init=1,lazy_journal_init=1,nodiscard "$file.new"
    mv -- "$file.new" "$file"
fi
(($(stat -c %s "$file") >= $2)) || truncate -s "$2" "$file"
attach
device=$(findmnt -no SOURCE "$mounted")
losetup --set-capacity "$device"
if ! said=$(resize2fs "$device" 2>&1); then
    # Without CAP_SYS_RESOURCE, which machines in a sandbox lack, a file system grows only while it is not mounted.
    if [[ $(docker container inspect --format '{{.State.Running}}' "$3" 2>/dev/null) == true ]]; then
        printf '%s\nThe disk of a lab host that runs cannot be made larger on this machine. Run: docker stop %s, then the same once more\n' "$said" "$3" >&2
        exit 1
    fi
    umount "$mounted"
    e2fsck -fp "$file" >/dev/null || (($? == 1)) # 1: it has mended something
    resize2fs "$file" >/dev/null
    attach
fi
# What lab-disk finds in the lab host.
install -d "$mounted"/host/{docker,root,work,new}
