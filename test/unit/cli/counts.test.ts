import * as assert from "assert";
import { spawnSync } from "child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "fs";
import { tmpdir } from "os";
import { join } from "path";
import { Counts, countGoTests, judged, sum, sumLine } from "../../../cli/lib/counts";
import { COUNTS_FILE } from "../../../cli/lib/mocha-counts";

describe("the sums of test", () => {
    const none: Counts = { passed: 0, failed: 0, skipped: 0, failures: [] };
    it("end with one plain line", () => {
        assert.strictEqual(sumLine({ ...none, passed: 3 }), "3 passed, 0 failed");
        assert.strictEqual(sumLine({ ...none, passed: 3, failed: 1, skipped: 2 }), "3 passed, 1 failed, 2 skipped");
    });
    it("add up", () => {
        const all = [
            { passed: 1, failed: 2, skipped: 3, failures: ["a", "b"] },
            { passed: 10, failed: 20, skipped: 30, failures: ["c"] },
        ];
        assert.deepStrictEqual(sum(all), { passed: 11, failed: 22, skipped: 33, failures: ["a", "b", "c"] });
    });
    it("count Go tests, not what they are made of", () => {
        const output =
            "=== RUN   TestA\n    --- PASS: TestA/x (0.0s)\n--- PASS: TestA (0.0s)\n--- FAIL: TestB (0.1s)\n--- SKIP: TestC\nFAIL\n";
        const failures = ["--- FAIL: TestB (0.1s)"];
        assert.deepStrictEqual(countGoTests(output), { passed: 1, failed: 1, skipped: 1, failures });
    });
    it("have a failure where nothing ran", () => {
        assert.deepStrictEqual(judged("unit", none, true), { ...none, failed: 1, failures: ["unit: nothing ran"] });
    });
    it("have a failure where a run ended badly without one", () => {
        const failures = ["unit: ended badly"];
        assert.deepStrictEqual(judged("unit", { ...none, passed: 5 }, false), {
            passed: 5,
            failed: 1,
            skipped: 0,
            failures,
        });
    });
    it("count a failure once", () => assert.strictEqual(judged("unit", { ...none, failed: 2 }, false).failed, 2));
    it("leave a good run as it is", () => {
        assert.deepStrictEqual(judged("unit", { ...none, passed: 5 }, true), { ...none, passed: 5 });
    });
});

describe("mocha's counts", () => {
    it("have what failed in them, with what it said", () => {
        const folder = mkdtempSync(join(tmpdir(), "lab-unit-"));
        try {
            const [file, counts] = [join(folder, "a.test.js"), join(folder, "counts.json")];
            writeFileSync(
                file,
                'describe("a", () => { it("b", () => {}); it.skip("c"); it("d", () => { throw new Error("why"); }); });',
            );
            const reporter = join(__dirname, "..", "..", "..", "cli", "lib", "mocha-counts.ts");
            const mocha = require.resolve("mocha/bin/mocha.js");
            spawnSync(process.execPath, [mocha, "--reporter", reporter, file], {
                env: { ...process.env, [COUNTS_FILE]: counts },
            });
            const expected: Counts = { passed: 1, failed: 1, skipped: 1, failures: ["a d\nwhy"] };
            assert.deepStrictEqual(JSON.parse(readFileSync(counts, "utf8")), expected);
        } finally {
            rmSync(folder, { recursive: true });
        }
    });
});
