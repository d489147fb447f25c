import { readFileSync } from "fs";
import type { types } from "@pulumi/command";

/** Another machine with a Docker engine, reached by SSH. */
export interface Remote {
    /** What config calls it. */
    name: string;
    user: string;
    /** Its host name or address. */
    host: string;
    port: number;
    /** File with the private key; none where an agent has it. */
    keyFile?: string;
    /** File with its host key, when it is not one of ssh's own. */
    knownHosts?: string;
    /** Its host key, as in `known_hosts`. */
    hostKey: string;
}

/** How long to wait for a machine that does not answer, in seconds. */
const PATIENCE = 10;

/** The machine as Docker and people write it. */
export function urlOf({ user, host, port }: Remote): string {
    return `ssh://${user}@${host}:${port}`;
}

/** Options of ssh: it asks nobody anything, takes no host key that it does not know, and notices a machine that went away. */
export function sshOptions({ keyFile, knownHosts }: Pick<Remote, "keyFile" | "knownHosts">): string[] {
    const settings = [
        "BatchMode=yes",
        "StrictHostKeyChecking=yes",
        `ConnectTimeout=${PATIENCE}`,
        "ServerAliveInterval=15",
        ...(knownHosts === undefined ? [] : [`UserKnownHostsFile=${knownHosts}`]),
        ...(keyFile === undefined ? [] : ["IdentitiesOnly=yes"]),
    ];
    return [...settings.flatMap((setting) => ["-o", setting]), ...(keyFile === undefined ? [] : ["-i", keyFile])];
}

/** The start of a command line of ssh; a command line for the machine's login shell follows. */
export function ssh(remote: Remote, ...more: string[]): string[] {
    const { user, host, port } = remote;
    return ["ssh", ...sshOptions(remote), ...more, "-p", String(port), "-l", user, "--", host];
}

/** What the login shell of a machine, whichever it is, runs: words that follow in base64, so that no shell reads anything in them. */
export const RUN_WORDS = `exec bash -c 'mapfile -d "" -t words < <(base64 -d <<<"$1"); exec "\${words[@]}"' lab`;

/** A command line for the login shell of another machine. */
export function remoteLine(words: readonly string[]): string {
    return `${RUN_WORDS} ${Buffer.from(words.map((word) => `${word}\0`).join("")).toString("base64")}`;
}

/** The same machine for the command provider, which has an SSH client of its own. */
export function connectionTo({ user, host, port, keyFile, hostKey }: Remote): types.input.remote.ConnectionArgs {
    return {
        user,
        host,
        port,
        hostKey,
        privateKey: keyFile === undefined ? undefined : readFileSync(keyFile, "utf8"),
        dialErrorLimit: 2,
        perDialTimeout: PATIENCE,
    };
}
