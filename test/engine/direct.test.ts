import * as assert from "assert";
import { run } from "../../components/lib/run";
import { onMachine, script } from "../../components/lib/script";
import { checkout } from "../support/checkout";
import { withProgram } from "../support/fake-program";
import { assertInventory, inventory } from "../support/inventory";
import { Lab } from "../support/lab";
import { busyboxImage, docker, sh } from "../support/run";
import { topologyIn } from "../support/topology";
import { ownMachine } from "../support/turn";

/** Those that only `lab test --all` tries on the machine itself. */
const LONG = ["link", "port-mapping", "host-network", "none-network", "flask-redis"];

describe("labs on the machine itself (engine: direct)", function () {
    this.timeout(180_000);
    let netns: Lab;
    let defaultBridge: Lab;
    let customBridge: Lab;
    let original: string[];
    const all = () => [netns, defaultBridge, customBridge];

    ownMachine();

    before("the labs' stacks", async () => {
        const own = await checkout();
        const stack = (scenario: string) => own.stack(`direct-${scenario}`, { scenario, engine: "direct" });
        [netns, defaultBridge, customBridge] = (await Promise.all(
            ["netns", "default-bridge", "custom-bridge"].map(stack),
        )) as [Lab, Lab, Lab];
        original = await inventory({ owner: own.owner });
    });

    const unchanged = async (since: readonly string[], when: string) =>
        assertInventory(since, { owner: netns.whose.owner }, when);

    it("what is not the lab's is named at preview, refused by up, and survives", async () => {
        const image = await busyboxImage();
        const removals: string[] = [];
        try {
            // A machine's first namespace mounts the folder of all of them, which `ip netns delete` leaves.
            if ((await sh("mountpoint -q /run/netns || echo first")) === "first") removals.push("umount /run/netns");
            await sh("ip netns add test1");
            removals.unshift("ip netns delete test1");
            await sh("ip link add veth-test1 type veth peer name foreign-peer");
            removals.push("ip link delete veth-test1");
            removals.push(`docker network rm ${await docker("network", "create", "xin-bridge")}`);
            const container = await docker("run", "-d", "--name", "test1", image, "sleep", "300");
            removals.unshift(`docker rm -f ${container}`);
            const foreign = await inventory({ owner: netns.whose.owner });

            const refusals = new Map([
                [
                    netns,
                    ["namespace test1 (ip netns delete test1)", "interface veth-test1 (ip link delete veth-test1)"],
                ],
                [defaultBridge, ["container test1 (docker rm -f test1)"]],
                [
                    customBridge,
                    ["container test1 (docker rm -f test1)", "network xin-bridge (docker network rm xin-bridge)"],
                ],
            ]);
            await Promise.all([...refusals].map(([lab, names]) => assertRefused(lab, names)));
            await unchanged(foreign, "after the refusals");
            assert.strictEqual(await docker("inspect", "--format", "{{.State.Running}}", "test1"), "true");
        } finally {
            for (const line of removals) await sh(line);
        }
        await unchanged(original, "after the foreign things were removed again");
    });

    it("a preview makes nothing", async () => {
        await Promise.all(all().map((lab) => lab.preview()));
        await unchanged(original, "after preview");
    });

    it("netns and default-bridge, side by side: up, every check passed, and seen on the machine", async () => {
        await Promise.all([netns.up(), defaultBridge.up()]);
        for (const lab of [netns, defaultBridge]) {
            const { hosts, checks } = await lab.outputs();
            assert.strictEqual(hosts[0]!.container, null);
            assert.strictEqual(hosts[0]!.engineVersion, await docker("version", "--format", "{{.Server.Version}}"));
            assert.deepStrictEqual(
                checks.filter(({ ok }) => !ok),
                [],
            );
            assert.ok(checks.length > 0);
        }
        assert.match(await sh("ip -n test1 -4 -o address show veth-test1"), / 192\.168\.33\.1\/24 /);
        await sh("ip netns exec test2 ping -c 1 -W 2 192.168.33.1");
        assert.match(await sh("docker ps --format '{{.Names}}'"), /^test2$/m);
        await Promise.all([netns.assertWhole(), defaultBridge.assertWhole()]);
    });

    it("a second up changes nothing, and neither preview nor preview --refresh finds a change", async () => {
        const live = await inventory({ owner: netns.whose.owner });
        assert.deepStrictEqual(Object.keys(await defaultBridge.up()), ["unchanged"]);
        await Promise.all([netns.assertClean(), defaultBridge.assertClean("--refresh")]);
        await unchanged(live, "after the second up and the previews");
    });

    it("another stack is refused the names, and what is broken is repaired", async () => {
        const { owner, stack } = defaultBridge.whose;
        await assertRefused(customBridge, [`container test1, of the stack ${stack} of owner ${owner} (./lab destroy`]);
        await sh("docker rm -f test2; ip netns delete test1");
        await Promise.all([netns.up(), defaultBridge.up()]);
        await Promise.all([netns.assertWhole(), defaultBridge.assertWhole()]);
    });

    it("a namespace that somebody makes in the moment between the look and the making is refused like any other", async () => {
        const quicker = `#!/bin/bash\nreal=${await sh("command -v ip")}\n[[ $1 != netns ]] || $real "$@"\nexec $real "$@"\n`;
        const { owner, stack } = netns.whose;
        await assert.rejects(
            withProgram("ip", quicker, () => run(onMachine(20), script("netns-add"), ["quicker", owner, stack!, "g"])),
            /Namespace quicker is here already, and this lab did not make it/,
        );
        await sh("ip netns delete quicker && test ! -e /run/docker-network-labs/netns/quicker");
    });

    it("destroy leaves the machine as it was, to the line", async () => {
        await Promise.all([netns.destroy(), defaultBridge.destroy()]);
        await unchanged(original, "after destroy");
    });

    it("custom-bridge: up, every check passed, clean preview, and destroy leaves nothing", async () => {
        await customBridge.up();
        assert.match(await sh("docker network inspect xin-bridge"), /"Name": "test3"/);
        await customBridge.assertWhole();
        await customBridge.assertClean();
        const { nodes, wrong } = await topologyIn(customBridge);
        assert.deepStrictEqual(wrong, []);
        assert.deepStrictEqual(
            nodes
                .flatMap(({ kind, name }) => (kind === "container" || kind === "bridge" ? [`${kind} ${name}`] : []))
                .sort(),
            ["bridge bridge", "bridge xin-bridge", "container test1", "container test3"],
        );
        await assertGuestIsLeftAlone(customBridge);
        await customBridge.destroy();
        await unchanged(original, "after destroy");
    });

    for (const scenario of process.env.LAB_TEST_ALL ? LONG : [])
        it(`${scenario}: up, every check passed, a second up changes nothing, and destroy leaves nothing`, async () => {
            const lab = await (await checkout()).stack(`direct-${scenario}`, { scenario, engine: "direct" });
            await lab.up();
            await lab.assertWhole();
            assert.deepStrictEqual(Object.keys(await lab.up()), ["unchanged"]);
            await lab.assertClean("--refresh");
            await lab.destroy();
            await unchanged(original, "after destroy");
        });
});

/** What somebody plugs into a network of the lab's is said, and stays where it is. */
async function assertGuestIsLeftAlone(lab: Lab): Promise<void> {
    const image = await busyboxImage();
    const guest = await docker("run", "-d", "--network", "xin-bridge", image, "sleep", "300");
    try {
        const [name] = (await docker("inspect", "--format", "{{.Name}}", guest)).split("/").slice(1);
        const said = `${name} was plugged into xin-bridge`;
        assert.ok((await lab.preview()).includes(`${said}. That is left alone.`));
        await lab.assertClean();
        assert.deepStrictEqual(await lab.failedChecks(), ["no-guests"]);
        const networks = await docker("inspect", "--format", "{{json .NetworkSettings.Networks}}", guest);
        assert.ok("xin-bridge" in (JSON.parse(networks) as object), networks);
    } finally {
        await docker("rm", "-f", guest);
    }
    await lab.assertWhole();
}

/** Neither preview nor up goes on; both name what is in the way and what to do about it. */
async function assertRefused(lab: Lab, names: readonly string[]): Promise<void> {
    for (const args of [["preview"], ["up", "--yes", "--skip-preview"]]) {
        const { exitCode, all } = await lab.pulumi(args, { mayFail: true });
        assert.notStrictEqual(exitCode, 0, all);
        for (const name of names) assert.ok(all.includes(`- ${name}`), `${name} is not named:\n${all}`);
    }
}
