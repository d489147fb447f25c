import { readdirSync } from "fs";
import { textOf } from "./files";

/** Whether a process is there. */
export function isAlive(pid: number): boolean {
    try {
        process.kill(pid, 0);
        return true;
    } catch (error) {
        // Whoever may not be signalled is there.
        return (error as NodeJS.ErrnoException).code !== "ESRCH";
    }
}

/** The folders for temporary files that processes of this machine have been given, as far as they may be looked at → who has. */
export function temporaryFolders(): ReadonlyMap<string, readonly number[]> {
    const folders = new Map<string, number[]>();
    for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name)))
        for (const entry of textOf(`/proc/${pid}/environ`)?.split("\0") ?? []) {
            const folder = /^TMPDIR=(.*)$/s.exec(entry)?.[1];
            if (folder !== undefined) folders.set(folder, [...(folders.get(folder) ?? []), Number(pid)]);
        }
    return folders;
}

/** A process and all that it started, itself first. */
export function familyOf(pid: number): number[] {
    const children = new Map<number, number[]>();
    for (const entry of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
        const parent = Number(/^PPid:\t(\d+)$/m.exec(textOf(`/proc/${entry}/status`) ?? "")?.[1]);
        children.set(parent, [...(children.get(parent) ?? []), Number(entry)]);
    }
    const found = [pid];
    for (const member of found) found.push(...(children.get(member) ?? []));
    return found;
}
