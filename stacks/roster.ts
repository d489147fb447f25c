import { readFileSync } from "fs";
import { join } from "path";
import { parse as parseYaml } from "yaml";
import { z } from "zod";
import { printableLine, quoted } from "../components/lib/printable";

/** Who sits in a class: a seat, and who has it, where that is said. */
export interface Person {
    /** Its name in commands and stacks. */
    seat: string;
    name?: string;
}

/** A class of more would not be taught by one person. */
export const MOST_SEATS = 200;

/** A file in the checkout. */
const ROSTER = /^(?!.*\.\.)[\w-][\w./-]{0,100}\.(csv|ya?ml)$/;
const SEAT = /^[a-z0-9]([a-z0-9-]{0,14}[a-z0-9])?$/;
const SEATS = "up to 16 lower-case letters, digits and hyphens, the first and the last a letter or a digit, each once";

const row = z.union([
    z.coerce
        .string()
        .refine((text) => text !== "[object Object]")
        .transform((seat): Person => ({ seat })),
    z.strictObject({ seat: z.coerce.string(), name: z.string().optional() }),
]);

/** Whether a text may be the path of a roster. */
export function isRoster(text: string): boolean {
    return ROSTER.test(text);
}

/**
 * Reads a roster: a seat per line, with a name where there is one. In a CSV file `seat,name`; in a YAML file a list of seats, or of maps with
 * `seat` and `name`.
 *
 * @param path from the checkout's folder on
 */
export function readRoster(path: string, root: string): { people: Person[]; problems: string[] } {
    const problem = (what: string, allowed: string) => `${path}: ${what}. Allowed: ${allowed}. Change it there`;
    let people: Person[];
    try {
        const text = readFileSync(join(root, path), "utf8");
        people = z.array(row).parse(path.endsWith(".csv") ? rowsOf(text) : parseYaml(text));
    } catch (error) {
        return { people: [], problems: [problem(whyUnread(error), "a seat per line, and a name behind it")] };
    }
    const seats = people.map(({ seat }) => seat);
    const bad = seats.filter((seat, index) => !SEAT.test(seat) || seats.indexOf(seat) !== index);
    const problems = bad.map((seat) => problem(`${quoted(seat)} cannot be a seat`, SEATS));
    if (seats.length < 1 || seats.length > MOST_SEATS)
        problems.push(problem(`it has ${seats.length} seats`, `1 to ${MOST_SEATS} of them`));
    return { people, problems };
}

function whyUnread(error: unknown): string {
    if (error instanceof z.ZodError) return "it is no list of seats";
    const { code, message } = error as NodeJS.ErrnoException;
    // The tool's words have the whole path in them.
    if (code === "ENOENT") return "there is no such file";
    const [why = ""] = (code === undefined || code.startsWith("CSV_") ? message : code).split("\n");
    return `it cannot be read: ${printableLine(why).replace(/:$/, "")}`;
}

/** The rows of a CSV file; its first line may be a head. */
function rowsOf(text: string): Person[] {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- most classes have no such file, and start-up time counts
    const { parse } = require("csv-parse/sync") as typeof import("csv-parse/sync");
    const lines: string[][] = parse(text, { bom: true, relax_column_count: true, skip_empty_lines: true, trim: true });
    const [head] = lines;
    return lines.slice(head?.[0]?.toLowerCase() === "seat" ? 1 : 0).map(([seat = "", name]) => ({
        seat,
        ...(name ? { name } : {}),
    }));
}
