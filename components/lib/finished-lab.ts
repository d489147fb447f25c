import { isDeepStrictEqual } from "util";
import { course } from "../lessons";
import { hostsOf } from "./cluster";
import { lessonOf, Options } from "./course";
import { brokenParts, lostParts, Part, Tokens } from "./drift";
import { Lesson } from "./lesson";
import { brokenLimits, LIMITS_PART } from "./limits";
import { FinishedHost, FinishedLab, FoundLab } from "./look";
import { UnreadableLabError } from "./observe";
import { brokenSsh, SSH_PART } from "./ssh";
import { strayWords, withoutStrays } from "./strays";

// A finished lab, compared with what its last `up` made.

/** Name of the part that a lab has for what is stopped in it as a lesson. */
export const STOP = "stop";

/** Name of the part that the fence of a lab's network is. */
export const FENCE = "fence";

/**
 * The lesson of a finished lab as its last `up` made it. What is live is looked at by that one, and not by what is wanted now: a
 * container that is to have another name was not removed.
 */
export function madeLesson({ marks }: Pick<FoundLab, "marks">): Lesson {
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
            const found = brokenParts(own, withoutStrays(host.live, lab.strays));
            // A lab host that is itself broken is restarted (sh/host-ready.sh).
            return [name in found ? lostParts(own) : {}, found, ofItself(host, lab), runsAfterAll(name, options.stop)];
        }
        if (asWanted.includes(name)) return [];
        return [
            { [name]: "the lab host is stopped" },
            lostParts(own),
            ofItself(host, lab),
            runsAfterAll(name, options.stop),
        ];
    });
    return withStrays(Object.assign({}, unfenced(lab), ...broken) as Tokens, lab);
}

/** Parts that the finished lab does not have, and that an `up` which did not finish may have made: they are made again. */
export function begunOf(parts: readonly string[], { marks, strays }: FinishedLab): Tokens {
    const begun = strays.length > 0 ? parts.filter((part) => !(part in marks.tokens)) : [];
    return Object.fromEntries(begun.map((part) => [part, strayWords(strays)]));
}

/** What is broken, in words that there were at no other time: so what was made instead of a stray is not taken for it. */
function withStrays(broken: Tokens, { strays }: FinishedLab): Tokens {
    if (strays.length === 0) return broken;
    return Object.fromEntries(Object.entries(broken).map(([part, why]) => [part, `${why}; ${strayWords(strays)}`]));
}

/** The lab hosts that are gone, or stopped though it was not asked for. */
export function hostsDown({ kind, marks, hosts }: FoundLab): { name: string; state: "gone" | "stopped" }[] {
    const { scenario, options } = marks;
    const made = kind === "direct" ? [] : hostsOf(course[scenario] ?? {}, options);
    return made.flatMap((name) => {
        const state = hosts[name]?.state ?? "gone";
        return state === "healthy" || (state === "stopped" && options.stop.includes(name)) ? [] : [{ name, state }];
    });
}

/** What is not as the lab's last `up` made it, in words; of a lab host that is stopped or gone, that alone. */
export function driftOf(lab: FinishedLab): string[] {
    const { strays } = lab;
    const down = hostsDown(lab).map(({ name, state }) => `lab host ${name} is ${state}`);
    const loose = Object.values(lab.hosts).flatMap((host) => Object.values(ofItself(host, lab)));
    return [
        ...down,
        ...Object.values(unfenced(lab)),
        ...loose,
        ...wrongIn(lab),
        ...(strays.length > 0 ? [strayWords(strays)] : []),
    ];
}

/** What somebody added to a lab that is on a machine: it is not the lab's to put out. */
export function addedTo(lab: FinishedLab): string[] {
    if (lab.kind !== "direct") return [];
    return wrongIn(lab, ({ foreign }) => foreign === true);
}

/** What is wrong with parts of a lab (by default those that it mends) in the lab hosts that answer, in words. */
function wrongIn(lab: FinishedLab, which?: (part: Part) => boolean): string[] {
    const partsOn = partsOf(lab, which);
    return Object.entries(lab.hosts).flatMap(([name, host]) =>
        host.state === "healthy" ? Object.values(brokenParts(partsOn(name), withoutStrays(host.live, lab.strays))) : [],
    );
}

/** Parts of a finished lab (by default those that it mends), by the lab host that they are in. */
function partsOf(
    lab: FinishedLab,
    which = ({ foreign }: Part) => !foreign || lab.kind === "nested",
): (host: string) => Lesson["parts"] {
    const parts = Object.entries(madeLesson(lab).parts).filter(([, part]) => which(part));
    const [first] = Object.keys(lab.hosts);
    return (host) => Object.fromEntries(parts.filter(([, { on = first }]) => on === host));
}

/** A part of a finished lab that is not as it was made, with the lab host that it is in. */
export interface BrokenPart {
    host: string;
    part: Part;
    why: string;
}

/** What is wrong with any parts of a lab in the lab hosts that answer, those that somebody added to included. */
export function brokenIn(lab: FinishedLab): BrokenPart[] {
    const partsOn = partsOf(lab, () => true);
    return Object.entries(lab.hosts).flatMap(([host, seen]) => {
        if (seen.state !== "healthy") return [];
        const parts = partsOn(host);
        const broken = brokenParts(parts, withoutStrays(seen.live, lab.strays));
        return Object.entries(broken).map(([name, why]) => ({ host, part: parts[name]!, why }));
    });
}

/** A network that is open to the machine. */
function unfenced({ fenced }: FinishedLab): Tokens {
    return fenced ? {} : { [FENCE]: "the lab's network is not kept from the machine" };
}

/** What is broken of a lab host itself: it is not held to its limits, its disk would not be there at its next start, or SSH is not as it was made. */
function ofItself(host: FinishedHost, { marks: { options } }: FinishedLab): Tokens {
    const { container, disk } = host;
    const loose = container && brokenLimits(options.limits, { ...container.HostConfig, Disk: disk?.size ?? 0 });
    const limits = loose ?? (disk?.mounted === false ? "the lab host's disk is not mounted" : undefined);
    const ssh = host.state === "healthy" ? brokenSsh(options.ssh, host.live) : undefined;
    return { ...(limits !== undefined && { [LIMITS_PART]: limits }), ...(ssh !== undefined && { [SSH_PART]: ssh }) };
}

/** A lab host that is to be stopped, and is not or will not be. */
function runsAfterAll(name: string, stop: readonly string[]): Tokens {
    return stop.includes(name) ? { [STOP]: `${name} runs` } : {};
}
