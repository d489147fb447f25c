import * as assert from "assert";
import { readFileSync, writeFileSync } from "fs";
import { join } from "path";
import { Checkout, checkout } from "../support/checkout";
import { FarMachine, FarNetwork } from "../support/far-machine";
import { assertInventory, inventory } from "../support/inventory";
import { Lab } from "../support/lab";
import { ALL, saw } from "../support/record";
import { Ended, until } from "../support/run";
import { SmallDisk } from "../support/small-disk";

/** Fails unless an operation failed, and says for a person why, and what to do first. */
function assertSays({ exitCode, all }: Ended, why: RegExp, todo: RegExp, exit = 1): void {
    assert.strictEqual(exitCode, exit, all);
    assert.match(all, why);
    assert.match(all, new RegExp(`^ +what to do: ${todo.source}`, "m"));
    assert.doesNotMatch(all, /bug in lab|^\s+at .*\.[jt]s:/m);
}

const FULL = [/no space left on device/i, /make room on the disk: /] as const;
const ENGINE_GONE = [/docker daemon|error during connect/i, /start the engine, where it stopped: /] as const;

/** Scenario and kind of the labs on a machine of little room. */
const THERE = [
    ["flask-redis", "direct"],
    ["custom-bridge", "nested"],
] as const;

function farAway(this: Mocha.Suite): void {
    this.timeout(400_000);
    let network: FarNetwork;
    let machine: FarMachine;
    let clean: string[];

    before("there is a machine with a small disk", async () => {
        const { folder } = await checkout();
        const images = JSON.parse(readFileSync(join(folder, ".lab", "images.json"), "utf8")) as Record<string, string>;
        network = await FarNetwork.make();
        machine = await network.start("alpha", images["lab-host-26.1"]!, { disk: "1000m" });
        writeFileSync(join(network.folder, "known_hosts"), machine.known);
        clean = await machine.inventory();
    });
    after(async () => {
        await (network as FarNetwork | undefined)?.remove();
    });

    for (const [scenario, engine] of THERE)
        describe(`${scenario} (${engine})`, () => {
            const stack = engine === "direct" ? `${scenario} (direct)` : scenario;
            let lab: Lab;
            /** Something that shows how far an operation has come. */
            const holds = async (command: string) => (await machine.run(command, { mayFail: true })).stdout !== "";

            before(async () => {
                lab = await (await checkout()).stack(`short-${scenario}`, { scenario, engine });
                await lab.setHosts([machine.bySsh(join(network.folder, "known_hosts"))]);
            });
            after(() => lab.destroyAnyhow());

            /** Kills the machine's engine as soon as something holds in an operation, and starts it again after that has ended. */
            async function engineGoesDuring(command: "up" | "destroy", what: string, when: () => Promise<boolean>) {
                const operation = lab.begin(command);
                await until(`${what}, or the end of ${command}`, 120, async () => operation.over || (await when()));
                if (operation.over) assert.fail(`it ended before ${what}:\n${(await operation.ended).all}`);
                await machine.killEngine();
                try {
                    assertSays(await operation.end(240), ...ENGINE_GONE);
                    assertSays(await lab.lab(command, { mayFail: true }), ...ENGINE_GONE, 2);
                } finally {
                    await machine.startEngine();
                }
                assert.strictEqual(lab.locks, 0);
            }

            it("is not made when the disk has no room for what is brought there", async () => {
                const makeRoom = await machine.fillDisk(10);
                assertSays(await lab.lab("up", { mayFail: true }), ...FULL);
                await makeRoom();
                await lab.assertUpSuffices();
                saw({ suite: "shortage", stack, fault: "disk full while images are brought", outcome: "one up" });
            });

            it("is removed with a full disk", async () => {
                const makeRoom = await machine.fillDisk();
                await lab.lab("destroy");
                await makeRoom();
                assert.deepStrictEqual(await machine.inventory(), clean);
                saw({ suite: "shortage", stack, fault: "disk full at destroy", outcome: "removed" });
            });

            it("is not made when the disk is full once all images are there", async () => {
                const makeRoom = await machine.fillDisk();
                assertSays(await lab.lab("up", { mayFail: true }), ...FULL);
                await makeRoom();
                await lab.assertUpSuffices();
                await lab.lab("destroy");
                saw({ suite: "shortage", stack, fault: "disk full while it is made", outcome: "one up" });
            });

            it("goes on with one up where the engine went in the middle of one", async () => {
                await engineGoesDuring("up", "a container is there", () => holds("docker ps -q"));
                await lab.assertUpSuffices();
                saw({ suite: "shortage", stack, fault: "engine stops in up", outcome: "one up" });
            });

            it("is gone with one destroy where the engine went in the middle of one", async () => {
                const before = (await machine.run("docker ps -aq | wc -l")).stdout;
                await engineGoesDuring("destroy", "a container is gone", () =>
                    holds(`[[ $(docker ps -aq | wc -l) == ${before.trim()} ]] || echo gone`),
                );
                await lab.lab("destroy");
                assert.deepStrictEqual(await machine.inventory(), clean);
                saw({ suite: "shortage", stack, fault: "engine stops in destroy", outcome: "one destroy" });
            });
        });
}

describe(
    "a machine that runs short, played by a container",
    ALL ? farAway : () => void it.skip("left to ./lab test --all"),
);

describe("a full disk under the tool's record of the stacks", function () {
    this.timeout(400_000);
    const stack = "default-bridge";
    let own: Checkout;
    let disk: SmallDisk;
    let lab: Lab;
    let nothing: string[];

    before("there is a checkout with its record on a small disk", async () => {
        disk = await SmallDisk.make("size=8m");
        own = await Checkout.make();
        await own.keepStateIn(disk.folder);
        lab = await own.stack("short-state", { scenario: stack });
        nothing = await inventory(lab.whose);
    });
    after(async () => {
        await (own as Checkout | undefined)?.remove();
        (disk as SmallDisk | undefined)?.remove();
    });

    /** Fills the disk as soon as something holds in an operation, and makes room after that has ended. */
    async function fullDuring(command: "up" | "destroy", what: string, when: () => Promise<boolean> | boolean) {
        const operation = lab.begin(command);
        await until(`${what}, or the end of ${command}`, 60, async () => operation.over || (await when()));
        if (operation.over) assert.fail(`it ended before ${what}:\n${(await operation.ended).all}`);
        // What it had written when that failed is room again.
        await until(`the end of ${command}`, 240, () => (disk.fill(), operation.over));
        disk.makeRoom();
        return operation.ended;
    }
    const there = async () => (await lab.hosts()).length > 0;

    it("is said before anything is made, and costs no more than room", async () => {
        disk.fill();
        const ended = await lab.lab("up", { mayFail: true });
        disk.makeRoom();
        assertSays(ended, ...FULL);
        await assertInventory(nothing, lab.whose, "after an up without a record");
        await lab.assertUpSuffices();
        await lab.lab("destroy");
        saw({ suite: "shortage", stack, fault: "disk of the record full at up", outcome: "one up" });
    });

    it("under temporary files is said as well", async () => {
        const full = await SmallDisk.make("nr_inodes=2");
        try {
            const env = { ...own.env, TMPDIR: full.folder };
            assertSays(await lab.lab("up", { env, mayFail: true }), ...FULL);
        } finally {
            full.remove();
        }
        await assertInventory(nothing, lab.whose, "after an up without temporary files");
        saw({ suite: "shortage", stack, fault: "disk of temporary files full at up", outcome: "nothing made" });
    });

    if (!ALL) return void it.skip("in the middle of up and destroy: left to ./lab test --all");

    it("in the middle of an up costs no more than a second one", async () => {
        assertSays(await fullDuring("up", "its lab host is there", there), ...FULL);
        await lab.assertUpSuffices();
        saw({ suite: "shortage", stack, fault: "disk of the record full in up", outcome: "one up" });
    });

    it("in the middle of a destroy costs no more than a second one", async () => {
        assertSays(await fullDuring("destroy", "the tool has begun", () => lab.locks > 0), ...FULL);
        await lab.lab("destroy");
        await assertInventory(nothing, lab.whose, "after destroy");
        saw({ suite: "shortage", stack, fault: "disk of the record full in destroy", outcome: "one destroy" });
    });
});
