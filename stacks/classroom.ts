import { join } from "path";
import { z } from "zod";
import { course } from "../components/lessons";
import { STACK_NAME } from "../components/lib/project";
import { quoted } from "../components/lib/printable";
import { didYouMean, toSet } from "../components/lib/problems";
import { isRoster, MOST_SEATS, Person, readRoster } from "./roster";

/** One lab of a seat in a class. */
export interface Seat extends Person {
    /** The stack's name. */
    stack: string;
    /** Name of the scenario of that lab. */
    scenario: string;
}

/** What a config says of a class. */
export interface ClassConfig {
    people: readonly Person[];
    /** Names of the scenarios that each seat has, a lab host for each. */
    scenarios: readonly string[];
}

/** Without a cluster a scenario is a lab host, and a seat is one as well. */
const FIT = Object.values(course).flatMap(({ name, cluster }) => (cluster ? [] : [name]));

/**
 * Reads the config of a class: `seats` is there, which is what makes it one.
 *
 * @param seats how many seats there are, or the path of a roster
 * @param scenario one, or a list of several as JSON; empty for labs that are done by hand
 */
export function readClass(
    seats: string,
    scenario: string,
    root = join(__dirname, ".."),
): { made?: ClassConfig; problems: string[] } {
    const { people, problems: seatProblems } = readSeats(seats, root);
    const scenarios = listOf(scenario || "blank");
    const problems = [...seatProblems, ...scenarioProblems(scenarios)];
    return problems.length > 0 ? { problems } : { made: { people, scenarios }, problems };
}

function readSeats(text: string, root: string): { people: Person[]; problems: string[] } {
    if (isRoster(text)) return readRoster(text, root);
    const number = /^[1-9]\d{0,2}$/.test(text) ? Number(text) : NaN;
    if (!(number <= MOST_SEATS)) {
        const allowed = `whole numbers from 1 to ${MOST_SEATS}, or a roster in this folder (class.csv, class.yaml)`;
        return {
            people: [],
            problems: [`seats: ${quoted(text)} is not usable. Allowed: ${allowed}. ${toSet("seats", 30)}`],
        };
    }
    const width = Math.max(2, text.length);
    return {
        people: Array.from({ length: number }, (_, index) => ({ seat: String(index + 1).padStart(width, "0") })),
        problems: [],
    };
}

/** Names in a text, or in a list as JSON. */
function listOf(text: string): string[] {
    if (!text.startsWith("[")) return [text];
    try {
        return z.array(z.string()).min(1).parse(JSON.parse(text));
    } catch {
        return [text];
    }
}

function scenarioProblems(scenarios: readonly string[]): string[] {
    const allowed = `${FIT.join(", ")}; one, or a list of several, each once`;
    return scenarios
        .filter((name, index) => !FIT.includes(name) || scenarios.indexOf(name) !== index)
        .map(
            (name) =>
                `scenario: ${quoted(name)} is none that a seat can have.${didYouMean(name, FIT)} Allowed: ${allowed}. ${toSet("scenario", FIT[0]!)}`,
        );
}

/** The labs of a class, seat by seat. */
export function seatsOf(classroom: string, { people, scenarios }: ClassConfig): Seat[] {
    return people.flatMap((person) =>
        scenarios.map((scenario) => ({ ...person, scenario, stack: classroom + endOf(person, scenario, scenarios) })),
    );
}

/** What follows the name of the class in the name of a seat's stack. */
function endOf({ seat }: Person, scenario: string, all: readonly string[]): string {
    return all.length > 1 ? `-${seat}-${scenario}` : `-${seat}`;
}

/** A lab of a seat, as the name of its stack says. */
export interface SeatLab {
    classroom: string;
    scenario: string;
    /** The seat's name among those of all classes: what all its labs have in common. */
    seat: string;
    /** The seat's name in its class. */
    person: string;
    /** Where it stands among the labs of the class, from 0 on, seat by seat. */
    index: number;
}

/** The lab of a seat's stack, by its name; undefined for the name of none. */
export function labOf(stack: string, { people, scenarios }: ClassConfig): SeatLab | undefined {
    const labs = people.flatMap((person) => scenarios.map((scenario) => ({ person, scenario })));
    const index = labs.findIndex(({ person, scenario }) => {
        const end = endOf(person, scenario, scenarios);
        return stack.endsWith(end) && STACK_NAME.test(stack.slice(0, -end.length));
    });
    if (index < 0) return undefined;
    const { person, scenario } = labs[index]!;
    const classroom = stack.slice(0, -endOf(person, scenario, scenarios).length);
    return { classroom, scenario, seat: `${classroom}-${person.seat}`, person: person.seat, index };
}

/** Seats whose stacks' names end alike, so that which of the two one is does not follow from its name; undefined where there are none. */
export function alike({ people, scenarios }: ClassConfig): [string, string] | undefined {
    for (const one of people)
        for (const other of people)
            if (one !== other && endOf(one, "", scenarios).endsWith(endOf(other, "", scenarios)))
                return [one.seat, other.seat];
    return undefined;
}

/** What is wrong with a stack that has the config of a class, and is none of its seats. */
export function noSeat(stack: string, config: ClassConfig): string {
    const all = seatsOf(stack, config).map((seat) => seat.stack);
    const allowed = all.length > 1 ? `${all[0]} to ${all.at(-1)}` : all[0];
    return (
        `stack: ${quoted(stack)} is a class, and each of its seats a stack of its own. Allowed: ${allowed}. ` +
        `Make all of them with: ./lab class up; or one with: pulumi up --stack ${all[0]} --config-file stacks/Pulumi.${stack}.yaml`
    );
}
