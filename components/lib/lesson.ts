import { Part } from "./drift";

/** A command that shows something, to be read after the lab is up. */
export interface Probe {
    /** Short name, unique within the lesson: lower-case letters, digits and hyphens. */
    id: string;
    /** What it shows, in one line. */
    title: string;
    /** Where a student would type it, for example "lab host" or "container test1". */
    where: string;
    /** The command, in one line, as it is typed on the lab host. */
    command: string;
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

/** Names that a lesson makes for itself. On the direct kind they must be free on the machine. */
export interface Claims {
    containers: readonly string[];
    networks: readonly string[];
    namespaces: readonly string[];
    links: readonly string[];
}

/** All that is known about a scenario without a lab: no Pulumi in it, so that every command can read it at no cost. */
export interface Lesson {
    /** Name of the scenario, which is also its stack's default name. */
    scenario: string;
    /** One line for tables and headings. */
    title: string;
    /** Where the lesson's claims come from: course section, Docker or kernel documentation. */
    source: string;
    claims: Claims;
    /** The images that its containers are started from, by their names in `images/`. */
    images: readonly string[];
    /** The parts that are looked at for drift, in the order in which they are made. */
    parts: Readonly<Record<string, Part>>;
    /** The course's commands that build the same thing by hand, in order. */
    commands: readonly string[];
    evidence: readonly Probe[];
    checks: readonly Check[];
}
