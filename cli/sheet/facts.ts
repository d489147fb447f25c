import { course } from "../../components/lessons";
import { lessonOf, Options, Scenario } from "../../components/lib/course";
import { driftOf, madeLesson } from "../../components/lib/finished-lab";
import { Lesson } from "../../components/lib/lesson";
import { CheckResult, Evidence } from "../../components/lib/probe";
import { printableLine } from "../../components/lib/printable";
import { messageOf } from "../lib/errors";
import { Seen } from "../lib/labs";
import { LabState, stateOf, tryLesson } from "../lib/live-checks";
import { Topology } from "../topology/model";
import { topologyOf } from "../topology/read";

/** What a look at a lab tells without trying anything in it. */
export interface LabFacts {
    stack: string;
    scenario: Scenario;
    /** As they are in the lab, or as config wants them where there is none. */
    options: Options;
    lesson: Lesson;
    state: LabState | "unreadable";
    /** Why it could not be read. */
    message?: string;
    /** The containers of its lab hosts. */
    hosts: readonly string[];
    /** The version of its first engine; "" where none answers. */
    engine: string;
    /** What is not as the lesson made it, in words. */
    broken: readonly string[];
    /** Whether its network was wanted. */
    drawn: boolean;
    /** Its network; undefined where there is no lab to be read. */
    topology?: Topology;
    /** Why its network could not be read, though the lab could. */
    noTopology?: string;
    at: Date;
}

/** What was tried in a lab. */
export interface TriedFacts {
    checks: readonly CheckResult[];
    evidence: readonly Evidence[];
    /** Why nothing could be tried. */
    message?: string;
    at: Date;
    /** In milliseconds. */
    took: number;
}

/** All that a sheet says of a lab. */
export interface SheetFacts {
    lab: LabFacts;
    /** Undefined where there is no lab to try anything in, and where nothing was tried yet. */
    tried?: TriedFacts;
}

/**
 * What a look at a lab tells.
 *
 * @param drawn whether its network is wanted as well, and was looked at
 */
export function labFacts(seen: Seen, drawn = true): LabFacts {
    const { stack } = seen;
    const finished = seen.unreadable === undefined ? seen.found.lab : undefined;
    const { scenario, options } = made(seen);
    const base = { stack: stack.stack, scenario, options, hosts: [], engine: "", broken: [], drawn, at: new Date() };
    const wanted = () => lessonOf(scenario, options);
    if (seen.unreadable !== undefined)
        return { ...base, lesson: wanted(), state: "unreadable", message: seen.unreadable };
    const state = stateOf(seen.found);
    if (!finished) return { ...base, lesson: wanted(), state };
    const hosts = Object.values(finished.hosts).flatMap(({ container }) => container?.Name ?? []);
    const [first] = Object.values(finished.hosts);
    const engine = first?.state === "healthy" ? first.live.version : "";
    const broken = driftOf(finished).map(printableLine);
    const known = { ...base, lesson: madeLesson(finished), hosts, engine, broken, state };
    if (!drawn) return known;
    try {
        return { ...known, topology: topologyOf(seen) };
    } catch (error) {
        return { ...known, noTopology: messageOf(error) };
    }
}

/** The scenario that was made, and what was chosen for it; what config says where there is no such lab. */
function made({ stack, ...seen }: Seen): Pick<LabFacts, "scenario" | "options"> {
    const marks = "found" in seen ? seen.found?.lab?.marks : undefined;
    const scenario = marks && course[marks.scenario];
    return scenario ? { scenario, options: marks.options as Options } : stack;
}

/**
 * Tries a lesson's checks in a lab and collects its evidence; undefined where there is no lab to try it in.
 *
 * @param within how long a check may go on trying, in seconds
 */
export async function tryLab(seen: Seen, within: number): Promise<TriedFacts | undefined> {
    if (seen.unreadable !== undefined || stateOf(seen.found) !== "up") return undefined;
    const begun = Date.now();
    const { report, evidence } = await tryLesson(seen, within, madeLesson(seen.found.lab!).evidence);
    return {
        checks: report.checks,
        evidence,
        ...(report.message !== undefined && { message: report.message }),
        at: new Date(),
        took: Date.now() - begun,
    };
}
