import * as assert from "assert";
import { checkout } from "../support/checkout";
import { assertInventory, inventory } from "../support/inventory";
import { Lab } from "../support/lab";
import { saw } from "../support/record";
import { Ended, until } from "../support/run";
import { sideBySide } from "../support/stories";
import { Underway } from "../support/underway";

const SCENARIO = "custom-bridge";

/** Presses Ctrl-C once something holds, and gives how the operation ended. */
async function interrupt(operation: Underway, what: string, when: () => Promise<boolean>): Promise<Ended> {
    await until(`${what}, or the end of the operation`, 60, async () => operation.over || (await when()));
    if (operation.over)
        assert.fail(`it ended before ${what}:
${(await operation.ended).all}`);
    operation.interrupt();
    return operation.end(120);
}

/** What a person does with labs, by `lab` and by plain pulumi. */
const WAYS = {
    lab: {
        up: (lab: Lab) => lab.begin("up"),
        destroy: (lab: Lab) => lab.begin("destroy"),
        says: /lab: stopping; what is under way is ended first[^]*interrupted; what was done until then is written down\n {2}what to do: /,
    },
    pulumi: {
        up: (lab: Lab) => lab.beginPulumi(["up", "--yes", "--skip-preview"]),
        destroy: (lab: Lab) => lab.beginPulumi(["destroy", "--yes", "--skip-preview"]),

        says: /cancel/i,
    },
};

describe("Ctrl-C", function () {
    this.timeout(300_000);

    sideBySide(Object.keys(WAYS), (name, step) => {
        const way = WAYS[name as keyof typeof WAYS];
        let lab: Lab;
        let nothing: string[];
        const hosts = () => lab.hosts();

        /** It has ended by itself: nothing is locked, and nothing was left in the middle. */
        const assertStopped = ({ exitCode, all }: Ended, exitCodes = [1]) => {
            assert.ok(exitCodes.includes(exitCode), `exit code ${exitCode}\n${all}`);
            assert.match(all, way.says);
            assert.doesNotMatch(all, / at .*\.[jt]s:\d+/, "a stack trace");
            assert.deepStrictEqual(lab.unsettled, { locks: 0, steps: 0 });
        };

        step("in an up, once its lab host runs: it stops cleanly", async () => {
            lab = await (await checkout()).stack(`ctrl-c-${name}`, { scenario: SCENARIO });
            nothing = await inventory(lab.whose);
            assertStopped(await interrupt(way.up(lab), "its lab host runs", async () => (await hosts()).length > 0));
        });
        step("the next up goes on, and the lab is whole", async () => {
            assert.strictEqual((await way.up(lab).end(120)).exitCode, 0);
            await lab.assertWhole();
            await lab.assertClean();
            saw({ suite: "interruption", stack: SCENARIO, fault: `Ctrl-C in up (${name})`, outcome: "one up" });
        });
        step("in a destroy, once its lab host is gone: it stops cleanly", async () => {
            const gone = async () => (await hosts()).length === 0;
            // The tool itself gives 0 for a destroy that it has cut short; `lab` does not.
            const exitCodes = name === "pulumi" ? [0, 1] : [1];
            assertStopped(await interrupt(way.destroy(lab), "its lab host is gone", gone), exitCodes);
        });
        step("the next destroy leaves nothing", async () => {
            assert.strictEqual((await way.destroy(lab).end(120)).exitCode, 0);
            await assertInventory(nothing, lab.whose, "after destroy");
            saw({
                suite: "interruption",
                stack: SCENARIO,
                fault: `Ctrl-C in destroy (${name})`,
                outcome: "one destroy",
            });
        });
    });
});
