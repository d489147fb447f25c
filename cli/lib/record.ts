import { randomUUID } from "crypto";
import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "fs";
import { hostname, userInfo } from "os";
import { join } from "path";
import { z } from "zod";
import { PROJECT } from "../../components/lib/project";
import { asJson, isJson, textOf, writeWhole } from "./files";

// What the tool keeps of the stacks, where its backend is a folder. Another backend's record is not read: it has no files here.

/** The file that holds a stack's state. */
export function stateFile(stack: string, backend = process.env.PULUMI_BACKEND_URL): string | undefined {
    const folder = statesFolder(backend);
    return folder && join(folder, `${stack}.json`);
}

/** Whether the tool has no record of a stack, as far as its files say. */
export function isUnknown(stack: string): boolean {
    const state = stateFile(stack);
    return state !== undefined && !existsSync(state);
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
    if (state === undefined) return false;
    // The tool writes these in place, so that a kill can cut them off as well; it can do without them, and reads nothing while one is cut off.
    const notes = [state, `${state}.bak`].map((file) => `${file}.attrs`).filter((file) => isJson(file) === false);
    for (const file of notes) rmSync(file, { force: true });
    if (isJson(state) !== false) return notes.length > 0;
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

/** Mends the states of all stacks: one that is cut off keeps the tool from listing any. @returns whether there was something to mend */
export function mendStates(backend = process.env.PULUMI_BACKEND_URL): boolean {
    const folder = statesFolder(backend);
    const files = folder !== undefined && existsSync(folder) ? readdirSync(folder) : [];
    const stacks = files.flatMap((file) => (file.endsWith(".json") ? [file.slice(0, -".json".length)] : []));
    return stacks.map((stack) => mendState(stack, backend)).includes(true);
}

/**
 * Begins a stack's record as `pulumi stack init` does, which takes 0.3 s of processor time.
 *
 * @returns whether it is there now; not so where the tool has to do it
 */
export function beginRecord(stack: string, backend = process.env.PULUMI_BACKEND_URL): boolean {
    const state = stateFile(stack, backend);
    // Without this file the tool has never been there, or is an older one that keeps its records elsewhere.
    if (state === undefined || !existsSync(join(folderOf(backend)!, "meta.yaml"))) return false;
    const checkpoint = { stack: `organization/${PROJECT}/${stack}` };
    return existsSync(state) || writeWhole(state, JSON.stringify({ version: 3, checkpoint }));
}

/**
 * Empties a stack's record of resources, as a destroy of all of them does, once their lab is gone: the tool takes 0.35 s of processor time for it,
 * most of that to start. What the record was is kept beside it, where the tool keeps it.
 *
 * @returns whether that was done; not so where the record has no file here, has another form than the known one, or there is no room for it
 */
export function emptyRecord(stack: string, backend = process.env.PULUMI_BACKEND_URL): boolean {
    const state = stateFile(stack, backend);
    const text = state === undefined ? undefined : textOf(state);
    const record = recordShape.safeParse(text === undefined ? undefined : asJson(text));
    if (state === undefined || !record.success) return false;
    const { latest } = record.data.checkpoint;
    delete latest.resources;
    delete latest.pending_operations;
    try {
        copyFileSync(state, `${state}.bak`);
    } catch {
        return false;
    }
    return writeWhole(state, JSON.stringify(record.data, null, 4));
}

/** What is read of a record, of which the rest stays as it is. */
const recordShape = z.looseObject({
    version: z.union([z.literal(3), z.literal(4)]),
    checkpoint: z.looseObject({
        latest: z.looseObject({ resources: z.unknown().optional(), pending_operations: z.unknown().optional() }),
    }),
});

/** The locks of the operations that work on a stack, or were killed at it. */
export function locksOn(stack: string, backend = process.env.PULUMI_BACKEND_URL): string[] {
    return lockFiles(stack, backend).filter((file) => file.endsWith(".json"));
}

/**
 * Locks a stack as the tool does, for what is done to its lab without the tool.
 *
 * @returns what takes the lock back; undefined where somebody works on the stack, or the record has no files here
 */
export function lock(stack: string, backend = process.env.PULUMI_BACKEND_URL): (() => void) | undefined {
    const folder = lockFolder(stack, backend);
    if (folder === undefined) return undefined;
    const file = join(folder, `${randomUUID()}.json`);
    const holder = { pid: process.pid, username: userInfo().username, hostname: hostname() };
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, JSON.stringify({ ...holder, timestamp: new Date().toISOString() }));
    const unlock = () => rmSync(file, { force: true });
    // Of two that begin at the same moment both make way, like the tool itself.
    if (lockFiles(stack, backend).length === 1) return unlock;
    unlock();
    return undefined;
}

/** Everything where a stack's locks are, by its path: what was not written to its end as well. */
export function lockFiles(stack: string, backend = process.env.PULUMI_BACKEND_URL): string[] {
    const locks = lockFolder(stack, backend);
    return locks !== undefined && existsSync(locks) ? readdirSync(locks).map((file) => join(locks, file)) : [];
}

function lockFolder(stack: string, backend?: string): string | undefined {
    const folder = folderOf(backend);
    return folder && join(folder, "locks", "organization", PROJECT, stack);
}

function statesFolder(backend?: string): string | undefined {
    const folder = folderOf(backend);
    return folder && join(folder, "stacks", PROJECT);
}

function folderOf(backend = ""): string | undefined {
    const folder = /^file:\/\/(\/[^?]*)/.exec(backend)?.[1];
    return folder && join(folder, ".pulumi");
}
