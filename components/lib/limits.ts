// How much of its machine a nested lab host may take, with all that runs in it.

export type LimitName = "memory" | "cpus" | "processes" | "disk";
/** Memory and disk as "512m" or "2g", processors as "1.5", processes and threads as "500"; "" for what is not limited. */
export type Limits = Readonly<Record<LimitName, string>>;

export const UNLIMITED: Limits = { memory: "", cpus: "", processes: "", disk: "" };

/** Name of the part that the limits of a lab's lab hosts are. */
export const LIMITS_PART = "limits";

/** What a container is held to, as its engine says it, and the size of its disk in bytes; 0 for nothing. */
export interface InForce {
    Memory: number;
    NanoCpus: number;
    PidsLimit: number;
    Disk: number;
}

interface Limit {
    /** What is allowed, in words. */
    allowed: string;
    /** The value as Docker's engine counts it; undefined for one that cannot be used. */
    parse(value: string): number | undefined;
    /** Where the engine says what is in force. */
    key: keyof InForce;
    /** The value in words. */
    words(value: string): string;
}

const UNITS: Readonly<Record<string, number>> = { m: 2 ** 20, g: 2 ** 30 };

/** An engine with two containers takes 90 MiB and 60 threads: with less than these a lab host does not come up at all. */
const RULES: Readonly<Record<LimitName, Limit>> = {
    memory: {
        allowed: "256m to 1024g, as a whole number with m (MiB) or g (GiB) behind it",
        parse: (value) => within(bytesOf(value), 256 * UNITS.m!, 1024 * UNITS.g!),
        key: "Memory",
        words: (value) => `${value} of memory`,
    },
    cpus: {
        allowed: "0.1 to 512 processors, with at most one digit behind the point",
        parse: (value) => within(/^\d{1,3}(\.\d)?$/.test(value) ? Math.round(Number(value) * 1e9) : NaN, 1e8, 512e9),
        key: "NanoCpus",
        words: (value) => `${value} processors`,
    },
    processes: {
        allowed: "whole numbers from 200 to 100000 (threads count as well)",
        parse: (value) => within(/^[1-9]\d*$/.test(value) ? Number(value) : NaN, 200, 100_000),
        key: "PidsLimit",
        words: (value) => `${value} processes`,
    },
    // The largest of the course's labs has 270 MB on a disk of its own, and the smaller the disk, the more of it is the file system's.
    disk: {
        allowed: "512m to 1024g, as a whole number with m (MiB) or g (GiB) behind it",
        parse: (value) => within(bytesOf(value), 512 * UNITS.m!, 1024 * UNITS.g!),
        key: "Disk",
        words: (value) => `${value} of disk`,
    },
};

const NAMES = Object.keys(RULES) as LimitName[];

/** NaN for what is no number of bytes. */
function bytesOf(value: string): number {
    const [, number, unit] = /^([1-9]\d{0,6})([mg])$/.exec(value) ?? [];
    return Number(number) * UNITS[unit ?? "m"]!;
}

function within(value: number, least: number, most: number): number | undefined {
    return value >= least && value <= most ? value : undefined;
}

/** What is wrong with the value of a limit; undefined for one that can be used. */
export function limitProblem(value: string, name: string): string | undefined {
    const { parse, allowed } = RULES[name as LimitName];
    return parse(value) === undefined ? `Allowed: ${allowed}` : undefined;
}

/** Whether anything is limited; by default, of all that can be. */
export function isLimited(limits: Limits, names: readonly LimitName[] = NAMES): boolean {
    return names.some((name) => limits[name] !== "");
}

/** The size of a lab host's disk in bytes; 0 where it has none of its own. */
export function diskBytes({ disk }: Limits): number {
    return disk === "" ? 0 : RULES.disk.parse(disk)!;
}

/** Which limits of a lab host are not in force, in words; undefined when all are. */
export function brokenLimits(limits: Limits, inForce: InForce): string | undefined {
    const limited = NAMES.filter((name) => limits[name] !== "");
    const broken = limited.filter((name) => RULES[name].parse(limits[name]) !== inForce[RULES[name].key]);
    if (broken.length === 0) return undefined;
    return `the lab host is not held to ${broken.map((name) => RULES[name].words(limits[name])).join(" and ")}`;
}
