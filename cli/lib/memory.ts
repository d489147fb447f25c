import { textOf } from "./files";
import { familyOf } from "./processes";

/** The memory that processes and all that they started take, in MiB: their own, and their part of what they share (PSS). */
export function memoryOf(pids: readonly number[]): number {
    const all = pids.flatMap((pid) => familyOf(pid));
    const kilobytes = all.map((pid) =>
        Number(/^Pss:\s+(\d+) kB$/m.exec(textOf(`/proc/${pid}/smaps_rollup`) ?? "")?.[1] ?? 0),
    );
    return Math.round(kilobytes.reduce((sum, one) => sum + one, 0) / 1024);
}

/** Looks every second, while something is done, how much memory a process and all that it started take. @returns the most, in MiB */
export async function mostMemoryOf(pid: number, done: Promise<unknown>): Promise<number> {
    let most = 0;
    const looking = setInterval(() => (most = Math.max(most, memoryOf([pid]))), 1000);
    await done.finally(() => clearInterval(looking));
    return most;
}
