import { Check } from "../../components/lib/lesson";
import { Look } from "../../components/lib/look";
import { madeLesson } from "../../components/lib/plan";
import { CheckResult, encodeProbes, isOn, readChecks, TRY_SECONDS } from "../../components/lib/probe";
import { run } from "../../components/lib/run";
import { inLabHost, onMachine, Place, script } from "../../components/lib/script";
import { messageOf } from "./errors";
import { Seen } from "./labs";
import { LabStack } from "./stacks";

/** What the checks of one stack's live lab came to. */
export interface CheckReport {
    stack: string;
    /** Whether there is a lab whose checks could be tried. */
    state: LabState | "unreadable";
    /** The lab host's container; null for a lab on the machine itself, and where there is none. */
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
export async function tryChecks(lab: Seen, within: number): Promise<CheckReport> {
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

const WHY = {
    absent: "There is no such lab",
    unfinished: "This lab is not whole: its last `up` did not finish, or its lab host was removed",
    stopped: "The lab host is stopped",
} as const;

/** How far a lab is. */
export function stateOf({ lab, unfinished }: Look): LabState {
    if (!lab) return unfinished ? "unfinished" : "absent";
    return lab.state === "stopped" ? "stopped" : "up";
}

function without({ stack }: LabStack, state: CheckReport["state"], host: string | null, message: string): CheckReport {
    return { stack, state, host, message, checks: [] };
}
