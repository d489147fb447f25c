import * as assert from "assert";
import { SETTLES } from "../../components/lib/overlay-checks";
import { checkout } from "../support/checkout";
import { COMPANY, LEFT_OUT, toldNow } from "../support/faults";
import { Lab } from "../support/lab";
import { docker } from "../support/run";
import { sideBySide, Step } from "../support/stories";

/** The lab is whole after one plain up, as soon as its checks are to be, and the next preview has nothing to do. */
const assertWholeAfterUp = (lab: Lab) => lab.assertMended(SETTLES);

/** The containers of both lab hosts. */
const containers = async (lab: Lab) => [await lab.node("node1"), await lab.node("node2")] as const;

const set = (lab: Lab, key: string, value: string) => lab.pulumi(["config", "set", key, value]);
const unset = (lab: Lab, key: string) => lab.pulumi(["config", "rm", key]);

/** What somebody breaks in one of the lab hosts: what a preview says of it, and which resources an up replaces or updates. */
interface Drift {
    on: string;
    breaks: string;
    says: string[];
}

const DRIFTS: Readonly<Record<string, Drift[]>> = {
    "overlay-etcd": [
        { on: "node2", breaks: "ip link delete eth1", says: ["eth1 was removed from node2"] },
        { on: "node1", breaks: `${COMPANY} && docker rm -f test1`, says: ["test1 was removed"] },
        { on: "node2", breaks: `${COMPANY} && docker network disconnect demo test2`, says: ["test2 left demo"] },
    ],
    "overlay-swarm": [
        { on: "node2", breaks: "ip address flush dev eth1", says: ["eth1 of node2 lost 192.168.205.11"] },
        { on: "node1", breaks: "docker service rm web", says: ["service web was removed"] },
        { on: "node1", breaks: "docker service scale --detach web=1", says: ["service web was scaled to 1"] },
        { on: "node2", breaks: "docker swarm leave", says: ["node2 left the swarm"] },
    ],
};

describe("a lab on several lab hosts is mended by one plain up", function () {
    this.timeout(300_000);

    const told = Object.keys(DRIFTS).filter(toldNow);
    if (told.length < Object.keys(DRIFTS).length) it.skip(LEFT_OUT);

    sideBySide(told, (scenario, step) => {
        let lab: Lab;
        step("up makes it", async () => {
            lab = await (await checkout()).stack(`hosts-${scenario}`, { scenario });
            await lab.up();
            await lab.assertWhole();
        });
        for (const { on, breaks, says } of DRIFTS[scenario]!) {
            step(`preview says "${says.join('", "')}", and up repairs it`, async () => {
                await lab.inside(breaks, on);
                const preview = await lab.preview();
                for (const words of says) assert.match(preview, new RegExp(`"repair \\d: ${words}`));
                const before = await containers(lab);
                await assertWholeAfterUp(lab);
                assert.deepStrictEqual(await containers(lab), before);
                if (breaks.startsWith(COMPANY)) await lab.inside("docker rm -f company-$(hostname)", on);
            });
        }
        lossOfOne(step, () => lab);
        lossOfTheFirst(step, () => lab);
        crash(step, () => lab);
        stopping(scenario, step, () => lab);
        step("destroy", async () => void (await lab.destroy()));
    });
});

/** A lab host that is no member is made anew by itself. */
function lossOfOne(step: Step, lab: () => Lab): void {
    step("node2 is lost: preview says so, and up makes it anew, alone", async () => {
        const [node1, node2] = await containers(lab());
        await lab().inside("docker run -d --name mine --network demo busybox sleep 3600", "node1");
        await docker("rm", "-f", "-v", node2);
        assert.match(await lab().preview(), /Lab host node2 is gone, and it alone is made anew/);
        await assertWholeAfterUp(lab());
        const [same, other] = await containers(lab());
        assert.strictEqual(same, node1);
        assert.notStrictEqual(other, node2);
        // What a person made on the other one is still there, and finds the new one.
        await lab().inside("docker exec mine ping -c 1 -W 2 test2", "node1");
        await lab().inside("docker rm -f mine", "node1");
    });
}

/** Everything is made through the first one, so all of it is made anew; what is in the others is named first. */
function lossOfTheFirst(step: Step, lab: () => Lab): void {
    step("node1 is lost: what is in node2 is named before it is lost, and up makes all of it anew", async () => {
        const [node1, node2] = await containers(lab());
        await lab().inside("docker run -d --name mine busybox sleep 3600", "node2");
        await docker("rm", "-f", "-v", node1);
        const { all, exitCode } = await (await checkout()).lab(["up", lab().name], { mayFail: true });
        assert.strictEqual(exitCode, 2, all);
        assert.match(
            all,
            /What was made by hand in the lab of \S+ will be lost, because [^]*first lab host is gone:\n {2}- mine/,
        );
        assert.match(await lab().preview(), /This lab will be made anew[^]*will be lost: mine/);
        await assertWholeAfterUp(lab());
        const now = await containers(lab());
        assert.ok(!now.includes(node1) && !now.includes(node2), now.join());
    });
}

/** A lab host that was killed comes back as a machine after a power cut does. */
function crash(step: Step, lab: () => Lab): void {
    step("docker kill of node2, and docker restart of node1", async () => {
        const [node1, node2] = await containers(lab());
        await docker("kill", node2);
        await assertWholeAfterUp(lab());
        await docker("restart", node1);
        await assertWholeAfterUp(lab());
        assert.deepStrictEqual(await containers(lab()), [node1, node2]);
    });
}

/** The same lab with one of its hosts stopped as a lesson. */
function stopping(scenario: string, step: Step, lab: () => Lab): void {
    step("stop: node1 is refused with the reason", async () => {
        await set(lab(), "stop", "node1");
        const { exitCode, all } = await lab().pulumi(["preview"], { mayFail: true });
        assert.notStrictEqual(exitCode, 0);
        assert.match(all, /stop: "node1" cannot be\. node1 is the only (etcd member|manager): [^]*Allowed: node2/);
    });
    step("stop: node2 shows what node1 sees, and stays so", async () => {
        const [node1, node2] = await containers(lab());
        await set(lab(), "stop", "node2");
        await lab().up();
        assert.deepStrictEqual(await lab().hosts(), [node1]);
        assert.match(
            await docker("ps", "-a", "--format", "{{.Names}} {{.State}}"),
            new RegExp(`^${node2} exited$`, "m"),
        );
        const ping = await lab().tryInside("docker exec test1 ping -c 1 -W 1 test2", true, "node1");
        assert.match(ping.all, /bad address|100% packet loss/);
        if (scenario === "overlay-swarm") {
            assert.match(
                await lab().inside("docker node ls --format '{{.Hostname}} {{.Status}}'", "node1"),
                /^node2 Down$/m,
            );
            const tasks = "docker service ps web --filter desired-state=running --format '{{.Node}}' | sort | uniq -c";
            assert.strictEqual(await lab().inside(tasks, "node1"), "4 node1");
        }
        await lab().assertWhole();
        await lab().assertClean();
    });
    step("and without it node2 is back, with its share", async () => {
        await unset(lab(), "stop");
        await assertWholeAfterUp(lab());
    });
}
