# disk_lacks: what this machine lacks for lab hosts with a disk of their own, in words; nothing where they can be made. Read-only; asking for
# a free loop device loads no module.
disk_lacks() {
    local tool module path
    for tool in mkfs.ext4 resize2fs losetup; do
        PATH=$PATH:/usr/sbin:/sbin type -P "$tool" >/dev/null || { echo "$tool, which Debian's e2fsprogs and mount have" && return; }
    done
    for module in ext4 loop; do
        [[ -d /sys/module/$module || $module == ext4 && $(</proc/filesystems) == *ext4* ]] ||
            grep -qsE "/$module\.ko" "/lib/modules/$(uname -r)"/modules.{dep,builtin} || { echo "$module in its kernel" && return; }
    done
    # Where the module is not loaded yet, the first disk loads it.
    [[ -d /sys/module/loop ]] || return 0
    [[ -e /dev/loop-control ]] || { echo "/dev/loop-control, as in a container" && return; }
    path=$(losetup --find 2>/dev/null) && [[ -b $path ]] || echo "a free loop device"
}
