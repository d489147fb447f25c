import { createWriteStream, mkdirSync, renameSync } from "fs";
import { join } from "path";
import { pipeline } from "stream/promises";
import { script } from "../../components/lib/script";
import { EXIT, LabError } from "../lib/errors";
import { readable } from "../lib/labs";
import { sideBySide } from "../lib/side-by-side";
import { table } from "../lib/text";
import { commandLine } from "../shell";
import { findSeats } from "./seats";

/** How long a seat's archive may take, in seconds. */
const LIMIT = 300;

/** `lab class save`: writes what somebody has in seats to archives, one a lab; changes nothing there (see components/lib/sh/save.sh). */
export async function save(seats: readonly string[], options: { class: string; out: string }): Promise<number> {
    const labs = readable(await findSeats(options.class, seats));
    const { execa } = await import("execa");
    mkdirSync(options.out, { recursive: true });
    const jobs = labs.map(({ stack: { stack }, found }) => ({
        name: stack,
        run: async () => {
            const path = join(options.out, `${stack}.tar`);
            const words = ["timeout", "--kill-after=5", String(LIMIT), "bash", "-c", script("save")];
            const { file, args, env } = await commandLine({ stack }, found, words, false);
            const child = execa(file, args, {
                env,
                reject: false,
                stdin: "ignore",
                buffer: { stdout: false, stderr: true },
            });
            const written = pipeline(child.stdout, createWriteStream(`${path}.part`, { mode: 0o600 }));
            const [{ exitCode, stderr }] = await Promise.all([child, written]);
            const ok = exitCode === EXIT.fine;
            if (ok) renameSync(`${path}.part`, path);
            return { result: { stack, path, error: ok ? undefined : stderr.trim() }, ok, words: ok ? path : "failed" };
        },
    }));
    const results = await sideBySide(jobs, true);
    const rows = results.map(({ stack, path, error }) => [stack, error === undefined ? path : `failed: ${error}`]);
    process.stdout.write(table(["seat", "archive"], rows));
    if (results.some(({ error }) => error !== undefined))
        throw new LabError(
            "not all seats were saved",
            "what failed is in the table; their labs are as they were",
            EXIT.failed,
        );
    return EXIT.fine;
}
