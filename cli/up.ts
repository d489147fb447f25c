import { CheckResult, PATIENCE } from "../components/lib/probe";
import { json } from "../components/lib/printable";
import { handOver } from "../stacks/handover";
import { agree, forget } from "./lib/agreed";
import { EXIT } from "./lib/errors";
import {
    confirmLosses,
    lookAtLabs,
    lossesOfUp,
    readable,
    ReadLab,
    refuseForeign,
    refuseWithoutDisks,
    refuseWithoutImages,
    replaces,
} from "./lib/labs";
import { CheckReport, tryChecks } from "./lib/live-checks";
import { initStack, interrupted, operate, Operation, passInterruptsOn, Report } from "./lib/pulumi";
import { beginRecord, isUnknown } from "./lib/record";
import { renderChecks, renderFailure, renderWarnings, tally } from "./lib/report";
import { sideBySide } from "./lib/side-by-side";
import { checkout, isMadeByItself, LabStack, selectStacks } from "./lib/stacks";
import { count, seconds, table } from "./lib/text";
import { circumstancesOf, Unchanged, unchanged, writeProof } from "./lib/unchanged";

/** Options of `lab up`. */
export interface UpOptions {
    yes?: boolean;
    json?: boolean;
}

/** What became of one stack. */
export interface UpResult {
    stack: string;
    /** Whether the operation succeeded; how the checks came out is another thing. */
    ok: boolean;
    interrupted: boolean;
    seconds: number;
    changes: number;
    checks: CheckResult[];
    hosts: unknown[];
    warnings: string[];
    errors: string[];
}

/** `lab up`: makes or repairs labs. */
export async function up(names: readonly string[], options: UpOptions): Promise<number> {
    const stacks = selectStacks(names);
    // The libraries load while the looks wait for the engine.
    const [labs] = await Promise.all([lookAtLabs(stacks), import("execa"), import("listr2")]);
    const found = readable(labs);
    const made = checkout();
    refuseWithoutImages(found, made);
    refuseWithoutDisks(found, made);
    await refuseForeign(found);
    await confirmLosses(lossesOfUp(found, made), options.yes === true);
    for (const lab of found) if (replaces(lab, made) !== undefined) agree(lab.stack.stack, lab.found);

    passInterruptsOn();
    const jobs = found.map((lab) => ({
        name: lab.stack.stack,
        run: async (report: Report) => {
            const still = await unchanged(lab, made);
            const result = await (still ? stays(lab, still) : upOne(lab, report));
            return { result, ok: isFine(result), words: wordsOf(result) };
        },
    }));
    const results = await sideBySide(jobs, options.json === true);
    process.stdout.write(options.json ? json(results) : renderUp(results));
    return results.every(isFine) ? EXIT.fine : EXIT.failed;
}

/** What an engine says of a network or a port that is taken. */
const TAKEN = /Pool overlaps with other one|port is already allocated|address already in use/;

async function upOne({ stack, found, at }: ReadLab, report: Report): Promise<UpResult> {
    if (interrupted()) return resultOf(stack, undefined);
    const circumstances = circumstancesOf(stack);
    const run = (seen = handOver(stack.stack, at, found)) =>
        operate(stack, ["up", "--yes", "--skip-preview"], report, seen);
    // To find out by trying costs as much again; where the record has no files that is the way.
    if (isMadeByItself(stack) && isUnknown(stack.stack) && !beginRecord(stack.stack)) await initStack(stack);
    let operation = await run();
    if (operation.noStack && isMadeByItself(stack)) {
        await initStack(stack);
        operation = await run();
    }
    // What was free at the look is somebody else's by now. The next look sees that, and something else is chosen.
    if (operation.errors.some((error) => TAKEN.test(error))) {
        const { cleared } = operation;
        operation = await run({});
        operation.cleared.unshift(...cleared);
    }
    if (operation.ok) {
        forget(stack.stack);
        writeProof(stack.stack, circumstances);
    }
    return resultOf(stack, operation);
}

/**
 * A lab that an `up` would not change: its checks are tried as it is now. Those of a seat are left to `lab class check` where all had passed:
 * thirty seats' take longer than all else.
 */
async function stays(lab: ReadLab, { outputs }: Unchanged): Promise<UpResult> {
    const started = performance.now();
    const before = (outputs.checks as CheckResult[] | undefined) ?? [];
    const isSeat = lab.stack.classroom !== undefined;
    const stand = !lab.stack.options.proof || (isSeat && before.every(({ ok }) => ok));
    const { state, message, checks }: Omit<CheckReport, "stack" | "host"> = stand
        ? { state: "up", checks: before }
        : await tryChecks(lab, PATIENCE);
    return {
        stack: lab.stack.stack,
        ok: state === "up",
        interrupted: false,
        seconds: Number(seconds(performance.now() - started)),
        changes: 0,
        checks,
        hosts: (outputs.hosts as unknown[] | undefined) ?? [],
        warnings: [],
        errors: message === undefined ? [] : [message],
    };
}

function resultOf({ stack }: LabStack, operation: Operation | undefined): UpResult {
    const { checks, hosts } = operation?.ok ? operation.journal.outputs : {};
    return {
        stack,
        ok: operation?.ok ?? false,
        interrupted: operation?.interrupted ?? true,
        seconds: Number(seconds(operation?.milliseconds ?? 0)),
        changes: operation?.journal.changes.length ?? 0,
        checks: (checks as CheckResult[] | undefined) ?? [],
        hosts: (hosts as unknown[] | undefined) ?? [],
        warnings: operation ? [...operation.cleared, ...operation.journal.warnings] : [],
        errors: operation?.errors ?? [],
    };
}

function isFine({ ok, checks }: UpResult): boolean {
    return ok && checks.every((check) => check.ok);
}

function wordsOf(result: UpResult): string {
    if (result.interrupted) return "interrupted";
    if (!result.ok) return "failed";
    const changes = result.changes === 0 ? "no changes" : count(result.changes, "change");
    return `${changes}, ${tally(result.checks)}`;
}

/** What `lab up` prints at its end. */
export function renderUp(results: readonly UpResult[]): string {
    const rows = results.map((result) => [
        result.stack,
        result.ok ? `${result.checks.filter((check) => check.ok).length}/${result.checks.length}` : "-",
        String(result.changes),
        result.seconds.toFixed(1),
        result.ok ? `./lab shell ${result.stack}` : wordsOf(result),
    ]);
    const details = results.flatMap((result) => [
        renderWarnings(result),
        ...(result.ok ? [] : [renderFailure(result, `./lab up ${result.stack}`)]),
        ...(result.checks.every((check) => check.ok)
            ? []
            : [`\n${result.stack}\n${renderChecks(result.checks.filter((check) => !check.ok))}`]),
    ]);
    return `\n${table(["stack", "checks", "changes", "seconds", "look inside"], rows)}${details.join("")}`;
}
