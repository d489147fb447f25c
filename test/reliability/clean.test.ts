import * as assert from "assert";
import { existsSync, rmSync } from "fs";
import { join } from "path";
import type { Group } from "../../cli/clean";
import { Checkout } from "../support/checkout";
import { Decoys } from "../support/decoys";
import { assertInventory, inventory } from "../support/inventory";
import { Lab } from "../support/lab";
import { saw } from "../support/record";

describe("./lab clean, and what only looks like a lab's", function () {
    this.timeout(180_000);
    const suffix = process.pid.toString(36);
    const decoys = new Decoys(suffix);
    let own: Checkout;
    let nested: Lab;
    let direct: Lab;
    let nothing: string[];
    let untouched: string;
    const whose = () => ({ owner: own.owner });

    const assertUntouched = async (when: string) => assert.strictEqual(await decoys.look(), untouched, when);

    before("labs of both kinds, and things that look like theirs", async () => {
        own = await Checkout.make();
        nested = await own.stack(`clean-nested-${suffix}`, { scenario: "custom-bridge" });
        direct = await own.stack(`clean-direct-${suffix}`, { scenario: "netns", engine: "direct" });
        // Names of the test's own: the course's may be those of somebody's lab on this machine.
        for (const name of ["test1", "test2", "veth-test1", "veth-test2"])
            await direct.pulumi(["config", "set", "--path", `names.${name}`, `${name.slice(-5)}-${name[0]}${suffix}`]);
        await decoys.make();
        untouched = await decoys.look();
        nothing = await inventory(whose());
    });
    after(async () => {
        await decoys.remove();
        await own.remove();
    });

    for (const args of [
        ["preview"],
        ["up"],
        ["check"],
        ["drift"],
        ["up"],
        ["reset", "--yes"],
        ["preview", "--refresh"],
    ])
        it(`after ./lab ${args.join(" ")} they are as they were`, async () => {
            await own.lab([...args, nested.name, direct.name]);
            await assertUntouched(`after ${args.join(" ")}`);
        });

    it("clean shows what there is, and removes nothing unasked", async () => {
        const before = await inventory(whose());
        const { exitCode, all } = await own.lab(["clean", "--owner", own.owner], { mayFail: true });
        assert.strictEqual(exitCode, 2);
        assert.match(all, /this needs a yes, so nothing was changed/);
        const heading = `${nested.name} \\(owner ${own.owner}, of this checkout\\)`;
        assert.match(all, new RegExp(`${heading}\\n(?:.*\\n)*? +✗ container lab-`));
        assert.match(all, new RegExp(`${direct.name} .*\\n(?:.*\\n)*? +✗ namespace test1-t${suffix}`));
        await assertInventory(before, whose(), "after a question");
    });

    it("clean removes it all and no look-alike, without state and config", async () => {
        rmSync(join(own.folder, ".lab"), { recursive: true });
        const { stdout } = await own.lab(["clean", "--yes", "--json", "--owner", own.owner]);
        for (const lab of [nested, direct]) lab.wasRemoved();
        const groups = (JSON.parse(stdout) as Group[]).filter(({ goes }) => goes);
        assert.deepStrictEqual(
            groups.map(({ ownership, stack }) => [ownership, stack]).sort(),
            [nested, direct].map(({ name }) => ["own", name]).sort(),
        );
        await assertInventory(nothing, whose(), "after clean");
        await assertUntouched("after clean");
        for (const [lab, stack] of [
            [nested, "custom-bridge"],
            [direct, "netns (direct)"],
        ] as const) {
            assert.ok(!existsSync(`/run/docker-network-labs/${own.owner}/${lab.name}`));
            saw({ suite: "clean", stack, fault: "state folder deleted", outcome: "clean removes it, to the line" });
            saw({ suite: "clean", stack, fault: "look-alikes of somebody's", outcome: "untouched by every command" });
        }
    });

    it("what is left of a checkout that is gone is shown as nobody's, and goes", async () => {
        const gone = await Checkout.make();
        const lab = await gone.stack(`clean-gone-${suffix}`, { scenario: "netns" });
        const record = `/var/lib/docker-network-labs/owners/${gone.owner}`;
        const before = await inventory({ owner: gone.owner, stack: lab.name });
        try {
            await lab.up();
            rmSync(gone.folder, { recursive: true });
            lab.wasRemoved();
            const args = ["clean", "--owner", gone.owner];
            const heading = `${lab.name} (owner ${gone.owner}, of a checkout that is gone)\n  ✗ container lab-`;
            const asked = await own.lab(args, { mayFail: true });
            assert.ok(asked.stdout.includes(heading), asked.all);
            await own.lab([...args, "--yes"]);
            const nothing = before.filter((line) => line !== `folder ${record}`);
            assert.strictEqual(nothing.length, before.length - 1);
            await assertInventory(nothing, { owner: gone.owner, stack: lab.name }, "after clean");
            saw({
                suite: "clean",
                stack: "netns",
                fault: "checkout deleted",
                outcome: "clean removes it, to the line",
            });
        } finally {
            await gone.remove();
        }
    });

    it("clean finds nothing of it a second time", async () => {
        const { stdout } = await own.lab(["clean", "--yes", "--json", "--owner", own.owner]);
        assert.deepStrictEqual(
            (JSON.parse(stdout) as Group[]).filter(({ goes }) => goes),
            [],
        );
    });
});
