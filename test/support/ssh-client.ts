import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "fs";
import { tmpdir } from "os";
import { join } from "path";
import { Ended, run } from "./run";

/** How to get into a seat, as a student who has its card does. */
export interface Seat {
    port: number;
    password?: string;
    keyFile?: string;
    /** The public key by which its sshd is known, as in `known_hosts`. */
    hostKey: string;
}

/** An SSH client that knows no more than a card says: no settings, keys or agent of whoever runs the tests. */
export class SshClient {
    private readonly folder = mkdtempSync(join(tmpdir(), "lab-ssh-"));

    constructor() {
        writeFileSync(join(this.folder, "askpass"), '#!/bin/sh\nprintf "%s\\n" "$LAB_TEST_PASSWORD"\n', {
            mode: 0o700,
        });
    }

    /** Tries to log in once; the host key must be the seat's. */
    login({ port, password, keyFile, hostKey }: Seat, command: string, ...flags: string[]): Promise<Ended> {
        const known = join(this.folder, `known-${port}`);
        writeFileSync(known, `[127.0.0.1]:${port} ${hostKey}\n`);
        const settings = [
            `UserKnownHostsFile=${known}`,
            "GlobalKnownHostsFile=/dev/null",
            "StrictHostKeyChecking=yes",
            "NumberOfPasswordPrompts=1",
            "ConnectTimeout=10",
            "IdentityAgent=none",
            `PreferredAuthentications=${keyFile === undefined ? "password" : "publickey"}`,
            ...(keyFile === undefined ? [] : ["IdentitiesOnly=yes", `IdentityFile=${keyFile}`]),
        ];
        const env = {
            PATH: process.env.PATH,
            SSH_ASKPASS: join(this.folder, "askpass"),
            SSH_ASKPASS_REQUIRE: "force",
            LAB_TEST_PASSWORD: password ?? "",
        };
        const args = ["-F", "none", ...settings.flatMap((one) => ["-o", one]), ...flags, "-p", String(port)];
        return run("ssh", [...args, "root@127.0.0.1", ...(command === "" ? [] : [command])], { env, mayFail: true });
    }

    remove(): void {
        rmSync(this.folder, { recursive: true });
    }
}

/** What is in a checkout about a seat: see stacks/credentials.ts. */
export function cardOf(checkout: string, seat: string, port: number): Seat & { password: string; keyFile: string } {
    const text = (name: string) => readFileSync(join(checkout, ".lab", "seats", seat, name), "utf8").trim();
    const keyFile = join(checkout, ".lab", "seats", seat, "key");
    return { port, password: text("password"), keyFile, hostKey: text("host-key.pub") };
}
