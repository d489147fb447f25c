import { LostMachineError } from "../../components/lib/observe";
import { proveEngine } from "../../components/lib/found-elsewhere";
import { handMade } from "../../components/lib/hand-made";
import { printableLine } from "../../components/lib/printable";
import { reach } from "../../stacks/reach";
import { destroyLabs } from "../destroy";
import { confirm } from "./ask";
import { LabError } from "./errors";
import { giveUp } from "./give-up";
import { apart, lookAtLabs, Seen } from "./labs";
import { checkout, LabStack } from "./stacks";

// A seat moves because config gives it no room any more where it is: `seats: 0`, or fewer than are there. It is removed there and made anew on
// another machine. Where that of before does not answer, it is given up: what it has there is written down (left-behind.ts), and the tool forgets it.

/** What a move means for the lab of a seat, in words. */
export interface Move {
    stack: string;
    why: string;
    /** What is lost with it, a line each. */
    lost: string[];
}

/** What the moves of some labs mean. */
export function movesOf(labs: readonly Seen[]): Move[] {
    return labs.flatMap((lab) => {
        const { stack, machine, movesTo } = lab.stack;
        if (movesTo === undefined) return [];
        const why = `it moves from ${machine} to ${movesTo}, because hosts has no room for it on ${machine} any more`;
        if (lab.unreadable !== undefined) {
            const unseen = `what was made in it by hand, which cannot be seen: ${lab.lost ?? lab.unreadable}`;
            return [{ stack, why, lost: [unseen] }];
        }
        return [{ stack, why, lost: handMade(lab.found, lab.stack) }];
    });
}

/**
 * Moves the labs of seats that config moves, up to where the next `up` makes them: it says what that means, and asks.
 *
 * @returns whether there were any
 * @throws LabError without a yes, or where a machine that seats are to move to does not answer; nothing is changed then
 */
export async function moveAway(
    stacks: readonly LabStack[],
    options: { yes?: boolean; json?: boolean },
): Promise<boolean> {
    const moving = stacks.filter(({ movesTo }) => movesTo !== undefined);
    if (moving.length === 0) return false;
    const labs = await lookAtLabs(moving);
    const { read, lost } = apart(labs);
    await proveTargets(moving);
    process.stderr.write(renderMoves(movesOf(labs)));
    await confirm("Make them anew there?", options.yes === true);
    const { owner } = checkout();
    for (const { stack } of lost) await giveUp(owner, stack);
    const there = read.map(({ stack }) => stack);
    if (there.length > 0) await destroyLabs(there, { yes: true, quiet: options.json });
    return true;
}

async function proveTargets(moving: readonly LabStack[]): Promise<void> {
    const names = new Set(moving.map(({ movesTo }) => movesTo));
    const entries = (moving[0]!.listed ?? []).flatMap((entry) =>
        names.has(entry.name) && !("local" in entry) ? [entry] : [],
    );
    try {
        for (const elsewhere of await reach(entries)) await proveEngine(elsewhere, false);
    } catch (error) {
        if (!(error instanceof LostMachineError)) throw error;
        const seats = moving.flatMap(({ stack, movesTo }) => (movesTo === error.machine ? [stack] : []));
        throw new LabError(
            `${seats.join(", ")} cannot move to ${error.machine}: ${error.words}`,
            `start that machine; or give it no room in hosts either: seats: 0`,
        );
    }
}

function renderMoves(moves: readonly Move[]): string {
    return moves
        .map(({ stack, why, lost }) => {
            const things = lost.map((thing) => `  - ${printableLine(thing)}\n`).join("");
            return `${stack} is made anew, because ${why}${lost.length > 0 ? `. Lost with it:\n${things}` : ".\n"}`;
        })
        .join("");
}
