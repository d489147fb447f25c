import { EXIT, LabError } from "./lib/errors";
import { confirmLosses, lookAtLabs, lossesOfDestroy } from "./lib/labs";
import { interrupted, operate, passInterruptsOn, Report } from "./lib/pulumi";
import { renderFailure } from "./lib/report";
import { sideBySide } from "./lib/side-by-side";
import { LabStack, selectStacks } from "./lib/stacks";
import { seconds, table } from "./lib/text";
import { summary, Thing } from "./lib/words";

/** Options of `lab destroy`. */
export interface DestroyOptions {
    yes?: boolean;
    json?: boolean;
}

/** What became of one stack. */
export interface DestroyResult {
    stack: string;
    ok: boolean;
    interrupted: boolean;
    milliseconds: number;
    removed: Thing[];
    errors: string[];
}

/** `lab destroy`: removes labs, and leaves their stacks and config. */
export async function destroy(names: readonly string[], options: DestroyOptions): Promise<number> {
    const stacks = selectStacks(names);
    const [labs] = await Promise.all([lookAtLabs(stacks), import("execa"), import("listr2")]);
    // A lab that does not answer may hold hand-made work, too. Somebody must be able to remove it nevertheless.
    const unread = labs.flatMap((lab) =>
        lab.unreadable === undefined ? [] : [`${lab.stack.stack}: ${lab.unreadable}`],
    );
    if (unread.length > 0 && !options.yes) {
        throw new LabError(unread.join("\n"), "mend that, or remove what cannot be read, with --yes");
    }
    const read = labs.flatMap((lab) => (lab.unreadable === undefined ? [lab] : []));
    await confirmLosses(lossesOfDestroy(read), options.yes === true);

    passInterruptsOn();
    const jobs = stacks.map((stack) => ({
        name: stack.stack,
        run: async (report: Report) => {
            const result = await destroyOne(stack, report);
            return { result, ok: result.ok, words: wordsOf(result) };
        },
    }));
    const results = await sideBySide(jobs, options.json === true);
    process.stdout.write(options.json ? JSON.stringify(results, undefined, 2) + "\n" : renderDestroy(results));
    return results.every((result) => result.ok) ? EXIT.fine : EXIT.failed;
}

async function destroyOne({ stack, scenario }: LabStack, report: Report): Promise<DestroyResult> {
    if (interrupted()) return { stack, ok: false, interrupted: true, milliseconds: 0, removed: [], errors: [] };
    const operation = await operate({ stack, scenario: scenario.name }, ["destroy", "--yes", "--skip-preview"], report);
    const { milliseconds, errors, noStack, journal } = operation;
    const removed = journal.changes.filter(({ op }) => op === "remove").map(({ thing }) => thing);
    // No stack is nothing to remove.
    return { stack, ok: operation.ok || noStack, interrupted: operation.interrupted, milliseconds, removed, errors };
}

function wordsOf({ ok, interrupted, removed }: DestroyResult): string {
    if (interrupted) return "interrupted";
    if (!ok) return "failed";
    return removed.length === 0 ? "nothing was there" : "removed";
}

/** What `lab destroy` prints at its end. */
export function renderDestroy(results: readonly DestroyResult[]): string {
    const rows = results.map((result) => [
        result.stack,
        seconds(result.milliseconds),
        result.ok && result.removed.length > 0 ? summary(result.removed) : wordsOf(result),
    ]);
    const failures = results.filter((result) => !result.ok);
    const details = failures.map((result) => renderFailure(result, `./lab destroy ${result.stack}`));
    return `\n${table(["stack", "seconds", "removed"], rows)}${details.join("")}`;
}
