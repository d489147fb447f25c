import * as assert from "assert";
import { announced, assertAsAnnounced, changesIn, done } from "../support/account";
import { checkout } from "../support/checkout";
import { configure, EDITS, SHORT } from "../support/edits";
import { assertInventory, inventory } from "../support/inventory";
import { Lab } from "../support/lab";
import { ALL, counted, saw } from "../support/record";
import { sideBySide } from "../support/stories";

/** The edits that are tried of a scenario. */
function editsOf(scenario: string) {
    return EDITS[scenario]!.filter(([edit]) => ALL || SHORT[scenario]?.includes(edit));
}

const SCENARIOS = Object.keys(EDITS).filter((scenario) => editsOf(scenario).length > 0);
const LEFT = Object.keys(EDITS).flatMap((name) => EDITS[name]!).length - SCENARIOS.flatMap(editsOf).length;

describe("an up does what a preview has announced, resource by resource", function () {
    this.timeout(300_000);
    if (!ALL) it.skip(`after ${LEFT} more edits of a config: left to ./lab test --all`);

    sideBySide(SCENARIOS, (scenario, step) => {
        let lab: Lab;
        let nothing: string[];
        step("from nothing", async () => {
            lab = await (await checkout()).stack(`edit-${scenario}`, { scenario });
            nothing = await inventory(lab.whose);
            const plan = await announced(lab);
            assertAsAnnounced(plan, await done(lab));
        });
        for (const [edit, change] of editsOf(scenario))
            step(edit, async () => {
                await configure(lab, change);
                const plan = await announced(lab);
                const result = await done(lab);
                assertAsAnnounced(plan, result);
                assert.ok(changesIn(result) > 0, "nothing changed");
                await lab.assertWhole();
                await lab.assertClean();
                saw({ suite: "preview", stack: scenario, fault: edit, outcome: "did as announced" });
                counted("edits compared");
            });
        step("destroy leaves nothing of all that", async () => {
            await lab.destroy();
            await assertInventory(nothing, lab.whose, "after destroy");
        });
    });
});
