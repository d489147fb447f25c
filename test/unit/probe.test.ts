import * as assert from "assert";
import { mkdtempSync, rmSync } from "fs";
import { tmpdir } from "os";
import { join } from "path";
import { Check } from "../../components/lib/lesson";
import { encodeProbes, readChecks, readEvidence } from "../../components/lib/probe";
import { run } from "../../components/lib/run";
import { onMachine, script } from "../../components/lib/script";

function check(id: string, more: Partial<Check>): Check {
    const texts = { title: id, where: "here", expected: "", proves: "", hint: `look at ${id}` };
    return { id, ...texts, command: "true", exit: "zero", ...more };
}

/** Runs the checks on this machine, without patience. */
async function judge(...checks: Check[]) {
    const stdout = await run(onMachine(20), script("probe"), ["0", "2"], encodeProbes([], checks));
    return readChecks(stdout, checks);
}

describe("checks, run by probe.sh", () => {
    const cases: [string, Partial<Check>, string, RegExp][] = [
        ["pass on exit status zero", { command: "echo fine" }, "passed", /^fine$/],
        ["fail on another status", { command: "echo bad; exit 3" }, "failed", /^bad$/],
        ["fail when the output does not match", { command: "echo ab", output: "^b" }, "failed", /^ab$/],
        ["end what prints without end", { command: "yes no", exit: "nonzero", output: "^no" }, "failed", /^no\nno\n/],
        ["say when there is no output", { command: "exit 4" }, "failed", /no output, exit status 4/],
        [
            "pass a negative claim",
            { command: "echo 'bad address'; exit 1", exit: "nonzero", output: "bad address" },
            "passed",
            /bad/,
        ],
        ["fail a negative claim that works", { command: "true", exit: "nonzero" }, "failed", /status 0/],
        [
            "fail a negative claim whose tool is missing",
            { command: "no-such-tool-here", exit: "nonzero" },
            "failed",
            /not found/,
        ],
        [
            "fail a negative claim that runs out of time",
            { command: "sleep 9", exit: "nonzero" },
            "failed",
            /status 124/,
        ],
        [
            "say when the output is right and the end did not come",
            { command: "echo fine; sleep 9" },
            "failed",
            /^no end within the time of one try: fine$/,
        ],
        [
            "fail a negative claim when the place it looks from is dead",
            { command: "exit 1", exit: "nonzero", alive: "echo gone; exit 1" },
            "failed",
            /the place that this check looks from does not work: gone/,
        ],
        [
            "keep tabs, quotes and line breaks of the output",
            { command: "printf 'a\\tb\\n\"c\"'" },
            "passed",
            /^a\tb\n"c"$/,
        ],
    ];
    for (const [title, more, status, observed] of cases) {
        it(title, async () => {
            const [result] = await judge(check("x", more));
            assert.strictEqual(result!.status, status, result!.observed);
            assert.match(result!.observed, observed);
            assert.strictEqual(result!.ok, status === "passed");
        }).timeout(10_000);
    }

    it("are blocked, not failed, while one that they need does not pass", async () => {
        const results = await judge(
            check("a", { command: "exit 1" }),
            check("b", { needs: ["a"] }),
            check("c", { needs: ["b"] }),
            check("d", {}),
        );
        assert.deepStrictEqual(
            results.map(({ id, status }) => [id, status]),
            [
                ["a", "failed"],
                ["b", "blocked"],
                ["c", "blocked"],
                ["d", "passed"],
            ],
        );
        assert.strictEqual(results[1]!.observed, "not judged: it needs a");
    });

    it("do not pass when no answer came", () => {
        const [result] = readChecks("", [check("x", {})]);
        assert.deepStrictEqual([result!.status, result!.observed], ["failed", "no answer"]);
    });

    it("go on trying until it passes", async () => {
        const flag = `/tmp/docker-network-labs-probe-${process.pid}`;
        const late = check("late", { command: `[[ -e ${flag} ]] && rm ${flag} || { touch ${flag}; exit 1; }` });
        const stdout = await run(onMachine(20), script("probe"), ["5", "2"], encodeProbes([], [late]));
        assert.strictEqual(readChecks(stdout, [late])[0]!.status, "passed");
    }).timeout(10_000);
});

describe("probes of one command", () => {
    it("have it run once, and are judged each by itself", async () => {
        const log = `/tmp/docker-network-labs-probe-${process.pid}`;
        const command = `echo run >>${log}; grep -c run ${log}`;
        const checks = [
            check("first", { command, output: "^1$" }),
            check("second", { command, output: "[0-9]" }),
            check("never", { command, output: "none" }),
        ];
        const stdout = await run(onMachine(20), script("probe"), ["0", "2"], encodeProbes([], checks));
        rmSync(log);
        const seen = readChecks(stdout, checks).map(({ status, observed }) => [status, observed]);
        assert.deepStrictEqual(seen, [
            ["passed", "1"],
            ["passed", "1"],
            ["failed", "1"],
        ]);
    });
});

describe("evidence", () => {
    it("is what a command printed, whatever its exit status", async () => {
        const probe = { id: "e", title: "t", where: "w", command: "echo one; echo two >&2; exit 1" };
        const stdout = await run(onMachine(20), script("probe"), ["0", "2"], encodeProbes([probe], []));
        assert.deepStrictEqual(readEvidence(stdout, [probe]), [{ ...probe, output: "one\ntwo" }]);
    });

    /** What is kept of a command whose third try prints what it should, counted in a file. */
    const seen = async (file: string, settling: boolean) => {
        const command = `echo line >>${file}; wc -l <${file}; ls /nowhere`;
        const probe = { id: "e", title: "t", where: "w", command, shows: "^3", settles: 10 };
        const input = encodeProbes([probe], [], settling);
        return readEvidence(await run(onMachine(20), script("probe"), ["0", "2"], input), [probe])[0]!.output;
    };

    it("is what it printed once what it looks at had come up, whatever its exit status", async () => {
        const folder = mkdtempSync(join(tmpdir(), "lab-probe-"));
        try {
            assert.match(await seen(join(folder, "up"), true), /^3\n/);
            assert.match(await seen(join(folder, "long-up"), false), /^1\n/);
        } finally {
            rmSync(folder, { recursive: true });
        }
    });
});

describe("encodeProbes", () => {
    it("refuses what would not be one line", () => {
        assert.throws(() => encodeProbes([], [check("x", { command: "a\nb" })]), /"check.x" has a line break/);
    });
});
