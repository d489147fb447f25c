import { readFileSync } from "fs";
import { join } from "path";

/**
 * Reads shell scripts beside this file: what a script needs, then the script itself. The text goes into the stack's state as part of a
 * Command, so that a later `destroy` needs neither these files nor this version of them.
 */
export function script(...names: readonly string[]): string {
    return names.map((name) => readFileSync(join(__dirname, "sh", `${name}.sh`), "utf8").trimEnd()).join("\n");
}

/**
 * Time limits in seconds, of a script that looks and of one that changes something. They are for what hangs, so they are generous:
 * in an emulated machine a single docker command takes seconds.
 */
export const LIMITS = { look: 60, change: 180 };

/** Where scripts of a lab run: the start of a command line that takes arguments and then the script itself. */
export type Place = readonly string[];

/** The machine itself; `seconds` is the script's time limit. */
export function onMachine(seconds: number): Place {
    return ["/bin/bash", "-c", script("exec-on-machine"), "on-machine", String(seconds)];
}

/** A nested lab host, by the name of its container; `seconds` is the script's time limit, kept inside the container. */
export function inLabHost(container: string, seconds: number): Place {
    return ["/bin/bash", "-c", script("exec-in-lab-host"), "in-lab-host", container, String(seconds)];
}
