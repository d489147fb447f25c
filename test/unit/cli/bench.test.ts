import * as assert from "assert";
import { renderRows } from "../../../cli/bench/classes";
import { renderTools } from "../../../cli/bench/direct";
import { memoryOf } from "../../../cli/lib/memory";
import { program } from "../../../cli/main";

describe("lab bench", () => {
    it("prints a line for each size, with how often the floor fits into it", () => {
        const row = { seats: 5, up: 12, again: 1.25, preview: 1, check: 2, destroy: 3 };
        const text = renderRows([{ ...row, labsMemory: 300, toolsMemory: 400, floorUp: 5, floorDown: 2 }]);
        assert.strictEqual(
            text,
            "seats  up    again  preview  check  destroy  labs MiB  tools MiB  floor  floor down  up/floor\n" +
                "5      12.0  1.3    1.0      2.0    3.0      300       400        5.0    2.0         2.40\n",
        );
    });

    it("prints what tools took as multiples of each other, and why one was left out", () => {
        const text = renderTools([
            { tool: "docker's commands", up: [0.5, 1, 0.75], down: [1] },
            { tool: "terraform", up: [3, 3, 3], down: [4, 6, 5] },
            { tool: "docker compose", up: [], down: [], leftOut: "docker compose version ended with 1" },
        ]);
        assert.strictEqual(
            text,
            "direct custom-bridge  up                down              up/terraform  down/terraform  up/floor  down/floor\n" +
                "docker's commands     0.8 (0.5 to 1.0)  1.0 (1.0 to 1.0)  0.25          0.20            1.00      1.00\n" +
                "terraform             3.0 (3.0 to 3.0)  5.0 (4.0 to 6.0)  1.00          1.00            4.00      5.00\n" +
                "docker compose is left out: docker compose version ended with 1\n",
        );
    });

    it("refuses what is no list of sizes", async () => {
        for (const sizes of ["0", "1,", "1;2", "1000"])
            await assert.rejects(
                program().parseAsync(["bench", "--seats", sizes], { from: "user" }),
                /Allowed: numbers/,
            );
    });

    it("counts what a process and its children have in memory", () => {
        const mine = memoryOf([process.pid]);
        assert.ok(mine > 20 && mine < 4000, String(mine));
        assert.strictEqual(memoryOf([2 ** 22 + 1]), 0);
    });
});
