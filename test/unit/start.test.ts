import * as assert from "assert";
import { spawnSync } from "child_process";
import { join } from "path";

const ROOT = join(__dirname, "..", "..");

/** Runs a script in a node of its own that was started as `lab` and its programs are; gives what it printed, as JSON. */
function started(script: string): unknown {
    const args = ["--require", "./start.cjs", "-e", `${script}; console.log(JSON.stringify(result))`];
    const env = { ...process.env, NODE_OPTIONS: "", PULUMI_NODEJS_TYPESCRIPT: "true" };
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, env, encoding: "utf8" });
    assert.strictEqual(status, 0, stderr);
    return JSON.parse(stdout);
}

const LOADED = "Object.keys(require.cache).filter((file) => /arborist.lib.index|typescript.lib.typescript/.test(file))";

describe("start.cjs", () => {
    it("reads TypeScript, without the SDK's help", () => {
        const result =
            'var result = [require("./components/lib/project").PROJECT, process.env.PULUMI_NODEJS_TYPESCRIPT ?? ""]';
        assert.deepStrictEqual(started(result), ["docker-network-labs", ""]);
    });

    it("spares the SDK what it does not use, and gives it when it is used", () => {
        assert.deepStrictEqual(started(`require("@pulumi/pulumi"); var result = ${LOADED}`), []);
        const version = 'require("@pulumi/pulumi/typescript-shim").version';
        assert.deepStrictEqual(started(`require("@pulumi/pulumi"); var result = [${version}, ${LOADED}.length]`), [
            "5.9.3",
            1,
        ]);
    });
}).timeout(20_000);
