import * as assert from "assert";
import { checkout } from "../support/checkout";
import { Drift, DRIFTS } from "../support/drifts";
import { ON_LAB_HOST } from "../support/lab-host-faults";
import { assertInventory, inventory } from "../support/inventory";
import { Lab } from "../support/lab";
import { ALL, counted, saw } from "../support/record";
import { sideBySide } from "../support/stories";

/** The names of the resources that a preview would change, from its `--diff`. */
function changesIn(preview: string): string[] {
    const steps = preview.matchAll(
        /^ +[-+~]+ ?\S+ \((?:replace|update|create|delete)\)\n(?: +\[.*\]\n)*? +\[urn=.*::(\S+)\]$/gm,
    );
    return [...steps].map(([, name]) => name!).sort();
}

/** It is seen by the checks, said by a plain preview, and mended by a plain up, which touches nothing else. */
async function assertRepaired(lab: Lab, scenario: string, drift: Drift): Promise<void> {
    const { breaks, says, replaces, fails, spares } = drift;
    await lab.inside(breaks);
    assert.deepStrictEqual((await lab.failedChecks()).sort(), fails);
    const preview = await lab.preview();
    for (const words of says) assert.match(preview, new RegExp(`"repair \\d: ${words}"`));
    const replaced = replaces.map((name) => `${scenario}-${name}`).sort();
    // Nothing else: what an earlier repair had left behind would show here.
    assert.deepStrictEqual(changesIn(preview), [...replaced, `${scenario}-marks`].sort());
    assert.deepStrictEqual(await lab.upReplacing(), replaced);
    await lab.assertWhole();
    if (spares !== undefined) await lab.inside(spares);
}

describe("what became of a lab by itself is mended by one plain up", function () {
    this.timeout(300_000);

    sideBySide(Object.keys(DRIFTS), (scenario, step) => {
        let lab: Lab;
        let nothing: string[];
        const sawMended = (fault: string, outcome: string) => {
            saw({ suite: "drift", stack: scenario, fault, outcome });
            counted("faults repaired");
        };
        step("up makes the lab", async () => {
            lab = await (await checkout()).stack(`drift-${scenario}`, { scenario });
            nothing = await inventory(lab.whose);
            await lab.up();
        });
        for (const drift of DRIFTS[scenario]!)
            step(`${drift.fault}: preview says "${drift.says.join('", "')}", and up mends that alone`, async () => {
                await assertRepaired(lab, scenario, drift);
                sawMended(drift.fault, "named, mended");
            });
        step("the next preview is clean", () => lab.assertClean());
        for (const { fault, outcome, long, run: happens } of ON_LAB_HOST[scenario] ?? [])
            if (ALL || !long)
                step(`${fault}: ${outcome}`, async () => {
                    await happens(lab);
                    sawMended(fault, outcome);
                });
        step("destroy leaves nothing of all that", async () => {
            await lab.destroy();
            await assertInventory(nothing, lab.whose, "after destroy");
            saw({ suite: "drift", stack: scenario, fault: "destroyed after all of these", outcome: "nothing left" });
            counted("leftovers", 0);
        });
    });
});
