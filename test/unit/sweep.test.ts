import * as assert from "assert";
import { existsSync, mkdirSync } from "fs";
import { join } from "path";
import { run, ScriptError } from "../../components/lib/run";
import { onMachine, script } from "../../components/lib/script";
import { withProgram } from "../support/fake-program";

describe("the sweep of what a stack left on the machine", () => {
    it("fails when the engine does not answer, and removes nothing", async () => {
        await withProgram("docker", "#!/bin/sh\necho 'no answer' >&2\nexit 1\n", (folder) =>
            withProgram("curl", "#!/bin/sh\nexit 7\n", async () => {
                const lab = join(folder, "run", "owner", "stack", "generation");
                mkdirSync(lab, { recursive: true });
                const text = script("ask", "swarm-node", "fence", "engine-get", "sweep", "site-delete");
                const args = ["owner", "stack", "generation", lab, join(folder, "marks"), "", ""];
                await assert.rejects(run(onMachine(20), text, args), new ScriptError("no answer"));
                assert.ok(existsSync(lab));
            }),
        );
    });
});
