import { existsSync, rmSync } from "fs";
import { hostname } from "os";
import { setTimeout } from "timers/promises";
import { fileURLToPath, pathToFileURL } from "url";
import { isJson, textOf } from "./files";
import { isAlive } from "./processes";
import { lockFiles } from "./record";

/** A lock on a stack, as the tool names it. */
interface Lock {
    /** Its address in the backend. */
    url: string;
    /** The machine and the process that hold it. */
    host: string;
    pid: number;
}

/** What the tool says of a file that is cut off, without its name. */
export const CUT_OFF = /unexpected end of JSON input|failed to load checkpoint: EOF/;

const HOLDER = /^\s*(\S.*): created by \S+@(\S+) \(pid (\d+)\)/gm;

/**
 * The locks that keep an operation from its stack, when all of them are void: held by operations of this machine that are dead, or gone
 * meanwhile. None when one of them holds: a lock of another machine may be held by somebody who works there.
 *
 * @param errors what the tool said
 * @returns their addresses
 */
export function voidLocks(errors: readonly string[], machine = hostname(), alive = isOperation): string[] {
    const text = errors.join("\n");
    const number = Number(/currently locked by (\d+) lock/.exec(text)?.[1] ?? 0);
    const locks = [...text.matchAll(HOLDER)].map(([, url, host, pid]): Lock => {
        return { url: url!, host: host!, pid: Number(pid) };
    });
    const isVoid = ({ url, host, pid }: Lock) => isGone(url) || (host === machine && !alive(pid));
    return number > 0 && locks.length >= number && locks.every(isVoid) ? locks.map(({ url }) => url) : [];
}

/**
 * Beginnings of locks, which an operation has left that found no room for the whole. The tool takes them for locks, cannot read them, and says
 * no more than that, for ever.
 *
 * @param errors what the tool said
 * @returns their addresses
 */
export async function tornLocks(
    stack: string,
    errors: readonly string[],
    backend = process.env.PULUMI_BACKEND_URL,
): Promise<string[]> {
    if (!errors.some((error) => CUT_OFF.test(error))) return [];
    const torn = () => lockFiles(stack, backend).filter((file) => isJson(file) === false);
    const first = torn();
    // What somebody writes at this moment is whole, or gone, at the next one.
    if (first.length > 0) await setTimeout(1000);
    const second = torn();
    return first.filter((file) => second.includes(file)).map((file) => String(pathToFileURL(file)));
}

/** Whether a lock is not there any more. */
export function isGone(url: string): boolean {
    return isFile(url) && !existsSync(fileURLToPath(url));
}

/**
 * Removes a void lock, and no other: `pulumi cancel` removes all, that of somebody who has just begun as well.
 *
 * @returns whether it could: one that is no file is left to `pulumi cancel`
 */
export function removeLock(url: string): boolean {
    if (!isFile(url)) return false;
    for (const path of [fileURLToPath(url), `${fileURLToPath(url)}.attrs`]) rmSync(path, { force: true });
    return true;
}

function isFile(url: string): boolean {
    return url.startsWith("file:///");
}

/** Whether a process is there and is one of the tool's, or of `lab`: after a restart of the machine another one may have its number. */
function isOperation(pid: number): boolean {
    const words = textOf(`/proc/${pid}/cmdline`);
    return words === undefined ? isAlive(pid) : /pulumi|cli\/main\.ts/.test(words);
}
