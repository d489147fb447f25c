import * as assert from "assert";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "fs";
import { tmpdir } from "os";
import { join } from "path";
import { run, ScriptError } from "../../components/lib/run";
import { onMachine, script } from "../../components/lib/script";

describe("the sweep of what a stack left on the machine", () => {
    it("fails when the engine does not answer, and removes nothing", async () => {
        const folder = mkdtempSync(join(tmpdir(), "lab-unit-"));
        const path = process.env.PATH;
        const lab = join(folder, "run", "owner", "stack", "generation");
        try {
            mkdirSync(lab, { recursive: true });
            writeFileSync(join(folder, "docker"), "#!/bin/sh\necho 'no answer' >&2\nexit 1\n");
            chmodSync(join(folder, "docker"), 0o755);
            process.env.PATH = `${folder}:${path}`;
            const text = script("ask", "swarm-node", "fence", "sweep", "site-delete");
            const args = ["owner", "stack", "generation", lab, join(folder, "marks"), "", ""];
            await assert.rejects(run(onMachine(20), text, args), new ScriptError("no answer"));
            assert.ok(existsSync(lab));
        } finally {
            process.env.PATH = path;
            rmSync(folder, { recursive: true });
        }
    });
});
