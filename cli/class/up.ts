import { destroyLabs } from "../destroy";
import { EXIT } from "../lib/errors";
import { up } from "../up";
import { leftLabs } from "./left";
import { seatStacks } from "./seats";

/**
 * `lab class up`: makes or repairs seats, each by itself: one that fails does not stop the others, and the next `up` goes on with it. Without
 * names, the labs of seats that the class has no more are removed first.
 */
export async function classUp(
    seats: readonly string[],
    options: { class: string; yes?: boolean; json?: boolean },
): Promise<number> {
    const left = seats.length > 0 ? [] : await leftLabs(options.class);
    // One that cannot be removed now, because its machine does not answer, keeps no other seat from anything.
    const removed = left.length > 0 ? await destroyLabs(left, { yes: options.yes }) : EXIT.fine;
    const made = await up(seatStacks(options.class, seats), options);
    return Math.max(removed, made);
}
