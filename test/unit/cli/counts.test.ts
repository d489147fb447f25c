import * as assert from "assert";
import { countGoTests, judged, sum, sumLine } from "../../../cli/lib/counts";

describe("the sums of test", () => {
    it("end with one plain line", () => {
        assert.strictEqual(sumLine({ passed: 3, failed: 0, skipped: 0 }), "3 passed, 0 failed");
        assert.strictEqual(sumLine({ passed: 3, failed: 1, skipped: 2 }), "3 passed, 1 failed, 2 skipped");
    });
    it("add up", () => {
        const all = [
            { passed: 1, failed: 2, skipped: 3 },
            { passed: 10, failed: 20, skipped: 30 },
        ];
        assert.deepStrictEqual(sum(all), { passed: 11, failed: 22, skipped: 33 });
    });
    it("count Go tests, not what they are made of", () => {
        const output =
            "=== RUN   TestA\n    --- PASS: TestA/x (0.0s)\n--- PASS: TestA (0.0s)\n--- FAIL: TestB (0.1s)\n--- SKIP: TestC\nFAIL\n";
        assert.deepStrictEqual(countGoTests(output), { passed: 1, failed: 1, skipped: 1 });
    });
    const none = { passed: 0, failed: 0, skipped: 0 };
    it("have a failure where nothing ran", () => assert.strictEqual(judged(none, true).failed, 1));
    it("have a failure where a run ended badly without one", () => {
        assert.deepStrictEqual(judged({ ...none, passed: 5 }, false), { passed: 5, failed: 1, skipped: 0 });
    });
    it("count a failure once", () => assert.strictEqual(judged({ ...none, failed: 2 }, false).failed, 2));
    it("leave a good run as it is", () => {
        assert.deepStrictEqual(judged({ ...none, passed: 5 }, true), { passed: 5, failed: 0, skipped: 0 });
    });
});
