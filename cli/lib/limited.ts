import { ROOT } from "./stacks";

/** Options of a program that runs with a time limit. */
export interface LimitedOptions {
    /** Time limit in seconds. */
    limit: number;
    /** Whether its output goes to standard output as it comes, instead of being collected. */
    stream: boolean;
    env?: Record<string, string>;
}

/** How long a program that is out of time may take to put away what it made, in seconds. */
const GRACE = 120;

const INTERRUPTED = "interrupted";
/** After Ctrl-C nothing more is started. */
let interrupted = false;

/** Runs a program in the checkout, without standard input and with a time limit that reaches whatever it started. */
export async function runLimited(
    command: readonly string[],
    options: LimitedOptions,
): Promise<{ ok: boolean; output: string }> {
    if (interrupted) return { ok: false, output: INTERRUPTED };
    const { execa } = await import("execa");
    const [file, ...args] = command;
    const { limit, stream, env = {} } = options;
    const out = stream ? "inherit" : "pipe";
    const child = execa(file!, args, {
        cwd: ROOT,
        env,
        stdin: "ignore",
        stdout: out,
        stderr: out,
        all: true,
        reject: false,
        detached: true, // a process group of its own, to be signalled as one
    });
    let why = "";
    const end = (signal: NodeJS.Signals, reason: string) => {
        why ||= reason;
        try {
            if (child.pid !== undefined) process.kill(-child.pid, signal);
        } catch {
            // it has ended meanwhile
        }
    };
    const late = `no end within ${limit} s`;
    const timers = [
        setTimeout(end, limit * 1000, "SIGINT", late),
        setTimeout(end, (limit + GRACE) * 1000, "SIGKILL", late),
    ];
    const interrupt = () => {
        interrupted = true;
        end("SIGINT", INTERRUPTED);
    };
    process.on("SIGINT", interrupt);
    try {
        const { exitCode, all, originalMessage } = await child;
        if (exitCode === undefined) why ||= originalMessage ?? "";
        return { ok: exitCode === 0 && why === "", output: `${all ?? ""}\n${why}`.trim() };
    } finally {
        timers.forEach(clearTimeout);
        process.off("SIGINT", interrupt);
    }
}
