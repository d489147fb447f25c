// Which system calls a lab host has not, whoever asks for them: nothing in it can take such a filter off again. An engine needs far more
// than Docker's default profile gives, so this one names what no lab needs instead of what it does.

/** Linux: uapi/asm-generic/errno-base.h and errno.h. */
const ERRNO = { EPERM: 1, ENOSYS: 38 };

interface Rule {
    names: string[];
    action: "SCMP_ACT_ERRNO";
    errnoRet: number;
    args?: { index: number; value: number; op: "SCMP_CMP_EQ" | "SCMP_CMP_GE" }[];
}

/** As on a kernel that was built without them: who asks goes on without. */
const ABSENT = [
    // Keyrings are not in a namespace: with them a lab host would see those of all others. runc asks for one for each container.
    ...["add_key", "keyctl", "request_key"],
    // Ways by which programs most often got into a kernel, and that no part of an engine uses.
    ...["io_uring_enter", "io_uring_register", "io_uring_setup", "perf_event_open", "userfaultfd"],
    // What is the machine's alone: its clock, kernel, modules, swap, log. Capabilities that a lab host has not keep most of it already.
    ...["acct", "adjtimex", "clock_adjtime", "clock_settime", "settimeofday"],
    ...["delete_module", "finit_module", "init_module", "kexec_file_load", "kexec_load", "swapoff", "swapon", "syslog"],
    ...["ioperm", "iopl", "lookup_dcookie", "nfsservctl", "quotactl", "quotactl_fd", "uselib", "ustat", "vhangup"],
];

/**
 * Commands of bpf(): with cgroups of version 2 runc loads and attaches a program for the devices of each container. Those that get at
 * programs and maps of others (with which a lab host would take off its own), and those that hook programs into the kernel, are none of
 * them. runc goes on where it may not get at one (libcontainer/cgroups/ebpf). Linux: uapi/linux/bpf.h.
 */
const BPF: Rule["args"] = [
    ...[13, 14, 17, 19, 20].map((value) => ({ index: 0, value, op: "SCMP_CMP_EQ" as const })), // PROG_, MAP_, BTF_GET_FD_BY_ID, RAW_TRACEPOINT_OPEN, TASK_FD_QUERY
    { index: 0, value: 28, op: "SCMP_CMP_GE" }, // LINK_CREATE, and what came after it
];

const rules: Rule[] = [
    { names: ABSENT, action: "SCMP_ACT_ERRNO", errnoRet: ERRNO.ENOSYS },
    // By the number of a file that no path leads to; it needs a capability that a lab host has not, too.
    { names: ["open_by_handle_at"], action: "SCMP_ACT_ERRNO", errnoRet: ERRNO.EPERM },
    ...BPF.map((arg): Rule => ({ names: ["bpf"], action: "SCMP_ACT_ERRNO", errnoRet: ERRNO.EPERM, args: [arg] })),
];

/** The profile, as Docker's engine takes it. */
export const SECCOMP_PROFILE = JSON.stringify({
    defaultAction: "SCMP_ACT_ALLOW",
    architectures: ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"],
    syscalls: rules,
});
