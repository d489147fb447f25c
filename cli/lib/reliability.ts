import {
    appendFileSync,
    existsSync,
    mkdirSync,
    readdirSync,
    readFileSync,
    renameSync,
    rmSync,
    writeFileSync,
} from "fs";
import { cpus, release, totalmem } from "os";
import { join } from "path";
import { Counts } from "./counts";
import { LabError } from "./errors";
import { RECORD_FILE, renderReliability, Run } from "./matrix";
import { MINUTE, mocha } from "./mocha";
import { ROOT } from "./stacks";

/** Where the tests are, a part in each file. */
export const RELIABILITY = "test/reliability";

const RECORDS = join(ROOT, ".lab", "reliability");
const PAGE = join(ROOT, "docs", "RELIABILITY.md");

/**
 * Runs all of the reliability tests, or some parts of them, and makes docs/RELIABILITY.md from what these saw and the others when they last
 * ran here: all take hours. The page stays as it is when a test fails.
 *
 * @param names of the parts; none for all
 * @throws LabError for a name that is none
 */
export async function reliability(names: readonly string[]): Promise<Counts[]> {
    const parts = readdirSync(join(ROOT, RELIABILITY))
        .flatMap((file) => /^(.*)\.test\.ts$/.exec(file)?.[1] ?? [])
        .sort();
    const unknown = names.filter((name) => !parts.includes(name));
    if (unknown.length > 0)
        throw new LabError(
            `no such part of the reliability tests: ${unknown.join(", ")}`,
            `choose of ${parts.join(", ")}`,
        );
    mkdirSync(RECORDS, { recursive: true });
    const all: Counts[] = [];
    for (const part of names.length > 0 ? parts.filter((one) => names.includes(one)) : parts) all.push(await run(part));
    const records = parts.map(recordOf).filter((file) => existsSync(file));
    if (all.every(({ failed }) => failed === 0))
        writeFileSync(PAGE, renderReliability(records.map((file) => readFileSync(file, "utf8")).join("")));
    return all;
}

/** Runs a part, and keeps what it saw when all of it passed. */
async function run(part: string): Promise<Counts> {
    const record = `${recordOf(part)}.new`;
    rmSync(record, { force: true });
    const began = Date.now();
    const env = { LAB_TEST_ALL: "yes", [RECORD_FILE]: record };
    const counts = await mocha(`reliability: ${part}`, join(RELIABILITY, `${part}.test.ts`), 180 * MINUTE, env);
    const ran: Run = {
        part,
        on: new Date(began).toISOString().slice(0, 10),
        minutes: Math.ceil((Date.now() - began) / 60_000),
        passed: counts.passed,
        where: thisMachine(),
    };
    appendFileSync(record, `${JSON.stringify(ran)}\n`);
    if (counts.failed === 0) renameSync(record, recordOf(part));
    return counts;
}

function recordOf(part: string): string {
    return join(RECORDS, `${part}.jsonl`);
}

/** This machine in a few words. */
function thisMachine(): string {
    const memory = Math.round(totalmem() / 2 ** 30);
    return `Linux ${release().split("-")[0]}, ${cpus().length} processors, ${memory} GiB of memory`;
}
