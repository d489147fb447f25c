import { execa } from "execa";
import { PATIENCE } from "../../cli/lib/patience";
import { familyOf } from "../../cli/lib/processes";

/** How a program ended. */
export interface Ended {
    exitCode: number;
    stdout: string;
    stderr: string;
    /** Both, in the order in which they came. */
    all: string;
}

/** Options of a program. */
export interface RunOptions {
    cwd?: string;
    /** The whole environment; that of the tests by default. */
    env?: NodeJS.ProcessEnv;
    /** Time limit in seconds. */
    seconds?: number;
    /** Whether an exit status other than 0 is an answer like any other. */
    mayFail?: boolean;
    stdin?: string;
}

/** Whether no program is begun any more, because of Ctrl-C. */
let stopped = false;
process.on("SIGINT", () => {
    if (stopped) process.exit(130);
    stopped = true;
});

/** After Ctrl-C every test fails at once; then programs run again, to remove what the tests have made. */
export function cleaningUp(): void {
    stopped = false;
}

/** Runs a program to its end. @throws Error with all that it said, when it fails or is too slow */
export async function run(file: string, args: readonly string[], options: RunOptions = {}): Promise<Ended> {
    const { cwd, env, mayFail = false, stdin } = options;
    const seconds = (options.seconds ?? 30) * PATIENCE;
    if (stopped) throw new Error("the tests were interrupted");
    const child = execa(file, args, {
        cwd,
        env: env ?? process.env,
        extendEnv: false,
        reject: false,
        all: true,
        timeout: seconds * 1000,
        ...(stdin === undefined ? { stdin: "ignore" } : { input: stdin }),
    });
    const { exitCode, stdout, stderr, all, timedOut, originalMessage } = await child;
    const line = [file, ...args].join(" ");
    if (exitCode === undefined || timedOut) {
        const why = timedOut ? `no end within ${seconds} s` : (originalMessage ?? "ended by a signal");
        throw new Error(`${line}\n${why}\n${String(all)}`);
    }
    const ended = { exitCode, stdout: String(stdout), stderr: String(stderr), all: String(all) };
    if (exitCode !== 0 && !mayFail) throw new Error(`${line}\nexit status ${exitCode}\n${ended.all}`);
    return ended;
}

/** What a shell command on the machine prints. */
export async function sh(command: string, seconds = 30): Promise<string> {
    return (await run("bash", ["-euo", "pipefail", "-c", command], { seconds })).stdout;
}

/** What the docker command prints on the machine. */
export async function docker(...args: string[]): Promise<string> {
    return (await run("docker", args)).stdout;
}

/** The id of the machine's image of busybox that labs are made from. */
export async function busyboxImage(): Promise<string> {
    return (await docker("images", "--format", "{{.ID}}", "docker-network-labs/busybox")).split("\n")[0]!;
}

/** Waits until something holds, and gives what it gave. @throws Error when it does not within the time */
export async function until<T>(
    what: string,
    seconds: number,
    attempt: () => Promise<T | undefined | false> | T | undefined | false,
): Promise<T> {
    const deadline = Date.now() + seconds * PATIENCE * 1000;
    for (;;) {
        const value = await attempt();
        if (value !== undefined && value !== false) return value;
        if (Date.now() > deadline) throw new Error(`not within ${seconds * PATIENCE} s: ${what}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
}

/** kill -9 for a process and all that it started. */
export function killFamily(pid: number): void {
    killAll(familyOf(pid));
}

/** kill -9 for processes, in this order. */
export function killAll(pids: readonly number[]): void {
    for (const pid of pids) {
        try {
            process.kill(pid, "SIGKILL");
        } catch {
            // it has ended meanwhile
        }
    }
}
