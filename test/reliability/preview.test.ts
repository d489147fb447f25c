import * as assert from "assert";
import { announced, assertAsAnnounced, changesIn, done } from "../support/account";
import { checkout } from "../support/checkout";
import { configure, DIRECT_EDITS, Edit, EDITS, SHORT } from "../support/edits";
import { assertInventory, inventory } from "../support/inventory";
import { Lab } from "../support/lab";
import { ALL, counted, saw } from "../support/record";
import { sideBySide, Step } from "../support/stories";
import { ownMachine } from "../support/turn";

/** The edits that are tried of a scenario. */
function editsOf(scenario: string): Edit[] {
    return EDITS[scenario]!.filter(([edit]) => ALL || SHORT[scenario]?.includes(edit));
}

const SCENARIOS = Object.keys(EDITS).filter((scenario) => editsOf(scenario).length > 0);
const EVERY = [...Object.values(EDITS), ...Object.values(DIRECT_EDITS)].flat().length;
const LEFT = EVERY - SCENARIOS.flatMap(editsOf).length;

describe("an up does what a preview has announced, resource by resource", function () {
    this.timeout(600_000);
    if (!ALL) it.skip(`after ${LEFT} more edits of a config: left to ./lab test --all`);

    describe("nested", () =>
        sideBySide(SCENARIOS, (scenario, step) => story(scenario, "nested", editsOf(scenario), step)));

    if (!ALL) return;
    describe("on the machine itself", () => {
        ownMachine();
        const scenarios = Object.keys(DIRECT_EDITS);
        sideBySide(scenarios, (scenario, step) => story(scenario, "direct", DIRECT_EDITS[scenario]!, step), 1);
    });
});

/** A lab, and the edits of its config one after the other. */
function story(scenario: string, engine: "nested" | "direct", edits: readonly Edit[], step: Step): void {
    const direct = engine === "direct";
    let lab: Lab;
    let nothing: string[];
    step("from nothing", async () => {
        lab = await (await checkout()).stack(`edit-${direct ? "direct-" : ""}${scenario}`, { scenario, engine });
        nothing = await inventory(lab.whose);
        const plan = await announced(lab);
        assertAsAnnounced(plan, await done(lab));
    });
    for (const [edit, change, forNothing] of edits)
        step(edit, async () => {
            await configure(lab, change);
            const plan = await announced(lab);
            const result = await done(lab);
            assertAsAnnounced(plan, result);
            assert.strictEqual(changesIn(result) === 0, forNothing !== undefined, "whether nothing changed");
            await lab.assertWhole();
            await lab.assertClean();
            const stack = direct ? `${scenario} (direct)` : scenario;
            saw({ suite: "preview", stack, fault: edit, outcome: "did as announced" });
            counted("edits compared");
        });
    step("destroy leaves nothing of all that", async () => {
        await lab.destroy();
        await assertInventory(nothing, lab.whose, "after destroy");
    });
}
