import { rm } from "fs/promises";
import { join } from "path";
import { setTimeout } from "timers/promises";
import { EXIT, LabError, messageOf } from "./errors";
import { forgetOldStates } from "./history";
import { EngineEvent, Journal } from "./journal";
import { CUT_OFF, isGone, removeLock, tornLocks, voidLocks } from "./locks";
import { withProgram } from "./programs";
import { mendState } from "./record";
import { whereSalted } from "./salt";
import { makeScratch, removeScratch } from "./scratch";
import { mendFirst } from "./shortages";
import { configFileOf, LabStack, ROOT, stackArguments } from "./stacks";
import { count } from "./text";

/** How a run of the tool ended. */
export interface ToolRun {
    exitCode: number;
    stdout: string;
    stderr: string;
    /** Whether it was Ctrl-C that ended it. */
    interrupted: boolean;
}

/** The program starts as quickly as `lab` itself; a path in quotes may have any character. */
const NODE_OPTIONS =
    `${process.env.NODE_OPTIONS ?? ""} --require ${JSON.stringify(join(ROOT, "start.cjs"))}`.trimStart();

/** The tool and its plugins live for seconds and have little to clean up: a tenth less of processor time for 40 MiB more. */
const GOGC = process.env.GOGC ?? "400";

const running = new Set<{ kill(signal: NodeJS.Signals): boolean }>();
let interrupts = 0;

/** Whether Ctrl-C was pressed. */
export function interrupted(): boolean {
    return interrupts > 0;
}

/**
 * Passes Ctrl-C on to the running operations and waits for them: the tool ends what it has begun and writes it down. A second one
 * makes it give up at once.
 */
export function passInterruptsOn(): void {
    const pass = () => {
        interrupts++;
        if (interrupts === 1)
            process.stderr.write("\nlab: stopping; what is under way is ended first (again: at once)\n");
        for (const child of running) child.kill("SIGINT");
    };
    process.on("SIGINT", pass);
    process.on("SIGTERM", pass);
    process.on("SIGHUP", pass);
}

/** Runs the tool in the checkout, and gives each line of its standard output to `onLine`, or collects them. */
export async function pulumi(
    args: readonly string[],
    options: { env?: Record<string, string>; onLine?: (line: string) => void; input?: string } = {},
): Promise<ToolRun> {
    const { execa } = await import("execa");
    const { env = {}, onLine, input } = options;
    // Where a program fails, its pipes stay.
    const TMPDIR = makeScratch();
    const child = execa("pulumi", ["--non-interactive", ...args], {
        cwd: ROOT,
        env: { PULUMI_SKIP_UPDATE_CHECK: "true", GOGC, NODE_OPTIONS, TMPDIR, ...env },
        ...(input === undefined ? { stdin: "ignore" } : { input }),
        reject: false,
        buffer: { stdout: onLine === undefined, stderr: true },
        // Away from the terminal: a terminal sends Ctrl-C to everything in the foreground, and twice means "at once" to the tool.
        detached: true,
    });
    running.add(child);
    try {
        if (onLine) for await (const line of child) onLine(line);
        const { exitCode, stdout, stderr, cause } = await child;
        if (exitCode === undefined && cause) {
            const why = messageOf(cause);
            throw new LabError(`pulumi cannot be run: ${why}`, mendFirst(why) ?? "./lab setup");
        }
        return {
            exitCode: exitCode ?? EXIT.failed,
            stdout: stdout ?? "",
            stderr,
            interrupted: interrupted(),
        };
    } finally {
        running.delete(child);
        removeScratch(TMPDIR);
    }
}

/** Exit code of the tool for a stack that is not there. */
const NO_STACK = 6;

/** How an operation on a stack ended. */
export interface Operation {
    journal: Journal;
    ok: boolean;
    interrupted: boolean;
    /** There is no such stack, so there was nothing to work on. */
    noStack: boolean;
    /** What the tool said was wrong, as it said it. */
    errors: string[];
    /** What an operation that was killed had left, and what became of it, in words. */
    cleared: string[];
    milliseconds: number;
}

/**
 * Hears what a job is doing.
 *
 * @param now all of it, in words
 * @param begun what began just now, if anything
 */
export type Report = (now: string, begun: string | undefined) => void;

/** How often an operation is tried whose stack is locked. */
const TRIES = 3;

/**
 * Runs one operation of the tool on a stack, and tells what it is doing each time that changes. What an operation that was killed has
 * left is cleared away: its lock first, and what it had begun once this one has ended well.
 */
export async function operate(
    stack: LabStack,
    command: readonly string[],
    report: Report,
    env: Record<string, string> = {},
): Promise<Operation> {
    let operation = await operateOnce(stack, command, report, env);
    const cleared: string[] = [];
    for (let tries = 1; tries < TRIES && !operation.ok; tries++) {
        const { said, again } = await clearAway(stack.stack, operation.errors);
        cleared.push(...said);
        if (!again) break;
        // Without what was looked at before: whoever held the lock may have changed the lab since.
        operation = await operateOnce(stack, command, report, {});
    }
    if (operation.ok) cleared.push(...(await forgetPending(stack.stack, operation.journal)));
    forgetOldStates(stack.stack);
    return { ...operation, cleared };
}

/** Clears away what keeps an operation from its stack. @returns what was done, in words, and whether the operation is to be tried again */
async function clearAway(stack: string, errors: readonly string[]): Promise<{ said: string[]; again: boolean }> {
    const locks = voidLocks(errors);
    const torn = await tornLocks(stack, errors);
    const said = locks.length > 0 ? await unlock(stack, locks) : [];
    if (torn.filter(removeLock).length > 0) said.push("the lock of an operation that had no room for it was removed");
    // Also where this operation has cut it off itself: plain pulumi could do nothing with the stack any more.
    if (mendState(stack)) said.push("its record was cut off, and is mended");
    // What is whole by now was being written by somebody else.
    const again = locks.length + torn.length > 0 || errors.some((error) => CUT_OFF.test(error));
    return { said, again };
}

/** Removes void locks. @returns what it did, in words */
async function unlock(stack: string, locks: readonly string[]): Promise<string[]> {
    const left = locks.filter((lock) => !isGone(lock));
    // Two that begin at the same moment both make way; they are not to begin at the same moment again.
    if (left.length === 0) await setTimeout(Math.random() * 1000);
    if (!left.every(removeLock)) await pulumi(["cancel", "--yes", "--stack", stack]);
    return left.length > 0 ? ["the lock of an operation that was killed was removed"] : [];
}

/**
 * Has the tool forget what is on its record as begun and not ended, which an import drops: it would warn of it for ever, and the lab's
 * first resource has swept what came of it. @returns what it did, or why that could not be done, in words
 */
export async function forgetPending(
    stack: string,
    { pending }: Pick<Journal, "pending">,
    tool: typeof pulumi = pulumi,
): Promise<string[]> {
    if (pending === 0) return [];
    const swept = `an operation was killed with ${count(pending, "step")} under way: what came of that was swept`;
    const exported = await tool(["stack", "export", "--stack", stack]);
    const isExported = exported.exitCode === EXIT.fine;
    const ended = isExported ? await tool(["stack", "import", "--stack", stack], { input: exported.stdout }) : exported;
    if (ended.exitCode === EXIT.fine) return [swept];
    const what = isExported ? "could not be written" : "could not be read";
    return [
        `${swept}, but it stays on record until the next operation, because the record ${what}: ${errorsOf([], ended).join("\n")}`,
    ];
}

function operateOnce(...args: Parameters<typeof operateNow>): Promise<Omit<Operation, "cleared">> {
    return whereSalted(args[0], () => operateNow(...args));
}

async function operateNow(
    stack: LabStack,
    command: readonly string[],
    report: Report,
    env: Record<string, string>,
): Promise<Omit<Operation, "cleared">> {
    const journal = new Journal(stack.scenario.name);
    const started = performance.now();
    const { run, ok } = await withProgram(command, env, async (program) => {
        const run = await pulumi([...command, "--json", ...stackArguments(stack), ...program], {
            // Without it, preview would print one document at its end.
            env: { PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "true" },
            onLine(line) {
                const event = parseEvent(line);
                if (!event) return;
                const begun = journal.add(event);
                report(journal.now, begun);
            },
        });
        // An interrupted destroy may end with 0 and leave things behind.
        return { run, ok: run.exitCode === EXIT.fine && !run.interrupted };
    });
    return {
        journal,
        ok,
        interrupted: run.interrupted,
        noStack: run.exitCode === NO_STACK || /no stack named/.test(run.stderr),
        errors: ok || run.interrupted ? [] : errorsOf(journal.errors, run),
        milliseconds: performance.now() - started,
    };
}

/** An event of the engine from a line of output; undefined for any other line. */
export function parseEvent(line: string): EngineEvent | undefined {
    if (!line.startsWith("{")) return undefined;
    try {
        return JSON.parse(line) as EngineEvent;
    } catch {
        return undefined;
    }
}

/** The tool's own errors: those of the engine, or what it wrote when it did not get that far. */
export function errorsOf(ofEngine: readonly string[], run: Pick<ToolRun, "exitCode" | "stderr">): string[] {
    if (ofEngine.length > 0) return [...ofEngine];
    const said = run.stderr
        .split("\n")
        .filter((line) => !/^warning: using pulumi-/.test(line))
        .join("\n")
        .replace(/^error: /, "")
        .trim();
    return [said || `pulumi ended with exit status ${run.exitCode} and said nothing`];
}

/** Makes a stack's record, without making it the current one. @throws LabError when the tool refuses */
export async function initStack(lab: Pick<LabStack, "stack" | "classroom">): Promise<void> {
    const { stack, classroom } = lab;
    const run = await pulumi(["stack", "init", stack, "--no-select"]);
    if (run.exitCode !== EXIT.fine && !/already exists/.test(run.stderr)) {
        const why = run.stderr.replace(/^error: /gm, "").trim();
        throw new LabError(`the stack ${stack} could not be made: ${why}`, mendFirst(why), EXIT.failed);
    }
    // The tool gives it a file for a config of its own, with nothing but a salt in it; a seat has its class's.
    if (classroom !== undefined) await rm(join(ROOT, configFileOf({ stack })), { force: true });
}
