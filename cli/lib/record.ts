import { existsSync, readdirSync, renameSync } from "fs";
import { join } from "path";
import { PROJECT } from "../../components/lib/project";
import { isJson } from "./files";

// What the tool keeps of the stacks, where its backend is a folder. Another backend's record is not read: it has no files here.

/** The file that holds a stack's state. */
export function stateFile(stack: string, backend = process.env.PULUMI_BACKEND_URL): string | undefined {
    const folder = folderOf(backend);
    return folder && join(folder, "stacks", PROJECT, `${stack}.json`);
}

/**
 * Where a disk was full, the tool has left a state that is cut off, mostly to nothing, and can do nothing with the stack any more. Its own
 * copy of the one before takes its place, and needs no room for that. What was made since then carries the stack's labels: the next
 * operation sweeps it, as after a kill.
 *
 * @returns whether there was something to mend, and it is
 */
export function mendState(stack: string, backend = process.env.PULUMI_BACKEND_URL): boolean {
    const state = stateFile(stack, backend);
    if (state === undefined || isJson(state) !== false) return false;
    const folder = join(folderOf(backend)!, "backups", PROJECT, stack);
    const older = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith(".json")) : [];
    const copies = [
        `${state}.bak`,
        ...older
            .sort()
            .reverse()
            .map((file) => join(folder, file)),
    ];
    const whole = copies.find((copy) => isJson(copy));
    if (whole !== undefined) renameSync(whole, state);
    return whole !== undefined;
}

/** The locks of the operations that work on a stack, or were killed at it. */
export function locksOn(stack: string, backend = process.env.PULUMI_BACKEND_URL): string[] {
    return lockFiles(stack, backend).filter((file) => file.endsWith(".json"));
}

/** Everything where a stack's locks are, by its path: what was not written to its end as well. */
export function lockFiles(stack: string, backend = process.env.PULUMI_BACKEND_URL): string[] {
    const folder = folderOf(backend);
    if (folder === undefined) return [];
    const locks = join(folder, "locks", "organization", PROJECT, stack);
    return existsSync(locks) ? readdirSync(locks).map((file) => join(locks, file)) : [];
}

function folderOf(backend = ""): string | undefined {
    const folder = /^file:\/\/(\/.*)$/.exec(backend)?.[1];
    return folder && join(folder, ".pulumi");
}
