import { homedir } from "os";
import { basename, join } from "path";
import { PROJECT } from "../components/lib/project";
import { Counts, countGoTests, judged, NONE, sum, sumLine } from "./lib/counts";
import { EXIT } from "./lib/errors";
import { runLimited } from "./lib/limited";
import { MINUTE, mocha, MODULES } from "./lib/mocha";
import { reliability, RELIABILITY } from "./lib/reliability";
import { indent } from "./lib/text";

/** Options of `lab test`. */
export interface TestOptions {
    all?: boolean;
    unit?: boolean;
    /** True for all of them, or the names of some. */
    reliability?: true | string[];
}

/** `lab test`: runs everything that can be run here, whatever fails on the way, and ends with the sums. */
export async function test(options: TestOptions): Promise<number> {
    if (options.reliability !== undefined) {
        return ended(await reliability(options.reliability === true ? [] : options.reliability));
    }
    const counts = await Promise.all([
        tool("lint", ["eslint/bin/eslint.js", "."]),
        tool("format", ["prettier/bin/prettier.cjs", "--check", "."]),
        tool("types", ["typescript/bin/tsc", "--noEmit"]),
    ]);
    counts.push(await goTests());
    counts.push(await mocha("unit tests", "test/unit/**/*.test.ts", 5 * MINUTE));
    const long = options.all ? { LAB_TEST_ALL: "yes" } : undefined;
    if (!options.unit) {
        counts.push(await mocha("engine tests", "test/engine/**/*.test.ts", 60 * MINUTE, long));
        counts.push(
            await mocha("reliability tests", `${RELIABILITY}/*.test.ts`, (options.all ? 180 : 20) * MINUTE, long),
        );
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
