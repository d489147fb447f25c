import { NO_CALL, PROFILE } from "./kernel";
import { Ways } from "./way";

/** From inside, by what a seat may do: its control groups, devices, capabilities and system calls. */
export const rightsWays: readonly Ways[] = [
    {
        heading: "Control groups and devices",
        ways: [
            {
                id: "release-agent",
                title: "a `release_agent` in the groups that are mounted, or in a mount of one's own",
                try: `apart 'mount -t cgroup -o devices cgroup apart 2>/dev/null || mount -t cgroup2 cgroup2 apart; [[ -n $(find /sys/fs/cgroup apart -name release_agent) ]] && open "there is one"; closed "there is none"'`,
                outcome: "closed",
                seen: "there is none",
                note: "A private namespace of control groups: the seat's own group is the uppermost that it sees.",
            },
            {
                id: "new-hierarchy",
                title: "a hierarchy of one's own, which has a `release_agent`",
                try: `apart 'verdict "it is mounted" mount -t cgroup -o none,name=labtest cgroup apart'`,
                outcome: "closed",
                seen: "permission denied.",
                note: "The kernel gives none outside of the machine's own namespace.",
            },
            {
                id: "raise-limits",
                title: "raise the seat's own limit of processes",
                try: `pids=/sys/fs/cgroup/pids/pids.max; [[ -e $pids ]] || pids=/sys/fs/cgroup/pids.max; [[ -e $pids ]] || absent "there is no pids.max"
                    was=$(<$pids); if said=$( (echo 401 >$pids) 2>&1); then echo "$was" >$pids; open "it is raised"; fi; closed "$(why "$said")"`,
                outcome: "open",
                seen: "it is raised",
                mayBeAbsent: true,
                note: "With control groups of version 1. Version 2, as systemd mounts it (nsdelegate), lets nobody change the uppermost group from inside (kernel's documentation; not tried).",
            },
            {
                id: "disk-node",
                title: "make a node for a disk of the machine, and read from it",
                try: `mknod /tmp/disk b \${DEVICE/:/ }; said=$(head -c 512 /tmp/disk 2>&1 >/dev/null) && { rm /tmp/disk; open "512 bytes are read"; }; rm /tmp/disk; closed "$(why "$said")"`,
                outcome: "closed",
                seen: "Operation not permitted",
                note: "The engine's rules for devices, which a seat keeps.",
            },
            {
                id: "disk-node-allowed",
                title: "the same, after allowing the device in the seat's own group",
                try: `allow=/sys/fs/cgroup/devices/devices.allow; [[ -e $allow ]] || absent "control groups of version 2 have no list of devices"
                    echo "b $DEVICE r" >$allow; mknod /tmp/disk b \${DEVICE/:/ }; said=$(head -c 512 /tmp/disk 2>&1 >/dev/null) && said=open; rm /tmp/disk
                    echo "b $DEVICE r" >\${allow/allow/deny}; [[ $said != open ]] || open "512 bytes are read"; closed "$(why "$said")"`,
                outcome: "open",
                seen: "512 bytes are read",
                mayBeAbsent: true,
                note: "With control groups of version 1: a way to the whole machine for who means harm. With version 2 the rule is a program, which the seccomp profile keeps a seat from (`bpf-others`).",
            },
            {
                id: "devtmpfs",
                title: "mount the machine's /dev",
                try: `apart 'mount -t devtmpfs dev apart; [[ -e apart/null ]] || closed "nothing is in it"; head -c 1 apart/kmsg >/dev/null 2>&1 && open "it can be read"; open "it is seen, and not to be read"'`,
                outcome: "open",
                seen: "it is seen, and not to be read",
                note: "The rules for devices hold there, too.",
            },
        ],
    },
    {
        heading: "Capabilities and system calls",
        ways: [
            {
                id: "module",
                title: "load a module into the kernel",
                try: 'said=$(calls 313 0 0 0); [[ $said == "it is done" ]] && open "$said"; closed "$said"',
                outcome: "closed",
                seen: NO_CALL,
                note: `${PROFILE} The capability is missing as well.`,
            },
            ...(
                [
                    ["kexec", "start another kernel", "246 0 0 0 0"],
                    ["clock", "set the machine's clock", "164 0 0"],
                    ["swap", "take or give swap", "168 0"],
                    ["keyring", "use key rings (keyctl)", "250 0 -3 0"],
                    ["perf", "watch the kernel (perf_event_open)", "298 0 0 -1 -1 0"],
                    ["userfaultfd", "hold the kernel at a page (userfaultfd)", "323 1"],
                    ["io-uring", "io_uring", "425 1 0"],
                ] as const
            ).map(([id, title, call]) => ({
                id,
                title,
                try: `said=$(calls ${call}); [[ $said == *implemented ]] && closed "$said"; open "$said"`,
                outcome: "closed" as const,
                seen: NO_CALL,
                note: PROFILE,
            })),
            {
                id: "handle",
                title: "open a file of the machine by its handle (open_by_handle_at)",
                try: 'said=$(calls 304 0 0 0); [[ $said == *permitted ]] && closed "$said"; open "$said"',
                outcome: "closed",
                seen: "Operation not permitted",
                note: `${PROFILE} The capability is missing as well.`,
            },
            {
                id: "bpf-others",
                title: "get at BPF programs of others, and at those that keep a seat from devices",
                try: 'said=$(calls 321 13 0 0); [[ $said == *permitted ]] && closed "$said"; open "$said"',
                outcome: "closed",
                seen: "Operation not permitted",
                note: "The seccomp profile: of bpf() a seat has what an engine needs for its containers' devices.",
            },
            {
                id: "reboot",
                title: "restart the machine",
                try: 'said=$(calls 169 0 0 0 0); [[ $said == *permitted ]] && closed "$said"; open "$said"',
                outcome: "closed",
                seen: "Operation not permitted",
                note: "The capability is missing.",
            },
            {
                id: "processes",
                title: "see or enter processes of the machine (ps, ptrace, nsenter)",
                try: `[[ $(</proc/1/comm) == lab-host ]] || open "the first one is not the seat's"; if grep -sl 'creat[e]Socket("udp4")' /proc/[0-9]*/cmdline; then open "one of the test's is seen"; fi; closed "there are none but the seat's"`,
                outcome: "closed",
                seen: "there are none but the seat's",
                note: "A namespace of processes of its own; with none of the machine's in sight there is none to enter. The test had one on the machine.",
            },
            {
                id: "user-namespace",
                title: "make a user namespace",
                try: 'verdict "it is made" unshare --user --map-root-user true',
                outcome: "open",
                seen: "it is made",
                note: "It gives no capability on the machine.",
            },
            {
                id: "identity",
                title: "be root for the machine's kernel",
                try: `read -r inside outside _ </proc/self/uid_map; [[ $inside == "$outside" ]] && open "root is root"; closed "root is user $outside"`,
                outcome: "open",
                seen: "root is root",
                note: "Why mounting is enough for an escape, and why what is counted by user (inotify, for one) is counted for all seats together. An engine with user namespaces (`userns-remap`) closes it; lab hosts were not tried on one.",
            },
        ],
    },
];
