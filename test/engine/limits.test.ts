import * as assert from "assert";
import { checkout } from "../support/checkout";
import { assertInventory, inventory } from "../support/inventory";
import { Lab } from "../support/lab";
import { docker } from "../support/run";

/** Begins far more processes than are allowed, each of which ends by itself. */
const BOMB = "for i in $(seq 600); do sleep 3 & done 2>&1; wait";
/** Takes more memory than is allowed. */
const HOG = "head -c 700m /dev/zero | tail";

describe("a lab host with limits", function () {
    this.timeout(180_000);
    let lab: Lab;
    let nothing: string[];
    let host: string;
    const inForce = async () => {
        const format = "{{.HostConfig.Memory}} {{.HostConfig.NanoCpus}} {{.HostConfig.PidsLimit}}";
        return docker("container", "inspect", "--format", format, host);
    };
    const id = () => docker("container", "inspect", "--format", "{{.Id}} {{.State.StartedAt}}", host);

    before(async () => {
        lab = await (await checkout()).stack("limits", { scenario: "custom-bridge" });
        nothing = await inventory(lab.whose);
        await lab.pulumi(["config", "set", "--path", "limits.memory", "512m"]);
        await lab.pulumi(["config", "set", "--path", "limits.processes", "300"]);
    });

    it("is made with them, and nothing is left to do", async () => {
        await lab.up();
        host = await lab.host();
        assert.strictEqual(await inForce(), `${512 * 2 ** 20} 0 300`);
        await lab.assertWhole();
        await lab.assertClean();
    });

    it("has no more processes than that, and goes on after it", async () => {
        const { all } = await lab.tryInside(BOMB);
        assert.match(all, /fork: .*[Rr]esource temporarily unavailable/);
        await lab.assertWhole();
    });

    it("has no more memory than that, and goes on after it", async () => {
        const { exitCode } = await lab.tryInside(HOG);
        assert.notStrictEqual(exitCode, 0);
        await lab.assertMended();
    });

    it("is held to them again where somebody let it go, and is not started anew for that", async () => {
        const before = await id();
        await docker("container", "update", "--pids-limit", "-1", host);
        assert.match(await lab.preview(), /"repair 1: the lab host is not held to 300 processes"/);
        assert.deepStrictEqual(await lab.upReplacing(), ["custom-bridge-probes"]);
        assert.strictEqual(await inForce(), `${512 * 2 ** 20} 0 300`);
        assert.strictEqual(await id(), before);
        await lab.assertClean();
    });

    it("gets others while it runs", async () => {
        const before = await id();
        await lab.pulumi(["config", "set", "--path", "limits.memory", "768m"]);
        await lab.pulumi(["config", "set", "--path", "limits.cpus", "0.5"]);
        await lab.assertMended();
        assert.strictEqual(await inForce(), `${768 * 2 ** 20} 500000000 300`);
        assert.strictEqual(await id(), before);
    });

    it("is let go when there are none any more", async () => {
        const before = await id();
        await lab.pulumi(["config", "rm", "limits"]);
        await lab.assertMended();
        const [memory, cpus, processes] = (await inForce()).split(" ").map(Number);
        const [total, count] = (await docker("info", "--format", "{{.MemTotal}} {{.NCPU}}")).split(" ").map(Number);
        assert.deepStrictEqual([memory, cpus], [total, count! * 1e9]);
        assert.ok(processes! <= 0, String(processes));
        assert.strictEqual(await id(), before);
    });

    it("leaves nothing after destroy", async () => {
        await lab.destroy();
        await assertInventory(nothing, lab.whose, "after destroy");
    });
});
