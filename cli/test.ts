import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "fs";
import { cpus, homedir, release, tmpdir, totalmem } from "os";
import { basename, join } from "path";
import { PROJECT } from "../components/lib/project";
import { Counts, countGoTests, judged, sum, sumLine } from "./lib/counts";
import { EXIT, messageOf } from "./lib/errors";
import { runLimited } from "./lib/limited";
import { COUNTS_FILE } from "./lib/mocha-counts";
import { RECORD_FILE, renderReliability } from "./lib/matrix";
import { PATIENCE } from "./lib/patience";
import { indent } from "./lib/text";

/** Options of `lab test`. */
export interface TestOptions {
    all?: boolean;
    unit?: boolean;
    reliability?: boolean;
}

const NONE: Counts = { passed: 0, failed: 0, skipped: 0, failures: [] };
const MODULES = join(__dirname, "..", "node_modules");
const MINUTE = 60 * PATIENCE;
const RELIABILITY = "test/reliability/**/*.test.ts";
const PAGE = join(__dirname, "..", "docs", "RELIABILITY.md");

/** `lab test`: runs everything that can be run here, whatever fails on the way, and ends with the sums. */
export async function test(options: TestOptions): Promise<number> {
    if (options.reliability) return ended([await reliability()]);
    const counts = await Promise.all([
        tool("lint", ["eslint/bin/eslint.js", "."]),
        tool("format", ["prettier/bin/prettier.cjs", "--check", "."]),
        tool("types", ["typescript/bin/tsc", "--noEmit"]),
    ]);
    counts.push(await goTests());
    counts.push(await mocha("unit tests", "test/unit/**/*.test.ts", 5 * MINUTE));
    const long = options.all ? { LAB_TEST_ALL: "yes" } : undefined;
    if (!options.unit) {
        counts.push(await mocha("engine tests", "test/engine/**/*.test.ts", 40 * MINUTE, long));
        counts.push(await mocha("reliability tests", RELIABILITY, (options.all ? 180 : 20) * MINUTE, long));
    }
    if (options.all) counts.push(await mocha("long tests", "test/long/**/*.test.ts", 30 * MINUTE, long));
    else
        say(
            "\nLeft to ./lab test --all: the direct kind of five stacks, the stories of overlay-etcd, most of the reliability tests, " +
                "a pack on a bare Debian, the virtual machines",
        );
    for (const release of options.all ? ["bookworm", "trixie"] : []) counts.push(await machine(release));
    return ended(counts);
}

/** Prints what failed once more, because whoever reads the end of a long log has not seen it, and the sums. */
function ended(counts: readonly Counts[]): number {
    const total = sum(counts);
    for (const failure of total.failures) say(`\n✗ ${indent(failure, "    ").trimStart()}`);
    say(`\n${sumLine(total)}`);
    return total.failed === 0 ? EXIT.fine : EXIT.failed;
}

/** All of the reliability tests, and the page that says what they saw; it stays as it is when one of them failed. */
async function reliability(): Promise<Counts> {
    const folder = mkdtempSync(join(tmpdir(), "lab-test-"));
    try {
        const record = join(folder, "record");
        const env = { LAB_TEST_ALL: "yes", [RECORD_FILE]: record };
        const counts = await mocha("reliability tests", RELIABILITY, 180 * MINUTE, env);
        if (counts.failed === 0) writeFileSync(PAGE, renderReliability(readFileSync(record, "utf8"), thisMachine()));
        return counts;
    } finally {
        rmSync(folder, { recursive: true });
    }
}

/** This machine in a few words. */
function thisMachine(): string {
    const memory = Math.round(totalmem() / 2 ** 30);
    return `Linux ${release()}, ${cpus().length} processors, ${memory} GiB of memory`;
}

/** A tool of npm's; its output is shown when it has something to say. */
async function tool(name: string, [file, ...args]: readonly string[]): Promise<Counts> {
    const { ok, output } = await runLimited([process.execPath, join(MODULES, file!), ...args], {
        limit: 5 * MINUTE,
        stream: false,
    });
    say(`${ok ? "✓" : "✗"} ${name}`);
    if (!ok) say(indent(output, "    "));
    return judged(name, { ...NONE, passed: ok ? 1 : 0 }, ok);
}

/** The plugins' own tests, which the toolchain's build keeps beside what it built. */
async function goTests(): Promise<Counts> {
    const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), PROJECT, "toolchain");
    const { ok, output } = await runLimited([join("toolchain", "build.sh"), "--tests", cache], {
        limit: MINUTE,
        stream: false,
    });
    const inUse = (process.env.PULUMI_HOME ?? "").startsWith(join(cache, ".."));
    if (!ok && !inUse) {
        say("– Go tests: skipped, because the plugins in use were not built by toolchain/");
        return { ...NONE, skipped: 1 };
    }
    if (!ok) {
        say(`✗ Go tests: the plugins in use were built without them. ${output}`);
        return judged("Go tests", NONE, false);
    }
    const counts: Counts[] = [];
    for (const program of output.split("\n")) counts.push(await goProgram(program));
    return sum(counts);
}

/** One program of Go tests. */
async function goProgram(program: string): Promise<Counts> {
    const { ok, output } = await runLimited([program, "-test.v"], { limit: 5 * MINUTE, stream: false });
    const counts = judged(`Go tests of ${basename(program)}`, countGoTests(output), ok);
    say(`${counts.failed === 0 ? "✓" : "✗"} Go tests of ${basename(program, ".test")}: ${sumLine(counts)}`);
    if (counts.failed > 0) say(indent(output, "    "));
    return counts;
}

/** Test files, by mocha; its output streams. */
async function mocha(name: string, files: string, limit: number, more: Record<string, string> = {}): Promise<Counts> {
    say(`\n${name}`);
    const folder = mkdtempSync(join(tmpdir(), "lab-test-"));
    try {
        const file = join(folder, "counts.json");
        const reporter = join(__dirname, "lib", "mocha-counts.ts");
        const command = [process.execPath, join(MODULES, "mocha", "bin", "mocha.js"), "--reporter", reporter, files];
        const { ok, output } = await runLimited(command, {
            limit,
            stream: true,
            env: { ...more, [COUNTS_FILE]: file },
        });
        if (!ok && output !== "") say(output);
        return judged(name, readCounts(file), ok);
    } finally {
        rmSync(folder, { recursive: true });
    }
}

function readCounts(file: string): Counts {
    try {
        return JSON.parse(readFileSync(file, "utf8")) as Counts;
    } catch (error) {
        say(`no counts: ${messageOf(error)}`);
        return NONE;
    }
}

/** A kernel need not have ESP; Debian's has. */
const ENCRYPTED = ["--set", "overlay-swarm", "encrypted", "true"];

/** The two commands of the README in a virtual machine with a fresh Debian, and an encrypted overlay. */
async function machine(release: string): Promise<Counts> {
    say(`\nvirtual machine with Debian ${release}`);
    const commands = ["bash", "test/vm/guest/lab.sh", "--test", ...ENCRYPTED, "netns", "custom-bridge"];
    const { ok, output } = await runLimited([join("test", "vm", "run.sh"), release, "--", ...commands], {
        limit: 5 * 60 * MINUTE,
        stream: true,
    });
    say(`${ok ? "✓" : "✗"} Debian ${release}${output === "" ? "" : `: ${output}`}`);
    return judged(`Debian ${release}`, { ...NONE, passed: ok ? 1 : 0 }, ok);
}

function say(text: string): void {
    process.stdout.write(`${text}\n`);
}
