import { Snapshot } from "./snapshot";

// SSH into the lab host of a seat: an sshd of its own there (images/lab-host/ssh.sh), at a port of the machine.

/** Where on its machine a lab host's sshd is reached. */
export interface Ssh {
    /** An address of the machine, or 0.0.0.0 for all of them. */
    address: string;
    /** 0 where there is no SSH. */
    port: number;
}

export const NO_SSH: Ssh = { address: "", port: 0 };

/** The port of sshd in a lab host. */
export const SSHD_PORT = 22;

/** Name of the part that the sshd of a lab's lab host is. */
export const SSH_PART = "ssh";

/** What opens a lab host: files on this machine, which are read when sshd is set up and never stand in a state. */
export interface Admission {
    /** A name for what is in the files: another one sets sshd up anew. */
    credential: string;
    /** The password as a hash, a line of authorized_keys, the private host key; a file each. */
    files: readonly string[];
}

/** What is not as it was made of a lab host's sshd, in words; undefined where all is. */
export function brokenSsh({ port }: Ssh, { ssh }: Snapshot): string | undefined {
    if (port === 0) return undefined;
    if (!ssh) return "sshd was removed";
    return ssh.wrong.length === 0 ? undefined : ssh.wrong.join(", ");
}

/** Whether a lab host is to be opened by something else than what was given to it. */
export function renewedSsh({ ssh }: Snapshot, credential: string | undefined): string | undefined {
    return ssh && ssh.credential !== credential ? "what opens it was renewed" : undefined;
}
