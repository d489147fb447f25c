import * as assert from "assert";
import { checkout } from "../support/checkout";
import { assertInventory, inventory } from "../support/inventory";
import { Lab } from "../support/lab";
import { docker, until } from "../support/run";
import { sideBySide, Step } from "../support/stories";

/** What broke in a lab by itself: what a plain preview says of it, and what a plain up replaces. */
interface Drift {
    breaks: string;
    says: string[];
    replaces: string[];
}

const DRIFTS: Readonly<Record<string, Drift[]>> = {
    netns: [
        {
            breaks: "ip netns delete test1",
            says: ["namespace test1 was deleted"],
            replaces: ["address-test1", "address-test2", "pair", "probes", "test1"],
        },
        {
            breaks: "ip -n test2 link delete veth-test2",
            says: ["veth-test1 is not in namespace test1"],
            replaces: ["address-test1", "address-test2", "pair", "probes"],
        },
        {
            breaks: "ip -n test1 address delete 192.168.33.1/24 dev veth-test1; ip -n test2 link set veth-test2 down",
            says: ["veth-test1 lost 192.168.33.1/24", "veth-test2 is down"],
            replaces: ["address-test1", "address-test2", "probes"],
        },
    ],
    "default-bridge": [
        { breaks: "docker stop -t 0 test1", says: ["test1 is stopped"], replaces: ["probes", "test1"] },
        { breaks: "docker rm -f test2", says: ["test2 was removed"], replaces: ["probes", "test2"] },
    ],
    "custom-bridge": [
        {
            breaks: "docker network disconnect xin-bridge test1",
            says: ["test1 left xin-bridge"],
            replaces: ["connection", "probes"],
        },
        {
            breaks: "for c in test1 test3; do docker network disconnect xin-bridge $c; done; docker network rm xin-bridge",
            says: ["xin-bridge was removed"],
            replaces: ["connection", "probes", "test3", "xin-bridge"],
        },
    ],
    link: [
        { breaks: "docker rm -f test1", says: ["test1 was removed"], replaces: ["probes", "test1", "test2"] },
        { breaks: "docker stop -t 0 test2", says: ["test2 is stopped"], replaces: ["probes", "test2"] },
    ],
    "flask-redis": [
        {
            breaks: "docker rm -f flask-redis; docker image rm xin/flask_server:v0.0.1",
            says: ["image xin/flask_server:v0.0.1 was removed", "flask-redis was removed"],
            replaces: ["app", "image", "machine-probes", "probes"],
        },
    ],
};

/** The names of the resources that a preview would change, from its `--diff`. */
function changesIn(preview: string): string[] {
    const steps = preview.matchAll(
        /^ +[-+~]+ ?\S+ \((?:replace|update|create|delete)\)\n(?: +\[.*\]\n)*? +\[urn=.*::(\S+)\]$/gm,
    );
    return [...steps].map(([, name]) => name!).sort();
}

/** The lab is whole after one plain up, and the next preview has nothing to do. */
async function assertWholeAfterUp(lab: Lab): Promise<void> {
    await lab.up();
    await lab.assertWhole();
    await lab.assertClean();
}

const pidOf = async (host: string) => Number(await docker("inspect", "--format", "{{.State.Pid}}", host));

/** What happens to the lab host itself, in one scenario each. */
const AFTER: Readonly<Record<string, (step: Step, lab: () => Lab) => void>> = {
    netns(step, lab) {
        step("docker restart of the lab host", async () => {
            const host = await lab().host();
            await docker("restart", host);
            await assertWholeAfterUp(lab());
            assert.strictEqual(await lab().host(), host);
        });
        step("a paused lab host is refused with what to do, and nothing is changed", async () => {
            const host = await lab().host();
            await docker("pause", host);
            const before = await inventory(lab().whose);
            for (const args of [["preview"], ["up", "--yes", "--skip-preview"]]) {
                const { exitCode, all } = await lab().pulumi(args, { mayFail: true });
                assert.notStrictEqual(exitCode, 0, all);
                assert.match(all, new RegExp(`Lab host ${host} is paused\\. Run: docker unpause ${host}`));
                assert.doesNotMatch(all, / at .*\.ts:\d+/, "a stack trace");
            }
            await assertInventory(before, lab().whose, "after the refusals");
            await docker("unpause", host);
            await lab().assertWhole();
            await lab().assertClean();
        });
    },
    "default-bridge"(step, lab) {
        step("kill -9 of the dockerd in the lab host", async () => {
            const host = await lab().host();
            const pid = await pidOf(host);
            await docker("exec", host, "pkill", "-KILL", "-x", "dockerd");
            await until("the lab host starts again", 10, async () => (await pidOf(host)) !== pid);
            await assertWholeAfterUp(lab());
            assert.strictEqual(await lab().host(), host);
        });
        step("docker rm -f of the lab host", async () => {
            const host = await lab().host();
            await docker("rm", "-f", host);
            await assertWholeAfterUp(lab());
            assert.notStrictEqual(await lab().host("--all"), host);
            const volumes = await docker(
                "volume",
                "ls",
                "-q",
                "--filter",
                `label=docker-network-labs.stack=${lab().name}`,
            );
            assert.strictEqual(volumes.split("\n").length, 1, volumes);
        });
    },
    "custom-bridge"(step, lab) {
        step("docker stop of the lab host", async () => {
            const host = await lab().host();
            await docker("stop", host);
            await assertWholeAfterUp(lab());
            assert.strictEqual(await lab().host(), host);
        });
    },
};

describe("what became of a lab by itself is mended by one plain up", function () {
    this.timeout(300_000);

    sideBySide(Object.keys(DRIFTS), (scenario, step) => {
        let lab: Lab;
        step("up makes the lab", async () => {
            lab = await (await checkout()).stack(`recovery-${scenario}`, { scenario });
            await lab.up();
        });
        for (const { breaks, says, replaces } of DRIFTS[scenario]!) {
            step(`preview says "${says.join('", "')}", and up repairs that and what stands on it`, async () => {
                await lab.inside(breaks);
                const preview = await lab.preview();
                for (const words of says) assert.match(preview, new RegExp(`"repair \\d: ${words}"`));
                const replaced = replaces.map((name) => `${scenario}-${name}`);
                // Nothing else: what an earlier repair had left behind would show here.
                assert.deepStrictEqual(changesIn(preview), [...replaced, `${scenario}-marks`].sort());
                assert.deepStrictEqual(await lab.upReplacing(), replaced);
                await lab.assertWhole();
            });
        }
        step("the next preview is clean", () => lab.assertClean());
        AFTER[scenario]?.(step, () => lab);
        step("destroy", async () => void (await lab.destroy()));
    });
});

/** Points of an `up` of custom-bridge that can be seen from outside. */
const POINTS: Readonly<Record<string, (lab: Lab) => Promise<boolean>>> = {
    "its network is there": async (lab) => {
        const filter = `label=docker-network-labs.stack=${lab.name}`;
        return (await docker("network", "ls", "--quiet", "--filter", filter)) !== "";
    },
    "its lab host runs": async (lab) => (await lab.hosts()).length > 0,
    "test1 runs in it": (lab) => runsIn(lab, "test1"),
    "test3 runs in it": (lab) => runsIn(lab, "test3"),
};

async function runsIn(lab: Lab, name: string): Promise<boolean> {
    if ((await lab.hosts()).length === 0) return false;
    const { exitCode, stdout } = await lab.tryInside(`docker ps -q --filter name=^${name}$`);
    return exitCode === 0 && stdout.trim() !== "";
}

/** When an up is killed, and what is done next. */
const KILLS = [
    ["its network is there", "up"],
    ["its lab host runs", "destroy"],
    ["test1 runs in it", "up"],
    ["test3 runs in it", "up"],
] as const;

describe("an up that was killed", function () {
    this.timeout(300_000);
    const stories = new Map(KILLS.map(([point, then]) => [`when ${point}, then ${then}`, { point, then }]));

    sideBySide([...stories.keys()], (story, step) => {
        const { point, then } = stories.get(story)!;
        let lab: Lab;
        let before: string[];
        step("kill -9 of all of it", async () => {
            const name = `killed-${story.replaceAll(/\W+/g, "-")}`.slice(0, 40);
            lab = await (await checkout()).stack(name, { scenario: "custom-bridge" });
            before = await inventory(lab.whose);
            await lab.killUp(point, () => POINTS[point]!(lab));
        });
        step("the tool names the lock that is left, and takes it back by pulumi cancel", async () => {
            const { exitCode, all } = await lab.pulumi([then, "--yes", "--skip-preview"], { mayFail: true });
            assert.notStrictEqual(exitCode, 0);
            assert.match(all, /the stack is currently locked[^]*`pulumi cancel`/);
            await lab.cancel();
        });
        if (then === "up") step("one plain up makes the lab whole", () => assertWholeAfterUp(lab));
        step("destroy leaves nothing", async () => {
            await lab.destroy();
            await assertInventory(before, lab.whose, "after destroy");
        });
    });
});
