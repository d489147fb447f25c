import { Exhibit, Probe } from "../../components/lib/lesson";
import { Found, FoundLab, placeIn } from "../../components/lib/look";
import { hostsDown, madeLesson } from "../../components/lib/finished-lab";
import {
    CheckResult,
    encodeProbes,
    Evidence,
    isOn,
    placesOf,
    readChecks,
    readEvidence,
    TRY_SECONDS,
} from "../../components/lib/probe";
import { run } from "../../components/lib/run";
import { script } from "../../components/lib/script";
import { messageOf } from "./errors";
import { isLostSeat, Seen } from "./labs";
import { knownStacks, LabStack, ROOT, selectStacks } from "./stacks";

/** What the checks of one stack's live lab came to. */
export interface CheckReport {
    stack: string;
    /** Whether there is a lab whose checks could be tried. */
    state: LabState | "unreadable" | "lost";
    /** The machine that a seat is on, where config names it. */
    machine?: string;
    /** The container of the lab host, of several of the first; null for a lab on the machine itself, and where there is none. */
    host: string | null;
    /** Why there are no checks. */
    message?: string;
    checks: CheckResult[];
}

/** How far a lab is, for its checks. */
export type LabState = "up" | "absent" | "unfinished" | "stopped";

/**
 * Tries a lesson's claims on its live lab, and changes nothing.
 *
 * @param within how long a check may go on trying, in seconds
 */
export async function tryChecks(lab: Seen<Found>, within: number): Promise<CheckReport> {
    return (await tryLesson(lab, within)).report;
}

/** What a lesson shows and claims, as it was seen. */
export interface Tried {
    report: CheckReport;
    /** None where there is no report of checks either. */
    evidence: Evidence[];
}

/**
 * Tries a lesson's claims on its live lab, and collects what it shows; changes nothing.
 *
 * @param within how long a check may go on trying, in seconds
 * @param evidence what is shown of the lab; nothing by default
 */
export async function tryLesson(lab: Seen<Found>, within: number, evidence: readonly Exhibit[] = []): Promise<Tried> {
    const { stack } = lab;
    const untried = (...args: Parameters<typeof without>) => ({ report: without(...args), evidence: [] });
    if (isLostSeat(lab)) return untried(stack, "lost", null, lab.lost);
    if (lab.unreadable !== undefined) return untried(stack, "unreadable", null, lab.unreadable);
    const state = stateOf(lab.found);
    const host = (lab.found.lab && containerOf(lab.found.lab)) ?? null;
    if (state !== "up") return untried(stack, state, host, `${WHY[state]}. Run: ./lab up ${stack.stack}`);
    // The last try may begin just before the time is up, after one at whether its place is alive.
    const limit = within + 2 * TRY_SECONDS + 5;
    const { checks } = madeLesson(lab.found.lab!);
    const places = placesOf([...evidence, ...checks]);
    const probe = (on: Probe["on"]) => {
        const probes = encodeProbes(evidence.filter(isOn(on)), checks.filter(isOn(on)));
        const place = placeIn(lab.found, on, limit);
        return run(place, script("probe"), [within, TRY_SECONDS].map(String), probes, limit + 15);
    };
    try {
        // Those on the machine after those in the lab, so that neither is in the other's way.
        const inside = await Promise.all(places.filter((on) => on !== "machine").map(probe));
        const outside = places.includes("machine") ? await probe("machine") : "";
        const seen = [...inside, outside].join("\n");
        const report = { ...named(stack), state, host, checks: readChecks(seen, checks) };
        return { report, evidence: readEvidence(seen, evidence) };
    } catch (error) {
        return untried(stack, "unreadable", host, `The checks could not be tried: ${messageOf(error)}`);
    }
}

/** The container of the first of a lab's lab hosts; undefined for the machine itself. */
function containerOf({ hosts }: FoundLab): string | undefined {
    return Object.values(hosts)[0]!.container?.Name;
}

const WHY = {
    absent: "There is no such lab",
    unfinished: "This lab is not whole: its last `up` did not finish, or a lab host of it was removed",
    stopped: "A lab host is stopped",
} as const;

/** Reads (`lookAtLabs` or `findLabs`) the labs that are named; without names, those that there are. */
export async function readLive<As extends Found>(
    names: readonly string[],
    read: (stacks: readonly LabStack[]) => Promise<Seen<As>[]>,
): Promise<Seen<As>[]> {
    const labs = await read(selectStacks(names.length > 0 ? names : knownStacks(ROOT)));
    return names.length > 0
        ? labs
        : labs.filter((lab) => lab.unreadable !== undefined || stateOf(lab.found) !== "absent");
}

/** How far a lab is. */
export function stateOf({ lab, unfinished }: Pick<Found, "lab" | "unfinished">): LabState {
    if (!lab) return unfinished ? "unfinished" : "absent";
    const down = hostsDown(lab);
    if (down.some(({ state }) => state === "gone")) return "unfinished";
    return down.length === 0 ? "up" : "stopped";
}

function without(stack: LabStack, state: CheckReport["state"], host: string | null, message: string): CheckReport {
    return { ...named(stack), state, host, message, checks: [] };
}

function named({ stack, machine }: LabStack): Pick<CheckReport, "stack" | "machine"> {
    return { stack, ...(machine !== undefined && { machine }) };
}
