import { appendFileSync } from "fs";
import { Figure, RECORD_FILE, Seen } from "../../cli/lib/matrix";

/** Writes down what was seen, once it was asserted. */
export function saw(seen: Seen): void {
    write(seen);
}

/** Adds to one of the figures ("edits compared"). */
export function counted(figure: string, count = 1): void {
    write({ figure, count });
}

function write(line: Seen | Figure): void {
    const file = process.env[RECORD_FILE];
    if (file !== undefined) appendFileSync(file, `${JSON.stringify(line)}\n`);
}

/** Whether the whole of a suite is to run, and not the part of it that `.ci/run` has time for. */
export const ALL = process.env.LAB_TEST_ALL !== undefined;
