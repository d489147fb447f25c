import * as assert from "assert";
import { listStacks } from "../../../cli/lib/listed";
import { withProgram } from "../../support/fake-program";

/** The stacks where the tool, asked for them, fails as often as said. */
function listed(failures: number, why: string) {
    const script = `#!/bin/sh
cd "\${0%/*}"; echo asked >> asked
[ "$(wc -l < asked)" -gt ${failures} ] || { echo "error: ${why}" >&2; exit 255; }
echo '[{"name":"netns"}]'`;
    return withProgram("pulumi", script, () => listStacks());
}

describe("the stacks that are on record", () => {
    it("are listed", async () => {
        assert.deepStrictEqual(await listed(0, ""), [{ name: "netns" }]);
    });

    it("are listed where one of them was being written at that moment", async () => {
        assert.deepStrictEqual(await listed(1, "failed to load checkpoint: EOF"), [{ name: "netns" }]);
    });

    it("are not taken for none where they cannot be listed, and that is said with its reason", async () => {
        await assert.rejects(listed(1, "permission denied"), /the stacks cannot be listed: permission denied/);
        await assert.rejects(
            listed(2, "failed to load checkpoint: EOF"),
            /cannot be listed: failed to load checkpoint/,
        );
    });
});
