import { existsSync, readdirSync } from "fs";
import { join } from "path";
import { PROJECT } from "../../components/lib/project";

// What the tool keeps of the stacks, where its backend is a folder. Another backend's record is not read: it has no files here.

/** The file that holds a stack's state. */
export function stateFile(stack: string, backend = process.env.PULUMI_BACKEND_URL): string | undefined {
    const folder = folderOf(backend);
    return folder && join(folder, "stacks", PROJECT, `${stack}.json`);
}

/** The locks of the operations that work on a stack, or were killed at it. */
export function locksOn(stack: string, backend = process.env.PULUMI_BACKEND_URL): string[] {
    const folder = folderOf(backend);
    if (folder === undefined) return [];
    const locks = join(folder, "locks", "organization", PROJECT, stack);
    return existsSync(locks) ? readdirSync(locks).filter((file) => file.endsWith(".json")) : [];
}

function folderOf(backend = ""): string | undefined {
    const folder = /^file:\/\/(\/.*)$/.exec(backend)?.[1];
    return folder && join(folder, ".pulumi");
}
