import * as assert from "assert";
import { writeFileSync } from "fs";
import { join } from "path";
import { checkout } from "../support/checkout";
import { FarMachine, FarNetwork } from "../support/far-machine";
import { Lab } from "../support/lab";
import { ALL, saw } from "../support/record";

/** Scenario and kind of the labs on the machine that loses its power. */
const THERE = [
    ["custom-bridge", "nested"],
    ["default-bridge", "direct"],
    ["netns", "direct"],
] as const;

/** Its engine and all that runs on it is killed, what is in tmpfs is gone, and it is started again. */
function powerLoss(this: Mocha.Suite): void {
    this.timeout(300_000);
    let network: FarNetwork;
    let machine: FarMachine;
    let clean: string[];
    const labs: Lab[] = [];

    before("there are labs on it", async () => {
        const own = await checkout();
        network = await FarNetwork.make();
        machine = await network.start("alpha", own.labHostImage);
        const known = join(network.folder, "known_hosts");
        writeFileSync(known, machine.known);
        clean = await machine.inventory();
        for (const [scenario, engine] of THERE) {
            const lab = await own.stack(`reboot-far-${scenario}`, { scenario, engine });
            labs.push(lab);
            await lab.setHosts([machine.bySsh(known)]);
            await lab.lab("up");
        }
    });
    after(async () => {
        for (const lab of labs) await lab.destroyAnyhow();
        await (network as FarNetwork | undefined)?.remove();
    });

    it("the labs on it cannot be read while it is off, and nothing is changed", async () => {
        await machine.crash();
        for (const lab of labs) {
            const { exitCode, all } = await lab.lab("up", { mayFail: true });
            assert.strictEqual(exitCode, 2, all);
            assert.match(all, /Could not read machine alpha /);
        }
        await machine.boot();
    });

    for (const [index, [scenario, engine]] of THERE.entries())
        it(`${scenario} (${engine}) is brought back whole by one up`, async () => {
            const lab = labs[index]!;
            await lab.assertUpSuffices();
            if (engine === "nested") {
                const folders = `/run/docker-network-labs/${lab.whose.owner}/${lab.name}/*`;
                const { stdout } = await machine.run(`stat -c %a ${folders}`);
                assert.deepStrictEqual(new Set(stdout.trim().split("\n")), new Set(["700"]), "nobody but root gets in");
            }
            const stack = engine === "direct" ? `${scenario} (direct)` : scenario;
            saw({ suite: "interruption", stack, fault: "power loss of its machine", outcome: "one up" });
        });

    it("destroy leaves the machine as it was before the labs", async () => {
        for (const lab of labs) await lab.lab("destroy");
        assert.deepStrictEqual(await machine.inventory(), clean);
    });
}

describe(
    "a machine that loses its power, played by a container",
    ALL ? powerLoss : () => void it.skip("left to ./lab test --all"),
);
