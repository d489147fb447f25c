import { Found } from "../../components/lib/look";
import { quoted } from "../../components/lib/printable";
import { didYouMean } from "../../components/lib/problems";
import { LabError } from "../lib/errors";
import { findLabs, lookAtLabs, Seen } from "../lib/labs";
import { classes, knownStacks, ROOT, selectStacks } from "../lib/stacks";

/**
 * The stacks of some seats of a class.
 *
 * @param seats none for all of them
 * @throws LabError where there is no such class or seat, or its config cannot be used
 */
export function seatStacks(classroom: string, seats: readonly string[]): string[] {
    const rooms = classes(ROOT);
    const all = rooms.get(classroom);
    if (!all) {
        // A config that cannot be used says so.
        if (knownStacks(ROOT).includes(classroom)) selectStacks([classroom]);
        throw new LabError(
            `there is no class ${quoted(classroom)}.${didYouMean(classroom, [...rooms.keys()])} Classes: ${[...rooms.keys()].join(", ") || "none"}.`,
            `make one: pulumi stack init classroom --no-select && pulumi config set seats 30 --stack classroom && ` +
                `pulumi config set scenario custom-bridge --stack classroom`,
        );
    }
    const known = [...new Set(all.map(({ seat }) => seat))];
    const unknown = seats.filter((seat) => !known.includes(seat));
    if (unknown.length > 0)
        throw new LabError(
            `${classroom} has no seat ${unknown.map(quoted).join(", ")}`,
            `name some of ${known.length > 6 ? `${known[0]} to ${known.at(-1)}` : known.join(", ")}`,
        );
    return all.filter(({ seat }) => seats.length === 0 || seats.includes(seat)).map(({ stack }) => stack);
}

/** Who has the seats of a class: stack → name, where the roster has one. */
export function namesIn(classroom: string): ReadonlyMap<string, string> {
    const seats = classes(ROOT).get(classroom) ?? [];
    return new Map(seats.flatMap(({ stack, name }) => (name === undefined ? [] : [[stack, name] as const])));
}

/** Looks at some seats of a class; without names at all of them. @throws LabError as `seatStacks` does */
export function lookAtSeats(classroom: string, seats: readonly string[]): Promise<Seen[]> {
    return lookAtLabs(selectStacks(seatStacks(classroom, seats)));
}

/** Finds some seats of a class, as `lookAtSeats` looks at them. */
export function findSeats(classroom: string, seats: readonly string[]): Promise<Seen<Found>[]> {
    return findLabs(selectStacks(seatStacks(classroom, seats)));
}
