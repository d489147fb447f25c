import * as assert from "assert";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "fs";
import { tmpdir } from "os";
import { join } from "path";
import { describeError } from "../../cli/lib/errors";
import { selectStacks } from "../../cli/lib/stacks";
import { goldenCases, GOLDEN, messageFile } from "../support/golden";
import { counted } from "../support/record";

/** Set to write the messages down anew, as they are now; then read what has changed. */
const WRITE = process.env.LAB_TEST_GOLDEN === "write";

describe("config that cannot be used (test/golden)", () => {
    let root: string;
    before(() => {
        root = mkdtempSync(join(tmpdir(), "lab-golden-"));
        mkdirSync(join(root, "stacks"));
        for (const name of goldenCases())
            cpSync(join(GOLDEN, `${name}.yaml`), join(root, "stacks", `Pulumi.${name}.yaml`));
    });
    after(() => rmSync(root, { recursive: true }));

    /** What `lab` prints of a stack with this config. */
    function said(name: string): { text: string; exitCode: number } {
        try {
            selectStacks([name], root);
        } catch (error) {
            return describeError(error);
        }
        return assert.fail(`the config of ${name} was taken`);
    }

    for (const name of goldenCases()) {
        it(name, () => {
            const { text, exitCode } = said(name);
            if (WRITE) writeFileSync(messageFile(name), `${text}\n`);
            assert.strictEqual(`${text}\n`, readFileSync(messageFile(name), "utf8"));
            assert.strictEqual(exitCode, 2);
            counted("bad inputs tried");
        });
    }
});
