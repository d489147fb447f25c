import * as assert from "assert";
import { forgetPending, operate, pulumi } from "../../../cli/lib/pulumi";
import { LabStack } from "../../../cli/lib/stacks";
import { withProgram } from "../../support/fake-program";

/** A tool of which one command fails, and what it was asked. */
function tool(failing?: string) {
    const asked: [string, string | undefined][] = [];
    const run: typeof pulumi = (args, { input } = {}) => {
        const command = args.slice(0, 2).join(" ");
        asked.push([args.join(" "), input]);
        const exitCode = command === failing ? 255 : 0;
        const stderr = exitCode === 0 ? "" : `error: ${command}: no space left on device`;
        return Promise.resolve({ exitCode, stdout: "the state", stderr, interrupted: false });
    };
    return { asked, run };
}

describe("what is on record as begun and not ended", () => {
    const swept = "an operation was killed with 2 steps under way: what came of that was swept";
    const said = async (failing?: string) => forgetPending("netns", { pending: 2 }, tool(failing).run);

    it("is forgotten by an import of what was exported", async () => {
        const { asked, run } = tool();
        assert.deepStrictEqual(await forgetPending("netns", { pending: 2 }, run), [swept]);
        assert.deepStrictEqual(asked, [
            ["stack export --stack netns", undefined],
            ["stack import --stack netns", "the state"],
        ]);
    });

    it("is not asked for when there is none", async () => {
        const { asked, run } = tool();
        assert.deepStrictEqual([await forgetPending("netns", { pending: 0 }, run), asked], [[], []]);
    });

    it("stays where it cannot be read or written, and that is said with its reason", async () => {
        const stays = `${swept}, but it stays on record until the next operation, because the record`;
        assert.deepStrictEqual(await said("stack export"), [
            `${stays} could not be read: stack export: no space left on device`,
        ]);
        assert.deepStrictEqual(await said("stack import"), [
            `${stays} could not be written: stack import: no space left on device`,
        ]);
    });
});

describe("an operation that met a record which somebody else was writing", () => {
    const stack = { stack: "nobodys", scenario: { name: "netns" } } as LabStack;
    const ended = (error: string) => {
        const script = `#!/bin/sh
cd "\${0%/*}"; [ -e asked ] || { touch asked; echo "error: ${error}" >&2; exit 255; }`;
        return withProgram("pulumi", script, () => operate(stack, ["refresh"], () => {}));
    };

    it("is tried again", async () => {
        const { ok, cleared } = await ended("failed to load checkpoint: EOF");
        assert.deepStrictEqual([ok, cleared], [true, []]);
    });

    it("is not tried again where it failed otherwise", async () => {
        const { ok, errors } = await ended("no space left on device");
        assert.deepStrictEqual([ok, errors], [false, ["no space left on device"]]);
    });
});
