import { hostname } from "os";

const HOLDER = /created by \S+@(\S+) \(pid (\d+)\)/g;

/**
 * Whether a stack is locked by operations of this machine that are dead: they were killed, and nobody will unlock it. A lock of
 * another machine may be held by somebody who works there.
 *
 * @param errors what the tool said
 */
export function lockedByTheDead(errors: readonly string[], machine = hostname(), alive = isAlive): boolean {
    const text = errors.join("\n");
    const locks = Number(/currently locked by (\d+) lock/.exec(text)?.[1] ?? 0);
    const holders = [...text.matchAll(HOLDER)];
    const dead = holders.filter(([, host, pid]) => host === machine && !alive(Number(pid)));
    return locks > 0 && dead.length === holders.length && holders.length >= locks;
}

function isAlive(pid: number): boolean {
    try {
        process.kill(pid, 0);
        return true;
    } catch (error) {
        // Whoever may not be signalled is there.
        return (error as NodeJS.ErrnoException).code !== "ESRCH";
    }
}
