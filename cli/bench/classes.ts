import { join } from "path";
import { seatStacks } from "../class/seats";
import { pulumi } from "../lib/pulumi";
import { checkout, ROOT } from "../lib/stacks";
import { table } from "../lib/text";
import { floor, memoryOfLabs, timed, withConfig } from "./runs";

/** The class that is measured. */
const CLASS = "bench";
const SCENARIO = "custom-bridge";

/** What one class took: seconds, and MiB of memory (PSS). */
export interface Row {
    seats: number;
    up: number;
    again: number;
    preview: number;
    check: number;
    destroy: number;
    labsMemory: number;
    toolsMemory: number;
    /** The same by docker's commands alone: bench/seats.sh. */
    floorUp: number;
    floorDown: number;
}

/**
 * Makes classes of several sizes and removes them, beside the same by docker's commands alone.
 *
 * @param seats how many seats, one class after the other
 */
export async function benchClasses(seats: readonly number[]): Promise<Row[]> {
    const rows: Row[] = [];
    for (const number of seats) {
        const config = { seats: String(number), scenario: SCENARIO };
        const row = await withConfig(CLASS, config, () => measure(number));
        process.stdout.write(renderRow(row));
        rows.push(row);
    }
    return rows;
}

async function measure(seats: number): Promise<Row> {
    const { images } = checkout();
    const floorUp = await floor("up", seats, images);
    const floorDown = await floor("down", seats, images);
    const lab = (...words: string[]) => timed(join(ROOT, "lab"), ["class", ...words, "--class", CLASS]);
    try {
        const up = await lab("up");
        const labsMemory = await memoryOfLabs(`lab-${CLASS}-`);
        const [again, preview, check] = [await lab("up"), await lab("preview"), await lab("check")];
        const destroy = await lab("destroy", "--yes");
        return {
            seats,
            up: up.seconds,
            again: again.seconds,
            preview: preview.seconds,
            check: check.seconds,
            destroy: destroy.seconds,
            labsMemory,
            toolsMemory: up.memory,
            floorUp: floorUp.seconds,
            floorDown: floorDown.seconds,
        };
    } finally {
        await lab("destroy", "--yes");
        for (const stack of seatStacks(CLASS, [])) await pulumi(["stack", "rm", "--yes", stack]);
    }
}

const HEAD = [
    "seats",
    "up",
    "again",
    "preview",
    "check",
    "destroy",
    "labs MiB",
    "tools MiB",
    "floor",
    "floor down",
    "up/floor",
];

function cells(row: Row): string[] {
    const times = [row.up, row.again, row.preview, row.check, row.destroy].map((time) => time.toFixed(1));
    const sizes = [row.labsMemory, row.toolsMemory].map(String);
    const floors = [row.floorUp, row.floorDown].map((time) => time.toFixed(1));
    return [String(row.seats), ...times, ...sizes, ...floors, (row.up / row.floorUp).toFixed(2)];
}

function renderRow(row: Row): string {
    return `${row.seats} seats: up ${row.up.toFixed(1)} s, by docker's commands alone ${row.floorUp.toFixed(1)} s\n`;
}

/** What `lab bench` prints of classes at its end: seconds, where nothing else is said. */
export function renderRows(rows: readonly Row[]): string {
    return table(HEAD, rows.map(cells));
}
