import * as assert from "assert";
import { readFileSync, rmSync, writeFileSync } from "fs";
import { join } from "path";
import { Checkout } from "../support/checkout";
import { assertInventory, inventory } from "../support/inventory";

const GUIDE = readFileSync(join(__dirname, "..", "..", "docs", "ADDING-A-SCENARIO.md"), "utf8");

/** File → what the guide says is in it. */
const FILES = new Map(
    [...GUIDE.matchAll(/^`(\S+\.ts)`:\n\n```ts\n([^]*?)```$/gm)].map(([, file, text]) => [file!, text!]),
);

/** What the guide says to type. */
const COMMANDS = [...GUIDE.matchAll(/^\$ \.\/lab (.+)$/gm)].map(([, words]) => words!.split(" "));

describe("docs/ADDING-A-SCENARIO.md, followed to the letter", function () {
    this.timeout(240_000);
    let own: Checkout;

    before("a copy of the project, with the guide's files in it", async function () {
        own = await Checkout.make();
        for (const [file, text] of FILES) writeFileSync(join(own.folder, file), text);
    });
    after(() => own.remove());

    it("is two files of about 60 lines in all", () => {
        assert.deepStrictEqual([...FILES.keys()], ["components/lessons/veth-pair.ts", "components/veth-pair.ts"]);
        const lines = [...FILES.values()].join("").trimEnd().split("\n").length;
        assert.ok(lines <= 65, `${lines} lines`);
    });

    it("is TypeScript, and formatted and linted like the rest", async () => {
        for (const tool of [
            ["typescript/bin/tsc", "--noEmit"],
            ["eslint/bin/eslint.js", ...FILES.keys()],
            ["prettier/bin/prettier.cjs", "--check", ...FILES.keys()],
        ])
            await own.run(process.execPath, [join("node_modules", tool[0]!), ...tool.slice(1)]);
    });

    it("previews, makes, checks and removes the new scenario, and leaves nothing", async () => {
        assert.deepStrictEqual(
            COMMANDS.map(([command]) => command),
            ["setup", "preview", "up", "check", "destroy"],
        );
        const whose = { owner: own.owner };
        const before = await inventory(whose);
        const said: Record<string, string> = {};
        for (const words of COMMANDS) said[words[0]!] = (await own.lab(words)).all;
        assert.match(said.preview!, /^ {2}\+ make pair$/m);
        assert.match(said.up!, /^veth-pair +1\/1 /m);
        assert.match(said.check!, /✓ left and right are the ends of one cable/);
        await assertInventory(before, whose, "after destroy");
        for (const file of FILES.keys()) rmSync(join(own.folder, file));
    });
});
