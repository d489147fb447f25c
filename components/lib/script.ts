import { readFileSync } from "fs";
import { join } from "path";
import { Elsewhere, isBare, withDockerAt } from "./elsewhere";
import { Remote, RUN_WORDS, ssh } from "./remote";

/**
 * Reads shell scripts beside this file: what a script needs, then the script itself. The text goes into the stack's state as part of a
 * Command, so that a later `destroy` needs neither these files nor this version of them.
 */
export function script(...names: readonly string[]): string {
    return names.map((name) => readFileSync(join(__dirname, "sh", `${name}.sh`), "utf8").trimEnd()).join("\n");
}

/**
 * Time limits in seconds, of a script that looks, of one that changes something, and of one that brings an image over a network. They are
 * for what hangs, so they are generous: in an emulated machine a single docker command takes seconds.
 */
export const LIMITS = { look: 60, change: 240, carry: 1200 };

/**
 * Bash for a script. Where nobody is at a terminal it takes a socket as its input (node's are sockets), or a login by SSH, for rshd's, and would
 * read a person's ~/.bashrc first (bash manual: Bash Startup Files): what that prints is no answer, and what it does takes time at each script.
 */
export const BASH = ["/bin/bash", "--norc", "-c"] as const;

/** Where scripts of a lab run. */
export interface Place {
    /** The start of a command line there, which takes arguments and then the script itself. */
    words: readonly string[];
    /** The machine that it is on, when that is not this one. */
    remote?: Remote;
}

/** The machine with the lab's engine; `seconds` is the script's time limit. */
export function onMachine(seconds: number, elsewhere?: Elsewhere): Place {
    return placed([...BASH, script("no-garbage", "exec-on-machine"), "on-machine", String(seconds)], elsewhere);
}

/** Beside a nested lab host: `docker` is the engine behind its socket, and does there what it would do inside, with half of the processes. */
export function atEngine(socket: string, seconds: number, elsewhere?: Elsewhere): Place {
    const { words, ...on } = onMachine(seconds, elsewhere);
    return { words: ["/usr/bin/env", `DOCKER_HOST=unix://${socket}`, ...words], ...on };
}

/** A nested lab host, by the name of its container; `seconds` is the script's time limit, kept inside the container. */
export function inLabHost(container: string, seconds: number, elsewhere?: Elsewhere): Place {
    const words = [...BASH, script("no-garbage", "exec-in-lab-host"), "in-lab-host", container, String(seconds)];
    return placed(words, elsewhere);
}

/** Beside an engine that has nothing but an address no script can be run: one runs here, and its `docker` is that engine. */
function placed(words: readonly string[], elsewhere?: Elsewhere): Place {
    if (elsewhere === undefined) return { words };
    return isBare(elsewhere) ? { words: [...withDockerAt(elsewhere), ...words] } : { words, remote: elsewhere };
}

/** The start of a command line on this machine by which a script runs in a place. */
export function fromHere({ words, remote }: Place): readonly string[] {
    if (!remote) return words;
    const reach = ssh(remote);
    return [...BASH, script("over-ssh"), "over-ssh", RUN_WORDS, String(reach.length), ...reach, ...words];
}
