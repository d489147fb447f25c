import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "fs";
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
    return text === undefined ? undefined : asJson(text) !== undefined;
}

/** What a text says as JSON; undefined when it is none. */
export function asJson(text: string): unknown {
    try {
        return JSON.parse(text) as unknown;
    } catch {
        return undefined;
    }
}

/** Writes a file in one step, so that nobody reads half of it. @returns whether it is written: on a full disk it is not */
export function writeWhole(path: string, text: string): boolean {
    const written = `${path}.${process.pid}`;
    try {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(written, text, { mode: 0o600 });
        renameSync(written, path);
        return true;
    } catch {
        rmSync(written, { force: true });
        return false;
    }
}
