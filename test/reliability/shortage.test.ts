import * as assert from "assert";
import { writeFileSync } from "fs";
import { join } from "path";
import { checkout } from "../support/checkout";
import { FarMachine, FarNetwork } from "../support/far-machine";
import { assertInventory, inventory } from "../support/inventory";
import { Lab } from "../support/lab";
import { ALL, saw } from "../support/record";
import { until } from "../support/run";
import { assertSays, ENGINE_GONE, FULL, LAB_HOST_GONE } from "../support/shortage";

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
        const { labHostImage } = await checkout();
        network = await FarNetwork.make();
        machine = await network.start("alpha", labHostImage, { disk: "1000m" });
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
                    assertSays(await operation.end(240), ENGINE_GONE);
                    assertSays(await lab.lab(command, { mayFail: true }), ENGINE_GONE, 2);
                } finally {
                    await machine.startEngine();
                }
                assert.strictEqual(lab.locks, 0);
            }

            it("is not made when the disk has no room for what is brought there", async () => {
                const makeRoom = await machine.fillDisk(10);
                assertSays(await lab.lab("up", { mayFail: true }), FULL);
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
                assertSays(await lab.lab("up", { mayFail: true }), FULL);
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

/** Less than an engine and the containers of flask-redis take; the engine by itself takes 40m. */
const LITTLE = "100m";

function memory(this: Mocha.Suite): void {
    this.timeout(400_000);

    it("of a machine: its engine is killed for it, and with more one up is enough", async () => {
        const own = await checkout();
        const network = await FarNetwork.make();
        const lab = await own.stack("short-memory", { scenario: "flask-redis", engine: "direct" });
        try {
            const machine = await network.start("alpha", own.labHostImage, { memory: LITTLE });
            const clean = await machine.inventory();
            writeFileSync(join(network.folder, "known_hosts"), machine.known);
            await lab.setHosts([machine.bySsh(join(network.folder, "known_hosts"))]);
            assertSays(await lab.lab("up", { mayFail: true }), ENGINE_GONE);
            await machine.giveMemory("1g");
            await machine.startEngine();
            await lab.assertUpSuffices();
            await lab.lab("destroy");
            assert.deepStrictEqual(await machine.inventory(), clean);
        } finally {
            await lab.destroyAnyhow();
            await network.remove();
        }
        saw({ suite: "shortage", stack: "flask-redis (direct)", fault: "little memory", outcome: "one up" });
    });

    it("of a lab host: it is killed for it, and with a higher limit one up is enough", async () => {
        const stack = "custom-bridge";
        const lab = await (await checkout()).stack("short-limits", { scenario: stack, extra: "20" });
        const nothing = await inventory(lab.whose);
        try {
            await lab.pulumi(["config", "set", "--path", "limits.memory", "256m"]);
            assertSays(await lab.lab("up", { mayFail: true }), LAB_HOST_GONE);
            await lab.pulumi(["config", "set", "--path", "limits.memory", "1g"]);
            await lab.assertUpSuffices();
            await lab.lab("destroy");
            await assertInventory(nothing, lab.whose, "after destroy");
        } finally {
            await lab.destroyAnyhow();
        }
        saw({ suite: "shortage", stack, fault: "limits.memory too little", outcome: "one up" });
    });
}

const LEFT = () => void it.skip("left to ./lab test --all");
describe("a machine that runs short of its disk or its engine, played by a container", ALL ? farAway : LEFT);
describe("too little memory", ALL ? memory : LEFT);
