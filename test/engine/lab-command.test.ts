import * as assert from "assert";
import { appendFileSync } from "fs";
import { join } from "path";
import type { DestroyResult } from "../../cli/destroy";
import type { UpResult } from "../../cli/up";
import { Checkout } from "../support/checkout";
import { assertInventory, inventory } from "../support/inventory";
import { Lab } from "../support/lab";

const STACK = "lab-command";

describe("./lab up, preview, drift, reset and destroy", function () {
    this.timeout(120_000);
    let own: Checkout;
    let lab: Lab;
    let nothing: string[];

    /** How often the engine has changed the stack, or has looked whether it must. */
    const updates = async () => {
        const { stdout } = await lab.pulumi(["stack", "history", "--json"]);
        return (JSON.parse(stdout) as unknown[]).length;
    };
    const up = async () => {
        const { exitCode, stdout, all } = await own.lab(["up", STACK, "--json"], { mayFail: true });
        assert.ok(stdout.startsWith("["), all);
        const [result] = JSON.parse(stdout) as UpResult[];
        return { exitCode, ...result! };
    };
    const preview = async () => (await own.lab(["preview", STACK])).stdout;
    const drift = async () => {
        const { exitCode, stdout } = await own.lab(["drift", STACK], { mayFail: true });
        return [exitCode, stdout];
    };
    const assertUp = async (changes: "changes" | "no changes") => {
        const result = await up();
        assert.deepStrictEqual([result.exitCode, result.ok, result.errors], [0, true, []]);
        assert.deepStrictEqual(
            result.checks.filter(({ ok }) => !ok),
            [],
        );
        assert.ok(result.checks.length > 0);
        assert.strictEqual(result.changes > 0 ? "changes" : "no changes", changes);
        return result;
    };

    before("a copy of the project", async function () {
        own = await Checkout.make();
        lab = await own.stack(STACK, { scenario: "custom-bridge" });
        nothing = await inventory(lab.whose);
    });
    after(() => own.remove());

    it("preview lists what will be made, and makes nothing", async () => {
        assert.match(await preview(), /^lab-command: 1[0-9] changes(?:\n {2}\+ make .*)+$/);
        await assertInventory(nothing, lab.whose, "after a preview");
    });

    it("up makes it, with its checks passed", async () => {
        const { hosts } = await assertUp("changes");
        assert.deepStrictEqual(hosts, (await lab.outputs()).hosts);
    });

    it("an up of a lab that is as it was made changes nothing, without the engine, and says the same", async () => {
        const [updatesBefore, outputs] = [await updates(), await lab.outputs()];
        const { hosts, checks } = await assertUp("no changes");
        assert.deepStrictEqual(hosts, outputs.hosts);
        assert.deepStrictEqual(
            checks.map(({ id }) => id),
            outputs.checks.map(({ id }) => id),
        );
        assert.strictEqual(await preview(), "lab-command: no changes");
        assert.strictEqual(await updates(), updatesBefore);
    });

    it("what no part shows is seen by its checks: the up that changes nothing fails with the hint", async () => {
        await lab.inside("docker exec test1 sh -c 'cat /etc/resolv.conf >/tmp/kept && echo >/etc/resolv.conf'");
        const { exitCode, ok, changes, checks } = await up();
        assert.deepStrictEqual([exitCode, ok, changes], [1, true, 0]);
        assert.deepStrictEqual(
            checks.filter((check) => !check.ok).map(({ id }) => id),
            ["test1-reaches-test3"],
        );
        const { all } = await own.lab(["up", STACK], { mayFail: true });
        assert.match(all, /✗ test1 reaches test3 by name\n(?:.*\n)+? +hint +\S/);
        await lab.inside("docker exec test1 sh -c 'cat /tmp/kept >/etc/resolv.conf'");
        await assertUp("no changes");
    });

    it("what broke is previewed and made again", async () => {
        assert.deepStrictEqual(await drift(), [0, `${STACK}: as it was made`]);
        await lab.inside("docker stop -t 0 test3");
        assert.deepStrictEqual(await drift(), [1, `${STACK}: not as it was made\n  ✗ test3 is stopped`]);
        assert.match(await preview(), /± replace .*test3.*: .*test3 is stopped/);
        await assertUp("changes");
        assert.strictEqual(await preview(), "lab-command: no changes");
    });

    it("reset makes it anew, and asks first where somebody made something in it", async () => {
        const [before] = await lab.hosts();
        await lab.inside("docker network create mine");
        assert.deepStrictEqual(await drift(), [0, `${STACK}: as it was made\n  + mine was made by hand`]);
        const refused = await own.lab(["reset", STACK], { mayFail: true });
        assert.strictEqual(refused.exitCode, 2);
        assert.match(refused.all, /will be lost, because it is destroyed:\n {2}- mine\n/);
        assert.deepStrictEqual(await lab.hosts(), [before]);
        await own.lab(["reset", "--yes", STACK]);
        await lab.assertWhole();
        assert.notStrictEqual((await lab.hosts())[0], before);
        assert.deepStrictEqual(await drift(), [0, `${STACK}: as it was made`]);
    });

    it("another config is previewed and made", async () => {
        await lab.pulumi(["config", "set", "extra", "1"]);
        assert.match(await preview(), /\+ make .*extra1/);
        await assertUp("changes");
        assert.strictEqual(await preview(), "lab-command: no changes");
    });

    it("another program, or an up by the tool itself, is left to the engine to judge", async () => {
        const engineJudges = async () => {
            const updatesBefore = await updates();
            await assertUp("no changes");
            assert.strictEqual(await updates(), updatesBefore + 1);
            await assertUp("no changes");
            assert.strictEqual(await updates(), updatesBefore + 1, "the second time it was proved");
        };
        appendFileSync(join(own.folder, "components", "custom-bridge.ts"), "\n// edited\n");
        await engineJudges();
        await lab.up();
        await engineJudges();
    });

    it("destroy removes it to the line", async () => {
        const { stdout } = await own.lab(["destroy", STACK, "--json"]);
        const [result] = JSON.parse(stdout) as DestroyResult[];
        assert.ok(result?.ok, stdout);
        const removed = result.removed.map(({ kind, name }) => `${kind} ${name}`);
        for (const thing of ["container test1", "container test3", "container extra1"])
            assert.ok(removed.includes(thing), removed.join("\n"));
        assert.match((await own.lab(["destroy", STACK])).stdout, /^lab-command +\d+\.\d +nothing was there$/m);
        await assertInventory(nothing, lab.whose, "after destroy");
    });
});
