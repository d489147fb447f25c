import { writeFileSync } from "fs";
import { cpus, release, totalmem } from "os";
import { benchClasses, renderRows } from "./bench/classes";
import { benchDirect, renderTools } from "./bench/direct";
import { BENCHES } from "./lib/arguments";
import { EXIT } from "./lib/errors";

/** Options of `lab bench`. */
export interface BenchOptions {
    /** How many seats the classes have, one after the other. */
    seats: readonly number[];
    /** How often each tool makes the direct custom-bridge. */
    runs: number;
    /** The file with the figures. */
    out: string;
}

/**
 * `lab bench`: makes classes of several sizes, and the direct custom-bridge by several tools, each beside docker's commands alone; prints tables and
 * writes JSON.
 */
export async function bench(subjects: readonly string[], options: BenchOptions): Promise<number> {
    const wanted: readonly string[] = subjects.length > 0 ? subjects : BENCHES;
    const where = `Linux ${release()}, ${cpus().length} processors, ${Math.round(totalmem() / 2 ** 30)} GiB of memory`;
    const direct = wanted.includes("direct") ? await benchDirect(options.runs) : undefined;
    const classes = wanted.includes("classes") ? await benchClasses(options.seats) : undefined;
    writeFileSync(options.out, JSON.stringify({ where, direct, classes }, undefined, 4) + "\n");
    if (direct) process.stdout.write(`\n${renderTools(direct)}`);
    if (classes) process.stdout.write(`\n${renderRows(classes)}`);
    process.stdout.write(`\n${options.out} is written.\n`);
    return EXIT.fine;
}
