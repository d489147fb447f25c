import { Look } from "../components/lib/look";
import { Check } from "../components/lib/lesson";
import { madeLesson } from "../components/lib/plan";
import { CheckResult, encodeProbes, isOn, readChecks } from "../components/lib/probe";
import { run } from "../components/lib/run";
import { inLabHost, onMachine, Place, script } from "../components/lib/script";
import { EXIT, messageOf } from "./lib/errors";
import { lookAtLabs, Seen } from "./lib/labs";
import { renderChecks, tally } from "./lib/report";
import { knownStacks, LabStack, ROOT, selectStacks } from "./lib/stacks";
import { printable } from "./lib/text";

/** Options of `lab check`. */
export interface CheckOptions {
    /** How long a check may go on trying, in seconds. */
    within: number;
    json?: boolean;
}

/** What `lab check` found of one stack. */
export interface CheckReport {
    stack: string;
    /** Whether there is a lab whose checks could be tried. */
    state: "up" | "absent" | "unfinished" | "stopped" | "unreadable";
    /** The lab host's container; null for a lab on the machine itself, and where there is none. */
    host: string | null;
    /** Why there are no checks. */
    message?: string;
    checks: CheckResult[];
}

/** `lab check`: tries the lessons' claims on the live labs, and changes nothing. */
export async function check(names: readonly string[], options: CheckOptions): Promise<number> {
    const labs = await lookAtLabs(selectStacks(names.length > 0 ? names : knownStacks(ROOT)));
    const asked =
        names.length > 0 ? labs : labs.filter((lab) => lab.unreadable !== undefined || stateOf(lab.found) !== "absent");
    const reports = await Promise.all(asked.map((lab) => checkOne(lab, options.within)));
    process.stdout.write(options.json ? JSON.stringify(reports, undefined, 2) + "\n" : renderReports(reports));
    return exitCodeOf(reports);
}

async function checkOne(lab: Seen, within: number): Promise<CheckReport> {
    const { stack } = lab;
    if (lab.unreadable !== undefined) return without(stack, "unreadable", null, lab.unreadable);
    const state = stateOf(lab.found);
    const host = lab.found.lab?.kind === "nested" ? lab.found.lab.container.Name : null;
    if (state !== "up") return without(stack, state, host, `${WHY[state]}. Run: ./lab up ${stack.stack}`);
    // The last try may begin just before the time is up, after one at whether its place is alive.
    const limit = within + 2 * TRY_SECONDS + 5;
    const place = host === null ? onMachine(limit) : inLabHost(host, limit);
    const { checks } = madeLesson(lab.found.lab!);
    const probe = (where: Place, on: Check["on"]) => {
        const probes = encodeProbes([], checks.filter(isOn(on)));
        return probes && run(where, script("probe"), [within, TRY_SECONDS].map(String), probes, limit + 15);
    };
    try {
        // One after the other, so that neither is in the other's way.
        const said = [await probe(place, undefined), await probe(onMachine(limit), "machine")].join("\n");
        return { stack: stack.stack, state, host, checks: readChecks(said, checks) };
    } catch (error) {
        return without(stack, "unreadable", host, `The checks could not be tried: ${messageOf(error)}`);
    }
}

/** How long one try of a check may take: on a slow machine a docker command takes a while. */
const TRY_SECONDS = 15;

const WHY = {
    absent: "There is no such lab",
    unfinished: "This lab is not whole: its last `up` did not finish, or its lab host was removed",
    stopped: "The lab host is stopped",
} as const;

function stateOf({ lab, unfinished }: Look): "up" | "absent" | "unfinished" | "stopped" {
    if (!lab) return unfinished ? "unfinished" : "absent";
    return lab.state === "stopped" ? "stopped" : "up";
}

function without({ stack }: LabStack, state: CheckReport["state"], host: string | null, message: string): CheckReport {
    return { stack, state, host, message, checks: [] };
}

/** 2 where a lab could not be read, 1 where a check failed, a lab is not up, or nothing was checked at all. */
export function exitCodeOf(reports: readonly CheckReport[]): number {
    if (reports.some(({ state }) => state === "unreadable")) return EXIT.unusable;
    const fine =
        reports.length > 0 && reports.every(({ state, checks }) => state === "up" && checks.every(({ ok }) => ok));
    return fine ? EXIT.fine : EXIT.failed;
}

/** What `lab check` prints. */
export function renderReports(reports: readonly CheckReport[]): string {
    if (reports.length === 0) return "No lab is up. `./lab up STACK` makes one.\n";
    return reports
        .map(({ stack, host, message, checks }) => {
            if (message !== undefined) return `${stack}: ${printable(message)}\n`;
            return `${stack} (${host ?? "on this machine"}): ${tally(checks)}\n${renderChecks(checks)}`;
        })
        .join("\n");
}
