import { readFileSync, readlinkSync } from "fs";
import { basename } from "path";
import { execa } from "execa";
import { PATIENCE } from "../../cli/lib/patience";
import { familyOf } from "../../cli/lib/processes";
import { Ended, killFamily } from "./run";

/** A program that was begun, and that something is done to before it has ended. */
export class Underway {
    /** Whether it has ended. */
    over = false;

    private constructor(
        private readonly line: string,
        readonly pid: number,
        /** How it ended; by a signal, its exit code is -1. */
        readonly ended: Promise<Ended>,
    ) {
        void ended.finally(() => (this.over = true));
    }

    /** Begins it in a process group of its own, as a terminal does. */
    static begin(file: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Underway {
        const options = {
            cwd,
            env,
            extendEnv: false,
            reject: false,
            all: true,
            detached: true,
            stdin: "ignore",
        } as const;
        const child = execa(file, args, options);
        const ended = child.then(({ exitCode = -1, stdout, stderr, all }) => ({ exitCode, stdout, stderr, all }));
        return new Underway([file, ...args].join(" "), child.pid!, ended);
    }

    /** Waits for its end. @throws Error when it is too slow, and then it is killed */
    async end(seconds: number): Promise<Ended> {
        const late = new Promise<undefined>((resolve) => {
            setTimeout(() => resolve(undefined), seconds * PATIENCE * 1000).unref();
        });
        const ended = await Promise.race([this.ended, late]);
        if (ended) return ended;
        this.kill();
        throw new Error(`${this.line}\nno end within ${seconds} s\n${(await this.ended).all}`);
    }

    /** What a terminal does at Ctrl-C: SIGINT to its process group. */
    interrupt(): void {
        process.kill(-this.pid, "SIGINT");
    }

    /** Its processes that run a program of such a name. */
    processes(program: RegExp): number[] {
        return this.over ? [] : familyOf(this.pid).filter((pid) => program.test(programOf(pid)));
    }

    /** kill -9 for it and all that it started. */
    kill(): void {
        if (!this.over) killFamily(this.pid);
    }
}

/** The name of the program that a process runs, or of the script that Node runs in it; empty when it has ended. */
export function programOf(pid: number): string {
    try {
        const program = basename(readlinkSync(`/proc/${pid}/exe`));
        const words = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
        const script = program === "node" ? words.findLast((word) => word.endsWith(".ts")) : undefined;
        return script === undefined ? program : basename(script);
    } catch {
        return "";
    }
}
