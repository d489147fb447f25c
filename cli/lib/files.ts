import { mkdirSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from "fs";
import { dirname } from "path";

/** A file's text; undefined when it cannot be read, and then nothing is proved by it. */
export function textOf(path: string): string | undefined {
    try {
        return readFileSync(path, "utf8");
    } catch {
        return undefined;
    }
}

/** Whether a file can be read and is JSON; undefined when it cannot be read. */
export function isJson(path: string): boolean | undefined {
    const text = textOf(path);
    if (text === undefined) return undefined;
    try {
        JSON.parse(text);
        return true;
    } catch {
        return false;
    }
}

/** Writes a file in one step, so that nobody reads half of it. On a full disk it is not written: what is kept so can be done without. */
export function writeWhole(path: string, text: string): void {
    const written = `${path}.${process.pid}`;
    try {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(written, text);
        renameSync(written, path);
    } catch {
        rmSync(written, { force: true });
    }
}

/** Removes a file, and its folder where it was the last one there. */
export function removeRecord(path: string): void {
    rmSync(path, { force: true });
    try {
        rmdirSync(dirname(path));
    } catch (error) {
        if (!["ENOTEMPTY", "ENOENT", "EEXIST"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
    }
}
