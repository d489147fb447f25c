import { ChildProcess, fork } from "child_process";
import { once } from "events";
import { join } from "path";
import { EXIT, LabError } from "./errors";
import { makeScratch, removeScratch } from "./scratch";
import { ROOT } from "./stacks";

// The tool has a language host load and run the program anew for each operation, which is 0.7 s of processor time. `lab` has processes that
// loaded it once, and run it for one operation after the other; never for two at a time, because the SDK counts errors by process.

/** Processes that are loaded, or being loaded, and run nothing now. */
const idle: Promise<Program>[] = [];

/** Begins to load the program, for an operation that is to come: on its way there are three tenths of a second. */
export function loadAhead(): void {
    const coming = Program.start();
    coming.catch(() => undefined); // who takes it is told
    idle.push(coming);
}

/**
 * Runs an operation of the tool with a program that is loaded already. One that did not end well is the last of its process: something of it may
 * still be under way there.
 *
 * @param command the operation; a destroy runs no program
 * @param environment what the program is to find in its environment
 * @param operate is given the arguments by which the tool finds the program
 */
export async function withProgram<T extends { ok: boolean }>(
    command: readonly string[],
    environment: Record<string, string>,
    operate: (args: readonly string[]) => Promise<T>,
): Promise<T> {
    if (command[0] === "destroy") return operate([]);
    const program = await Program.take(environment);
    let ok = false;
    try {
        const result = await operate(program.args);
        ok = result.ok;
        return result;
    } finally {
        program.giveBack(ok);
    }
}

/** A process that has the checkout's program loaded, for one operation at a time. */
class Program {
    /** By which the tool finds it. */
    readonly args: readonly string[];
    private readonly ended: Promise<unknown>;

    private constructor(
        private readonly child: ChildProcess,
        private readonly folder: string,
        socket: string,
    ) {
        this.ended = once(child, "exit");
        this.args = [`--client=unix:${socket}`, "--exec-kind=auto.inline"];
    }

    /** One that nothing else uses until it is given back. */
    static async take(environment: Record<string, string>): Promise<Program> {
        const program = await (idle.pop() ?? Program.start());
        program.hold(true);
        program.child.send(environment);
        await program.says("taken");
        return program;
    }

    giveBack(ok: boolean): void {
        this.hold(false);
        if (ok && this.child.connected) idle.push(Promise.resolve(this));
        else this.end();
    }

    /** One that is loaded, and that nobody waits for. */
    static async start(): Promise<Program> {
        const folder = makeScratch();
        const socket = join(folder, "program");
        const child = fork(join(__dirname, "program-server.ts"), [socket], {
            cwd: ROOT,
            // Away from the terminal, like the tool: Ctrl-C is for `lab`, which passes it on.
            detached: true,
            // It lives for too short a time to be optimized while it runs.
            execArgv: ["--no-opt", "--require", join(ROOT, "start.cjs")],
            stdio: ["ignore", "ignore", "inherit", "ipc"],
        });
        const program = new Program(child, folder, socket);
        process.once("exit", () => program.end());
        await program.says("ready");
        program.hold(false);
        return program;
    }

    private async says(word: string): Promise<void> {
        const said = once(this.child, "message") as Promise<[string]>;
        const heard = await Promise.race([said, this.ended.then(() => undefined)]);
        if (heard?.[0] !== word)
            throw new LabError("the process that runs the labs' program ended", "try again", EXIT.failed);
    }

    /** While it is in use, `lab` waits for it. */
    private hold(used: boolean): void {
        for (const handle of [this.child, this.child.channel]) handle?.[used ? "ref" : "unref"]();
    }

    private end(): void {
        this.child.kill("SIGKILL");
        removeScratch(this.folder);
    }
}
