import { ChildProcess, spawn } from "child_process";
import { once } from "events";
import { familyOf } from "../../cli/lib/processes";
import type { Checkout } from "./checkout";
import { killFamily, until } from "./run";

/** A `lab serve` of the tests' checkout. */
export class Served {
    private constructor(
        private readonly child: ChildProcess,
        /** The URL that it has printed. */
        readonly url: string,
        /** All that it has printed at its start. */
        readonly said: string,
    ) {}

    static async begin(checkout: Checkout, ...args: string[]): Promise<Served> {
        const { folder, env } = checkout;
        const child = spawn("./lab", ["serve", ...args], {
            cwd: folder,
            env,
            stdio: ["ignore", "pipe", "pipe"],
            detached: true,
        });
        let said = "";
        for (const stream of [child.stdout, child.stderr]) stream.on("data", (data: Buffer) => (said += String(data)));
        try {
            const url = await until("lab serve prints its URL", 20, () => {
                if (child.exitCode !== null) throw new Error(said);
                return /^http:\/\/\S+$/m.exec(said)?.[0];
            });
            return new Served(child, url, said);
        } catch (error) {
            if (child.pid !== undefined) killFamily(child.pid);
            throw error;
        }
    }

    /** The processes that it consists of. */
    processes(): number[] {
        return familyOf(this.child.pid!);
    }

    /** What a terminal does at Ctrl-C, and how it ended. */
    async interrupt(): Promise<number | null> {
        const ended = once(this.child, "close");
        process.kill(-this.child.pid!, "SIGINT");
        await ended;
        return this.child.exitCode;
    }

    kill(): void {
        if (this.child.exitCode === null) killFamily(this.child.pid!);
    }
}
