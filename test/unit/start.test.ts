import * as assert from "assert";
import { spawnSync } from "child_process";
import { mkdtempSync, rmSync, writeFileSync } from "fs";
import { tmpdir } from "os";
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

const LOADED =
    "Object.keys(require.cache).filter((file) => /arborist.lib.index|typescript.lib.typescript|sdk-trace|automation|js-yaml.index|zod.*locales.de/.test(file))";

describe("start.cjs", () => {
    it("reads TypeScript, without the SDK's help", () => {
        const result =
            'var result = [require("./components/lib/project").PROJECT, process.env.PULUMI_NODEJS_TYPESCRIPT ?? ""]';
        assert.deepStrictEqual(started(result), ["docker-network-labs", ""]);
    });

    it("spares the SDK what it does not use, and gives it when it is used", () => {
        const libraries =
            'require("@pulumi/pulumi"); require("@pulumi/pulumi/cmd/run/tracing"); var zod = require("zod")';
        assert.deepStrictEqual(started(`${libraries}; var result = ${LOADED}`), []);
        const german = "zod.locales.de().localeError({ code: 'custom' })";
        assert.deepStrictEqual(started(`${libraries}; var result = [${german}, ${LOADED}.length > 0]`), [
            "Ungültige Eingabe",
            true,
        ]);
        const automation = 'typeof require("@pulumi/pulumi").automation.LocalWorkspace.create';
        assert.deepStrictEqual(started(`var result = ${automation}`), "function");
        const version = 'require("@pulumi/pulumi/typescript-shim").version';
        assert.deepStrictEqual(started(`require("@pulumi/pulumi"); var result = [${version}, ${LOADED}.length]`), [
            "5.9.3",
            1,
        ]);
    });

    it("starts commands without the SDK: what they look at knows nothing of it", () => {
        const commands = ["up", "check", "drift", "doctor"].map((name) => `require("./cli/${name}")`).join("; ");
        const sdk = "Object.keys(require.cache).filter((file) => /node_modules.@pulumi/.test(file))";
        assert.deepStrictEqual(started(`${commands}; var result = ${sdk}`), []);
        assert.deepStrictEqual(started(`require("./components/lab-host"); var result = ${sdk}.length > 0`), true);
    });

    it("keeps what it made of a file, and makes it anew when the file is another", () => {
        const folder = mkdtempSync(join(tmpdir(), "lab-unit-"));
        const file = join(folder, "value.ts");
        const value = () => started(`var result = require(${JSON.stringify(file)}).value`);
        try {
            for (const text of ["one", "two"]) {
                writeFileSync(file, `export const value: string = ${JSON.stringify(text)};`);
                assert.deepStrictEqual([value(), value()], [text, text]);
            }
        } finally {
            rmSync(folder, { recursive: true });
        }
    });
}).timeout(20_000);
