import { quoted } from "../../components/lib/printable";
import { didYouMean } from "../../components/lib/problems";
import { Seat } from "../../stacks/classroom";
import { LabError } from "../lib/errors";
import { classes, knownStacks, ROOT, selectStacks } from "../lib/stacks";

/**
 * The labs of some seats of a class.
 *
 * @param seats none for all of them
 * @throws LabError where there is no such class or seat, or its config cannot be used
 */
export function seatLabs(classroom: string, seats: readonly string[], root = ROOT): Seat[] {
    const rooms = classes(root);
    const all = rooms.get(classroom);
    if (!all) {
        // A config that cannot be used says so.
        if (knownStacks(root).includes(classroom)) selectStacks([classroom], root);
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
    return seats.length > 0 ? all.filter(({ seat }) => seats.includes(seat)) : [...all];
}

/** The stacks of some seats of a class. @throws LabError */
export function seatStacks(classroom: string, seats: readonly string[]): string[] {
    return seatLabs(classroom, seats).map(({ stack }) => stack);
}
