import { mkdtempSync, readFileSync, rmSync } from "fs";
import { tmpdir } from "os";
import { join } from "path";
import { Counts, judged, NONE } from "./counts";
import { messageOf } from "./errors";
import { runLimited } from "./limited";
import { COUNTS_FILE } from "./mocha-counts";
import { PATIENCE } from "./patience";
import { ROOT } from "./stacks";

/** Where npm's packages are. */
export const MODULES = join(ROOT, "node_modules");
/** A minute of a usual machine's, in seconds. */
export const MINUTE = 60 * PATIENCE;

/**
 * Test files, by mocha; its output streams.
 *
 * @param limit in seconds
 * @param more variables of its environment
 */
export async function mocha(
    name: string,
    files: string,
    limit: number,
    more: Readonly<Record<string, string>> = {},
): Promise<Counts> {
    process.stdout.write(`\n${name}\n`);
    const folder = mkdtempSync(join(tmpdir(), "lab-test-"));
    try {
        const file = join(folder, "counts.json");
        const reporter = join(__dirname, "mocha-counts.ts");
        const command = [process.execPath, join(MODULES, "mocha", "bin", "mocha.js"), "--reporter", reporter, files];
        const { ok, output } = await runLimited(command, {
            limit,
            stream: true,
            env: { ...more, [COUNTS_FILE]: file },
        });
        if (!ok && output !== "") process.stdout.write(`${output}\n`);
        return judged(name, readCounts(file), ok);
    } finally {
        rmSync(folder, { recursive: true });
    }
}

function readCounts(file: string): Counts {
    try {
        return JSON.parse(readFileSync(file, "utf8")) as Counts;
    } catch (error) {
        process.stdout.write(`no counts: ${messageOf(error)}\n`);
        return NONE;
    }
}
