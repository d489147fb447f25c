import { readFileSync } from "fs";

/** A file's text; undefined when it cannot be read, and then nothing is proved by it. */
export function textOf(path: string): string | undefined {
    try {
        return readFileSync(path, "utf8");
    } catch {
        return undefined;
    }
}
