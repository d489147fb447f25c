import { course } from "../components/lessons";
import { describeError } from "./lib/errors";
import { listStacks } from "./lib/listed";
import { initStack } from "./lib/pulumi";
import { sideBySide } from "./lib/side-by-side";

/** For set-up: makes the records of the course's stacks that are missing, and leaves the current stack what it is. */
async function main(): Promise<void> {
    const there = new Set((await listStacks()).map(({ name }) => name.split("/").at(-1)));
    const missing = Object.keys(course).filter((name) => !there.has(name));
    // A pulumi each: all at once they would take more memory than a small machine has.
    const jobs = missing.map((name) => ({
        name,
        run: async () => ({ result: await initStack({ stack: name }), ok: true, words: "made" }),
    }));
    await sideBySide(jobs, true);
}

main().catch((error: unknown) => {
    const { text, exitCode } = describeError(error);
    process.stderr.write(`${text}\n`);
    process.exitCode = exitCode;
});
