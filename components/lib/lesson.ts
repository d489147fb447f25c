import { Part } from "./drift";

/** A command that shows something, to be read after the lab is up. */
export interface Probe {
    /** Short name, unique within the lesson: lower-case letters, digits and hyphens. */
    id: string;
    /** What it shows, in one line. */
    title: string;
    /** Where a student would type it, for example "lab host" or "container test1". */
    where: string;
    /** The command, in one line, as it is typed there. */
    command: string;
    /** The lab host that it is run in, of several (by default the first one), or the machine that the lab hosts are on. */
    on?: "machine" | (string & {});
    /** Set where it looks at the machine itself, its interfaces or namespaces: left out where there is nothing but a Docker engine. */
    raw?: true;
    /** How long what it looks at may take to come up once all is made, in seconds, when that is more than a moment. */
    settles?: number;
}

/** A command whose output is kept as it is. */
export interface Exhibit extends Probe {
    /** POSIX extended regular expression for what it prints once what it looks at has come up: until then it is tried again. */
    shows?: string;
}

/** A claim of the lesson that is tried on the live lab: data that the program and the `lab` command share. */
export interface Check extends Probe {
    /** What should be seen, in words. */
    expected: string;
    /** The command's exit status must be zero (or, for a claim that something does not work, must not be). */
    exit: "zero" | "nonzero";
    /** POSIX extended regular expression that the output must match. */
    output?: string;
    /** For negative claims: a command that proves that the place and the tool the check looks from work at all. */
    alive?: string;
    /** Ids of checks without which this one says nothing: while one of them fails, this one is blocked, not failed. */
    needs?: readonly string[];
    /** What a pass proves about Docker or the kernel. */
    proves: string;
    /** Where to look when it fails. */
    hint: string;
}

/** A command of the course, and what to notice when it has run. */
export type Step = readonly [command: string, notice?: string];

/** A command as it is shown: what to notice is a comment behind it. */
export function spoken([command, notice]: Step): string {
    return notice === undefined ? command : `${command}  # ${notice}`;
}

/** Names that a lesson makes for itself. On the direct kind they must be free on the machine. */
export interface Claims {
    containers: readonly string[];
    networks: readonly string[];
    /** Services of a swarm, whose containers belong to the lab. */
    services: readonly string[];
    namespaces: readonly string[];
    links: readonly string[];
    images: readonly string[];
    /** TCP ports of the place where the lab runs. */
    ports: readonly number[];
    /** Whether its engines become nodes of a swarm: an engine is a node of one at the most. */
    swarm: boolean;
}

/** All that is known about a scenario without a lab, under the names and with the numbers that a teacher chose. */
export interface Lesson {
    claims: Claims;
    /** The parts that are looked at for drift, in the order in which they are made. */
    parts: Readonly<Record<string, Part>>;
    /** The course's commands that build the same thing by hand, in order. */
    commands: readonly Step[];
    evidence: readonly Exhibit[];
    checks: readonly Check[];
}
