import * as assert from "assert";
import { readFileSync } from "fs";
import { join } from "path";
import { run, ScriptError } from "../../components/lib/run";
import { onMachine, script } from "../../components/lib/script";
import { withProgram } from "../support/fake-program";

describe("the start of a container on a swarm's network", () => {
    /** Starts it at an engine that says this at the first time, and is content from then on. @returns what was asked of it, and how it ended */
    function startAt(said: string): Promise<{ asked: string; failed: unknown }> {
        const engine = `#!/bin/bash\necho "$*" >>"\${0%/*}/asked"\n(($(wc -l <"\${0%/*}/asked") > 1)) || { echo "${said}" >&2 && exit 1; }\n`;
        return withProgram("docker", engine, async (folder) => {
            const failed: unknown = await run(onMachine(20), script("swarm-start"), ["c0ffee"]).then(
                () => undefined,
                (error: unknown) => error,
            );
            return { asked: readFileSync(join(folder, "asked"), "utf8"), failed };
        });
    }

    it("is tried again when no place came from the manager in time", async () => {
        const { asked, failed } = await startAt(
            "Error response from daemon: Could not attach to network demo: context deadline exceeded",
        );
        assert.strictEqual(failed, undefined);
        assert.strictEqual(asked, "container start c0ffee\ncontainer start c0ffee\n");
    });

    it("is not tried again, and says why, when it fails otherwise", async () => {
        const { asked, failed } = await startAt("no such container: c0ffee");
        assert.deepStrictEqual(failed, new ScriptError("no such container: c0ffee"));
        assert.strictEqual(asked, "container start c0ffee\n");
    });
});
