import * as assert from "assert";
import { checkout } from "../support/checkout";
import { assertInventory, inventory } from "../support/inventory";
import { Lab } from "../support/lab";
import { docker } from "../support/run";
import { sideBySide } from "../support/stories";

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
        if (then === "up") step("one plain up makes the lab whole", () => lab.assertMended());
        step("destroy leaves nothing", async () => {
            await lab.destroy();
            await assertInventory(before, lab.whose, "after destroy");
        });
    });
});
