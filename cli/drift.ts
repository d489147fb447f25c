import { handMade } from "../components/lib/hand-made";
import { addedTo, driftOf } from "../components/lib/finished-lab";
import { json, printable, printableLine } from "../components/lib/printable";
import { EXIT } from "./lib/errors";
import { lookAtLabs, Seen } from "./lib/labs";
import { LabState, readLive, stateOf } from "./lib/live-checks";

/** How a stack's live lab differs from what its last `up` made. */
export interface DriftReport {
    stack: string;
    state: LabState | "unreadable";
    /** What is broken or gone, in words. */
    broken: string[];
    /** What somebody made in it by hand. */
    handMade: string[];
    /** What somebody added to what the lesson made, on a machine, where it is not the lab's to put out. */
    added: string[];
    /** Why it could not be read. */
    message?: string;
}

/** `lab drift`: says what is broken in the live labs and what was made in them by hand; proposes nothing, changes nothing. */
export async function drift(names: readonly string[], options: { json?: boolean }): Promise<number> {
    const reports = (await readLive(names, lookAtLabs)).map(reportOn);
    process.stdout.write(options.json ? json(reports) : renderDrift(reports));
    return exitCodeOf(reports);
}

/** What a look says of one stack. */
export function reportOn(lab: Seen): DriftReport {
    const { stack } = lab.stack;
    if (lab.unreadable !== undefined)
        return { stack, state: "unreadable", broken: [], handMade: [], added: [], message: lab.unreadable };
    const { found } = lab;
    return {
        stack,
        state: stateOf(found),
        broken: found.lab ? driftOf(found.lab) : [],
        handMade: handMade(found, lab.stack),
        added: found.lab ? addedTo(found.lab) : [],
    };
}

/** 2 where a lab could not be read, 1 where one is not as it was made; what was made by hand beside it is no fault. */
export function exitCodeOf(reports: readonly DriftReport[]): number {
    if (reports.some(({ state }) => state === "unreadable")) return EXIT.unusable;
    return reports.every(({ state, broken }) => state !== "unfinished" && broken.length === 0)
        ? EXIT.fine
        : EXIT.failed;
}

/** What `lab drift` prints. */
export function renderDrift(reports: readonly DriftReport[]): string {
    if (reports.length === 0) return "No lab is up, so there is nothing to compare.\n";
    return reports.map(renderOne).join("");
}

function renderOne({ stack, state, broken, handMade: own, added, message }: DriftReport): string {
    if (message !== undefined) return `${stack}: ${printable(message)}\n`;
    if (state === "absent") return `${stack}: there is no such lab\n`;
    if (state === "unfinished" && broken.length === 0) return `${stack}: its last \`up\` did not finish\n`;
    const what = broken.length === 0 ? "as it was made" : "not as it was made";
    const lines = [
        ...broken.map((why) => `  ✗ ${why}`),
        ...own.map((name) => `  + ${name} was made by hand`),
        ...added.map((what) => `  + ${what}, which is left alone`),
    ];
    return [`${stack}: ${what}`, ...lines.map(printableLine)].map((line) => `${line}\n`).join("");
}
