import { course } from "../../components/lessons";
import { lessonOf, Options, Scenario } from "../../components/lib/course";
import { driftOf, madeLesson } from "../../components/lib/finished-lab";
import { Lesson, Probe } from "../../components/lib/lesson";
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
    /** The version of its (first) engine; undefined where it did not say. */
    engine?: string;
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

const ENGINE: Probe = {
    id: "engine-of-the-sheet",
    title: "The engine's version",
    where: "lab host",
    command: "docker version --format '{{.Server.Version}}'",
};

/**
 * What a look at a lab tells.
 *
 * @param drawn whether its network is wanted as well, and was looked at
 */
export function labFacts(seen: Seen, drawn = true): LabFacts {
    const { stack } = seen;
    const finished = seen.unreadable === undefined ? seen.found.lab : undefined;
    const { scenario, options } = made(seen);
    const base = { stack: stack.stack, scenario, options, hosts: [], broken: [], drawn, at: new Date() };
    const wanted = () => lessonOf(scenario, options);
    if (seen.unreadable !== undefined)
        return { ...base, lesson: wanted(), state: "unreadable", message: seen.unreadable };
    const state = stateOf(seen.found);
    if (!finished) return { ...base, lesson: wanted(), state };
    const hosts = Object.values(finished.hosts).flatMap(({ container }) => container?.Name ?? []);
    const known = { ...base, lesson: madeLesson(finished), hosts, broken: driftOf(finished).map(printableLine), state };
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
    const shown = [...madeLesson(seen.found.lab!).evidence, ENGINE];
    const { report, evidence } = await tryLesson(seen, within, shown);
    const engine = evidence.find(({ id }) => id === ENGINE.id)?.output.trim();
    return {
        checks: report.checks,
        evidence: evidence.filter(({ id }) => id !== ENGINE.id),
        ...(engine !== undefined && /^[\w.+~-]{1,40}$/.test(engine) && { engine }),
        ...(report.message !== undefined && { message: report.message }),
        at: new Date(),
        took: Date.now() - begun,
    };
}
