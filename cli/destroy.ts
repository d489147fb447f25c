import { json } from "../components/lib/printable";
import { whereaboutsFile } from "../components/lib/project";
import { agree, forget } from "./lib/agreed";
import { EXIT, LabError, messageOf } from "./lib/errors";
import { removeRecord } from "./lib/files";
import { giveUp, isGivenUp } from "./lib/give-up";
import { confirmLosses, isLostSeat, lookAtLabs, lossesOfDestroy, LostSeat, Seen } from "./lib/labs";
import { interrupted, operate, passInterruptsOn, Report } from "./lib/pulumi";
import { renderFailure, renderWarnings } from "./lib/report";
import { mendFirst } from "./lib/shortages";
import { loadAhead } from "./lib/programs";
import { Removal, removeSeats } from "./lib/seat-removal";
import { sideBySide } from "./lib/side-by-side";
import { checkout, LabStack, selectStacks } from "./lib/stacks";
import { seconds, table } from "./lib/text";
import { summary, Thing } from "./lib/words";

/** Options of `lab destroy`. */
export interface DestroyOptions {
    yes?: boolean;
    json?: boolean;
    /** Says nothing, where all went well. */
    quiet?: boolean;
    /** Whether the labs are to be made anew at once: then nothing at all is removed while a seat's machine does not answer. */
    anew?: boolean;
}

/** What became of one stack. */
export interface DestroyResult {
    stack: string;
    ok: boolean;
    interrupted: boolean;
    /** Whether it was given up, because its machine does not answer. */
    givenUp?: boolean;
    milliseconds: number;
    removed: Thing[];
    warnings: string[];
    errors: string[];
}

/** `lab destroy`: removes labs, and leaves their stacks and config. */
export async function destroy(names: readonly string[], options: DestroyOptions): Promise<number> {
    return destroyLabs(selectStacks(names), options);
}

/** Removes the labs of some stacks, and says what became of each. */
export async function destroyLabs(stacks: readonly LabStack[], options: DestroyOptions): Promise<number> {
    const [labs] = await Promise.all([lookAtLabs(stacks), import("execa"), import("listr2")]);
    // A lab that does not answer may hold hand-made work, too. Somebody must be able to remove it nevertheless.
    const lost = labs.flatMap((lab) => (isLostSeat(lab) && !isGivenUp(lab.stack) ? [lab] : []));
    const givenUp = labs.flatMap((lab) => (isLostSeat(lab) && isGivenUp(lab.stack) ? [lab] : []));
    if (options.anew && lost.length > 0)
        throw new LabError(lost.map((lab) => `${lab.stack.stack}: ${lab.lost}`).join("\n"), "name the others alone");
    const unread = labs.flatMap((lab) =>
        lab.unreadable === undefined || lost.some((one) => one === lab)
            ? []
            : [`${lab.stack.stack}: ${lab.unreadable}`],
    );
    if (unread.length > 0 && !options.yes) {
        const why = unread.join("\n");
        throw new LabError(why, `${mendFirst(why) ?? "mend that"}; or remove what cannot be read, with --yes`);
    }
    const read = labs.flatMap((lab) => (lab.unreadable === undefined ? [lab] : []));
    await confirmLosses(lossesOfDestroy(read), options.yes === true);
    for (const { stack, found } of read) agree(stack.stack, found);

    passInterruptsOn();
    const { owner } = checkout();
    const removal = removeSeats(read);
    if (options.anew) loadAhead();
    const isIn = (some: readonly Seen[], { stack }: LabStack) => some.some((lab) => lab.stack.stack === stack);
    const here = stacks.filter((stack) => !isIn([...lost, ...givenUp], stack));
    const jobs = here.map((stack) => ({
        name: stack.stack,
        run: async (report: Report) => {
            const result = await (removal.stacks.has(stack.stack)
                ? forgetOne(stack.stack, removal)
                : destroyOne(stack, report));
            return { result, ok: result.ok, words: wordsOf(result) };
        },
    }));
    const done = await sideBySide(jobs, options.json === true || options.quiet === true);
    for (const { stack } of givenUp) done.push(await giveUpOne(owner, stack));
    const all = new Map([...done, ...lost.map(notReached)].map((result) => [result.stack, result]));
    const results = stacks.flatMap(({ stack }) => all.get(stack) ?? []);
    if (!options.quiet) process.stdout.write(options.json ? json(results) : renderDestroy(results));
    return results.every((result) => result.ok) ? EXIT.fine : EXIT.failed;
}

const NOTHING_DONE = { ok: false, interrupted: false, milliseconds: 0, removed: [], warnings: [], errors: [] };

/** A seat whose machine does not answer. */
function notReached({ stack: { stack, machine }, lost }: LostSeat): DestroyResult {
    const way = `start it; or, where it is gone for good, give ${machine} seats: 0 in hosts, and destroy again`;
    return { ...NOTHING_DONE, stack, errors: [`${lost}: ${way}`] };
}

/** A seat that is given up with its machine. */
async function giveUpOne(owner: string, lab: LabStack): Promise<DestroyResult> {
    const { stack, machine } = lab;
    try {
        await giveUp(owner, lab);
    } catch (error) {
        return { ...NOTHING_DONE, stack, errors: [messageOf(error)] };
    }
    forget(stack);
    const warning = `what it has on ${machine} is written down, and removed by the next class up or class destroy that ${machine} answers`;
    return { ...NOTHING_DONE, stack, ok: true, givenUp: true, warnings: [warning] };
}

/** A seat, whose lab goes together with those of the others. */
async function forgetOne(stack: string, removal: Removal): Promise<DestroyResult> {
    const started = performance.now();
    const errors = await removal.forget(stack);
    const ok = errors.length === 0;
    if (ok) forget(stack);
    const removed = [{ kind: "lab host", name: "" }];
    const milliseconds = performance.now() - started;
    return { stack, ok, interrupted: false, milliseconds, removed, warnings: [], errors };
}

async function destroyOne(lab: LabStack, report: Report): Promise<DestroyResult> {
    const { stack } = lab;
    const result = { stack, ok: false, interrupted: true, milliseconds: 0, removed: [], warnings: [], errors: [] };
    if (interrupted()) return result;
    const operation = await operate(lab, ["destroy", "--yes", "--skip-preview"], report);
    const ok = operation.ok || operation.noStack; // no stack is nothing to remove
    if (ok) forget(stack);
    // The tool removes it with a lab; what a reset wrote down, of a seat that was not made again, it knows nothing of.
    if (ok && lab.classroom !== undefined) removeRecord(whereaboutsFile({ owner: checkout().owner, stack }));
    return {
        stack,
        ok,
        interrupted: operation.interrupted,
        milliseconds: operation.milliseconds,
        removed: operation.journal.changes.filter(({ op }) => op === "remove").map(({ thing }) => thing),
        warnings: [...operation.cleared, ...operation.journal.warnings],
        errors: operation.errors,
    };
}

function wordsOf({ ok, interrupted, givenUp, removed }: DestroyResult): string {
    if (interrupted) return "interrupted";
    if (!ok) return "failed";
    if (givenUp) return "given up";
    return removed.length === 0 ? "nothing was there" : "removed";
}

/** What `lab destroy` prints at its end. */
export function renderDestroy(results: readonly DestroyResult[]): string {
    const rows = results.map((result) => [
        result.stack,
        seconds(result.milliseconds),
        result.ok && result.removed.length > 0 ? summary(result.removed) : wordsOf(result),
    ]);
    const details = results.flatMap((result) => [
        renderWarnings(result),
        ...(result.ok ? [] : [renderFailure(result, `./lab destroy ${result.stack}`)]),
    ]);
    return `\n${table(["stack", "seconds", "removed"], rows)}${details.join("")}`;
}
