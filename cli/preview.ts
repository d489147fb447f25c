import { json, printable, printableLine } from "../components/lib/printable";
import { handOver } from "../stacks/handover";
import { EXIT, LabError } from "./lib/errors";
import { Change } from "./lib/journal";
import {
    apart,
    lookAtLabs,
    LostSeat,
    ReadLab,
    refuseForeign,
    refuseWithoutDisks,
    refuseWithoutImages,
} from "./lib/labs";
import { Move, movesOf } from "./lib/moves";
import { errorsOf, operate, passInterruptsOn, pulumi } from "./lib/pulumi";
import { renderFailure } from "./lib/report";
import { sideBySide } from "./lib/side-by-side";
import { checkout, LabStack, selectStacks, stackArguments } from "./lib/stacks";
import { count, indent } from "./lib/text";
import { unchanged } from "./lib/unchanged";
import { inWords } from "./lib/words";

/** Options of `lab preview`. */
export interface PreviewOptions {
    refresh?: boolean;
    diff?: boolean;
    json?: boolean;
}

/** What `up` would do to one stack. */
export interface PreviewResult {
    stack: string;
    ok: boolean;
    changes: Change[];
    warnings: string[];
    errors: string[];
    /** The tool's own account, for --diff. */
    diff?: string;
}

/** `lab preview`: shows what `up` would do, and changes nothing. */
export async function preview(names: readonly string[], options: PreviewOptions): Promise<number> {
    if (options.diff && options.json) throw new LabError("--diff and --json exclude each other", "use one of them");
    const stacks = selectStacks(names);
    passInterruptsOn();
    const command = ["preview", ...(options.refresh ? ["--refresh"] : [])];
    const [labs] = await Promise.all([lookAtLabs(stacks), import("execa"), import("listr2")]);
    const { read, lost } = apart(labs);
    const moves = new Map(movesOf(labs).map((move) => [move.stack, move]));
    const found = read.filter(({ stack }) => !moves.has(stack.stack));
    const made = checkout();
    refuseWithoutImages(found, made);
    refuseWithoutDisks(found, made);
    await refuseForeign(found);
    const jobs = found.map((lab) => ({
        name: lab.stack.stack,
        run: async () => {
            const result = await (options.diff
                ? diffOne(lab.stack, command)
                : options.refresh !== true && (await unchanged(lab, made))
                  ? stays(lab)
                  : previewOne(lab, command));
            return { result, ok: result.ok, words: wordsOf(result) };
        },
    }));
    const previewed = await sideBySide(jobs, options.json === true || !process.stdout.isTTY);
    const all = new Map(
        [...previewed, ...lost.map(notReached), ...[...moves.values()].map(moved)].map((one) => [one.stack, one]),
    );
    const results = stacks.flatMap(({ stack }) => all.get(stack) ?? []);
    process.stdout.write(options.json ? renderJson(results) : renderPreview(results));
    return results.every((result) => result.ok) ? EXIT.fine : EXIT.failed;
}

/** A seat whose machine does not answer. */
function notReached({ stack: { stack }, lost }: LostSeat): PreviewResult {
    return { stack, ok: false, changes: [], warnings: [], errors: [lost] };
}

/** A seat that is made anew on another machine. */
function moved({ stack, why, lost }: Move): PreviewResult {
    const change: Change = { op: "replace", thing: { kind: "lab", name: "" }, reason: why };
    const warnings = lost.map((thing) => `lost with it: ${printableLine(thing)}`);
    return { stack, ok: true, changes: [change], warnings, errors: [] };
}

function stays({ stack }: ReadLab): PreviewResult {
    return { stack: stack.stack, ok: true, changes: [], warnings: [], errors: [] };
}

async function previewOne({ stack, found, at }: ReadLab, command: readonly string[]): Promise<PreviewResult> {
    const { ok, noStack, errors, journal } = await operate(
        stack,
        command,
        () => undefined,
        handOver(stack.stack, at, found),
    );
    // A seat's stack is made by its first `up`.
    if (noStack && stack.classroom !== undefined) return newSeat(stack);
    if (noStack) throw new LabError(`the stack ${stack.stack} was not made yet`, "./lab setup");
    return { stack: stack.stack, ok, changes: journal.changes, warnings: journal.warnings, errors };
}

function newSeat({ stack }: LabStack): PreviewResult {
    const made: Change = { op: "make", thing: { kind: "lab", name: "" }, reason: "the seat is new" };
    return { stack, ok: true, changes: [made], warnings: [], errors: [] };
}

async function diffOne(lab: LabStack, command: readonly string[]): Promise<PreviewResult> {
    const color = process.stdout.isTTY ? "always" : "never";
    const run = await pulumi([...command, "--diff", "--color", color, ...stackArguments(lab)]);
    const ok = run.exitCode === EXIT.fine;
    return {
        stack: lab.stack,
        ok,
        changes: [],
        warnings: [],
        errors: ok ? [] : errorsOf([], run),
        diff: run.stdout,
    };
}

function wordsOf({ ok, changes, diff }: PreviewResult): string {
    if (!ok) return "failed";
    if (diff !== undefined) return "compared";
    return changes.length === 0 ? "no changes" : count(changes.length, "change");
}

const SIGNS = { make: "+", change: "~", replace: "±", remove: "-" } as const;

/** What `lab preview` prints. */
export function renderPreview(results: readonly PreviewResult[]): string {
    return results.map(renderOne).join("");
}

function renderOne(result: PreviewResult): string {
    const { stack, ok, changes, warnings, errors, diff } = result;
    if (!ok) return renderFailure({ stack, interrupted: false, errors }, `./lab preview ${stack}`);
    if (diff !== undefined) return `${stack}:\n${indent(diff, "  ")}`;
    const lines = changes.map(({ op, thing, reason }) => {
        const why = reason === "" ? "" : `: ${printableLine(reason)}`;
        return `  ${SIGNS[op]} ${op} ${inWords(thing)}${why}\n`;
    });
    const notes = warnings.map((warning) => indent(`${printable(warning)}\n`, "  ! "));
    return `${stack}: ${wordsOf(result)}\n${notes.join("")}${lines.join("")}`;
}

/** What `lab preview --json` prints. */
export function renderJson(results: readonly PreviewResult[]): string {
    const document = results.map(({ stack, ok, changes, warnings, errors }) => ({
        stack,
        ok,
        changes: changes.map(({ op, thing, reason }) => ({ op, ...thing, reason })),
        warnings,
        errors,
    }));
    return json(document);
}
