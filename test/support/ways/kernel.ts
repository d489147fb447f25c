import { inSeat, Ways } from "./way";

/** What a program is told that asks for a system call which a seat has not. */
export const NO_CALL = "Function not implemented";
/** Why. */
export const PROFILE = "The seccomp profile has not got the call; nothing inside can take it off.";
/** What somebody finds who is root and undoes what keeps accidents off. */
const ESCAPE = "A way to the whole machine for who means harm: what is written there, the machine's kernel does.";

/** From inside, to the machine's engine, and to its kernel by /proc and /sys. */
export const kernelWays: readonly Ways[] = [
    {
        heading: "The machine's engine",
        ways: [
            {
                id: "sockets",
                title: "find the socket of the machine's engine",
                try: `own=$(docker info --format '{{.ID}}'); for socket in $(find / -xdev -type s -name '*docker*.sock'; find /run /lab -type s -name '*docker*.sock'); do
                    id=$(docker -H unix://$socket info --format '{{.ID}}'); [[ $id == "$own" ]] || open "$socket"; seen=yes; done; [[ $seen == yes ]] && closed "all are of the seat's own engine"`,
                outcome: "closed",
                seen: "all are of the seat's own engine",
                note: "Nothing of the machine is in a seat but the folder of the seat's own socket.",
            },
            {
                id: "socket-link",
                title: "put a link to the machine's engine where the machine expects the seat's",
                async try(seats) {
                    await inSeat(
                        seats.one,
                        "mv /lab/docker.sock /lab/kept; ln -s /run/docker.sock /lab/docker.sock",
                        seats,
                    );
                    const said = await seats.preview();
                    await inSeat(seats.one, "mv -fT /lab/kept /lab/docker.sock", seats);
                    return said.includes("is not a socket, so the lab host is not used")
                        ? "closed: it is refused"
                        : `open: ${said}`;
                },
                outcome: "closed",
                seen: "it is refused",
                note: "Before each use the machine proves the socket. Who swaps it in the moment between that and the use may mislead an `up`: run none for a seat that you do not trust.",
            },
        ],
    },
    {
        heading: "The machine's kernel: /proc and /sys",
        ways: [
            {
                id: "core-pattern",
                title: "write /proc/sys/kernel/core_pattern (a program that the machine's kernel runs)",
                try: "writable /proc/sys/kernel/core_pattern",
                outcome: "closed",
                seen: "Read-only file system",
                note: "All settings but the network's are read-only: no accident, and no `sysctl` of a lesson, changes the machine.",
            },
            {
                id: "core-pattern-remount",
                title: "the same, after `mount -o remount,rw /proc/sys`",
                try: "apart 'mount -o remount,bind,rw /proc/sys; writable /proc/sys/kernel/core_pattern'",
                outcome: "open",
                seen: "it can be opened for writing",
                note: `${ESCAPE} An engine must mount, and who may mount may do this.`,
            },
            {
                id: "core-pattern-new-proc",
                title: "the same, in a /proc of one's own",
                try: "apart 'mount -t proc proc apart; writable apart/sys/kernel/core_pattern'",
                outcome: "open",
                seen: "it can be opened for writing",
                note: ESCAPE,
            },
            {
                id: "modprobe-path",
                title: "write /proc/sys/kernel/modprobe, in a /proc of one's own",
                try: "apart 'mount -t proc proc apart; writable apart/sys/kernel/modprobe'",
                outcome: "open",
                seen: "it can be opened for writing",
                note: ESCAPE,
                absentHere: true,
            },
            {
                id: "sysrq",
                title: "write /proc/sysrq-trigger (stops or restarts the machine)",
                try: "writable /proc/sysrq-trigger",
                outcome: "closed",
                seen: "Read-only file system",
                note: "As for core_pattern: no accident; open to who mounts a /proc of their own.",
                absentHere: true,
            },
            {
                id: "vm-settings",
                title: "write the machine's settings of memory (/proc/sys/vm)",
                try: "writable /proc/sys/vm/overcommit_memory",
                outcome: "closed",
                seen: "Read-only file system",
                note: "Read-only, as all settings but the network's.",
            },
            {
                id: "net-settings",
                title: "write the settings of the network (/proc/sys/net)",
                try: "writable /proc/sys/net/ipv4/ip_forward",
                outcome: "open",
                seen: "it can be opened for writing",
                note: "They are the seat's own; the course needs them.",
            },
            {
                id: "kcore",
                title: "read the machine's memory in /proc/kcore",
                try: '[[ -e /proc/kcore ]] || absent "there is no /proc/kcore"; [[ -s /proc/kcore ]] && open "it is there"; closed "it is empty"',
                outcome: "closed",
                seen: "it is empty",
                note: "Masked; in a /proc of one's own it takes a capability that a seat has not.",
                absentHere: true,
            },
            {
                id: "keys",
                title: "see the machine's key rings in /proc/keys",
                try: '[[ -s /proc/keys ]] && open "they are listed"; closed "it is empty"',
                outcome: "closed",
                seen: "it is empty",
                note: "Masked, and seats have no calls for key rings.",
            },
            {
                id: "keys-new-proc",
                title: "the same, in a /proc of one's own",
                try: `apart 'mount -t proc proc apart; if grep -q keyring apart/keys; then open "their names are listed"; fi; closed "none is listed"'`,
                outcome: "open",
                seen: "their names are listed",
                note: "Names with ids of others' containers; not what is in them.",
            },
            {
                id: "dmesg",
                title: "read the kernel's log",
                try: `verdict "it is printed" dmesg`,
                outcome: "closed",
                seen: NO_CALL,
                note: PROFILE,
            },
            {
                id: "sys-write",
                title: "make /sys writable",
                try: `[[ $(findmnt -no OPTIONS /sys) == ro,* ]] || open "it is"; apart 'verdict "it is, after mount -o remount,rw" mount -o remount,rw /sys'`,
                outcome: "open",
                seen: "it is, after mount -o remount,rw",
                note: `Read-only for accidents. ${ESCAPE}`,
            },
            {
                id: "uevent-helper",
                title: "write /sys/kernel/uevent_helper, in a /sys that is writable",
                try: "apart 'mount -o remount,rw /sys; writable /sys/kernel/uevent_helper'",
                outcome: "open",
                seen: "it can be opened for writing",
                note: `${ESCAPE} Debian's kernel has none.`,
                absentHere: true,
            },
            {
                id: "debugfs",
                title: "mount debugfs",
                try: `apart 'verdict "it is mounted" mount -t debugfs debugfs apart'`,
                outcome: "open",
                seen: "it is mounted",
                note: "The kernel's own view of its devices; some of it can be written.",
            },
        ],
    },
];
