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

/** The folders for temporary files that processes of this machine have been given, as far as they may be looked at. */
export function temporaryFolders(): Set<string> {
    const entries = readdirSync("/proc")
        .filter((name) => /^\d+$/.test(name))
        .flatMap((pid) => textOf(`/proc/${pid}/environ`)?.split("\0") ?? []);
    return new Set(entries.flatMap((entry) => /^TMPDIR=(.*)$/s.exec(entry)?.[1] ?? []));
}
