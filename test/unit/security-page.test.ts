import * as assert from "assert";
import { readFileSync, writeFileSync } from "fs";
import { join } from "path";
import { ALL_WAYS } from "../support/ways/all";
import { withWays } from "../support/ways/page";

const PAGE = join(__dirname, "..", "..", "docs", "SECURITY.md");

describe("docs/SECURITY.md", () => {
    it("says of each way what test/engine/security.test.ts sees", () => {
        const page = readFileSync(PAGE, "utf8");
        if (process.env.LAB_TEST_WAYS === "write") writeFileSync(PAGE, withWays(page));
        else assert.strictEqual(page, withWays(page));
    });

    it("names no way twice", () => {
        const ids = ALL_WAYS.flatMap(({ ways }) => ways.map(({ id }) => id));
        assert.deepStrictEqual(ids, [...new Set(ids)]);
    });
});
