import { isDeepStrictEqual } from "util";
import { course } from "../lessons";
import { hostsOf } from "./cluster";
import { lessonOf, Options } from "./course";
import { brokenParts, lostParts, Tokens } from "./drift";
import { Lesson } from "./lesson";
import { FinishedLab } from "./look";
import { UnreadableLabError } from "./observe";

// A finished lab, compared with what its last `up` made.

/** Name of the part that a lab has for what is stopped in it as a lesson. */
export const STOP = "stop";

/**
 * The lesson of a finished lab as its last `up` made it. What is live is looked at by that one, and not by what is wanted now: a
 * container that is to have another name was not removed.
 */
export function madeLesson({ marks }: FinishedLab): Lesson {
    const scenario = course[marks.scenario];
    if (!scenario)
        throw new UnreadableLabError(`This lab is of a scenario that is not known here: "${marks.scenario}"`);
    return lessonOf(scenario, marks.options);
}

/** Part → what is broken of it, of all lab hosts that are there. */
export function brokenOf(lab: FinishedLab, options: Options): Tokens {
    const partsOn = partsOf(lab);
    // What is stopped as a lesson stays so only while nothing else is wanted of it.
    const asWanted = isDeepStrictEqual(lab.marks.options, options) ? options.stop : [];
    const broken = Object.entries(lab.hosts).flatMap(([name, host]): Tokens[] => {
        const own = partsOn(name);
        if (host.state === "healthy") {
            const found = brokenParts(own, host.live);
            // A lab host that is itself broken is restarted (sh/host-ready.sh).
            return [name in found ? lostParts(own) : {}, found, runsAfterAll(name, options.stop)];
        }
        if (asWanted.includes(name)) return [];
        return [{ [name]: "the lab host is stopped" }, lostParts(own), runsAfterAll(name, options.stop)];
    });
    return Object.assign({}, ...broken) as Tokens;
}

/** The lab hosts that are gone, or stopped though it was not asked for. */
export function hostsDown({ kind, marks, hosts }: FinishedLab): { name: string; state: "gone" | "stopped" }[] {
    const { scenario, options } = marks;
    const made = kind === "direct" ? [] : hostsOf(course[scenario] ?? {}, options);
    return made.flatMap((name) => {
        const state = hosts[name]?.state ?? "gone";
        return state === "healthy" || (state === "stopped" && options.stop.includes(name)) ? [] : [{ name, state }];
    });
}

/** What is not as the lab's last `up` made it, in words; of a lab host that is stopped or gone, that alone. */
export function driftOf(lab: FinishedLab): string[] {
    const down = hostsDown(lab).map(({ name, state }) => `lab host ${name} is ${state}`);
    const partsOn = partsOf(lab);
    const broken = Object.entries(lab.hosts).flatMap(([name, host]) =>
        host.state === "healthy" ? Object.values(brokenParts(partsOn(name), host.live)) : [],
    );
    return [...down, ...broken];
}

/** The parts of a finished lab, by the lab host that they are in. */
function partsOf(lab: FinishedLab): (host: string) => Lesson["parts"] {
    const { parts } = madeLesson(lab);
    const [first] = Object.keys(lab.hosts);
    return (host) => Object.fromEntries(Object.entries(parts).filter(([, { on = first }]) => on === host));
}

/** A lab host that is to be stopped, and is not or will not be. */
function runsAfterAll(name: string, stop: readonly string[]): Tokens {
    return stop.includes(name) ? { [STOP]: `${name} runs` } : {};
}
