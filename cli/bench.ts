import { existsSync, writeFileSync } from "fs";
import { rm } from "fs/promises";
import { cpus, release, totalmem } from "os";
import { join } from "path";
import { PROJECT } from "../components/lib/project";
import { floor, memoryOfLabs, timed } from "./bench/runs";
import { EXIT, LabError } from "./lib/errors";
import { pulumi } from "./lib/pulumi";
import { checkout, configFileOf, ROOT } from "./lib/stacks";
import { table } from "./lib/text";

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
 * `lab bench`: makes classes of several sizes and removes them, beside the same by docker's commands alone, prints a table and writes JSON.
 *
 * @param seats how many seats, one after the other
 * @param out the file with the figures
 */
export async function bench({ seats, out }: { seats: readonly number[]; out: string }): Promise<number> {
    const file = join(ROOT, configFileOf({ stack: CLASS }));
    if (existsSync(file))
        throw new LabError(`there is a stack ${CLASS}, whose name the bench needs`, `pulumi stack rename`);
    const rows: Row[] = [];
    try {
        for (const number of seats) {
            writeFileSync(file, `config:\n  ${PROJECT}:seats: "${number}"\n  ${PROJECT}:scenario: ${SCENARIO}\n`);
            rows.push(await measure(number));
            process.stdout.write(renderRow(rows.at(-1)!));
        }
    } finally {
        await rm(file, { force: true });
    }
    const where = `Linux ${release()}, ${cpus().length} processors, ${Math.round(totalmem() / 2 ** 30)} GiB of memory`;
    writeFileSync(out, JSON.stringify({ scenario: SCENARIO, where, rows }, undefined, 4) + "\n");
    process.stdout.write(`\n${renderRows(rows)}\n${out} is written.\n`);
    return EXIT.fine;
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
        for (let seat = 1; seat <= seats; seat++)
            await pulumi(["stack", "rm", "--yes", `${CLASS}-${String(seat).padStart(2, "0")}`]);
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

/** What `lab bench` prints at its end: seconds, where nothing else is said. */
export function renderRows(rows: readonly Row[]): string {
    return table(HEAD, rows.map(cells));
}
