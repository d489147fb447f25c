import * as assert from "assert";
import { Checkout } from "../support/checkout";
import { assertInventory, inventory } from "../support/inventory";
import { Lab } from "../support/lab";
import { ALL, saw } from "../support/record";
import { until } from "../support/run";
import { assertSays, FULL } from "../support/shortage";
import { SmallDisk } from "../support/small-disk";

describe("a full disk under the tool's record of the stacks", function () {
    this.timeout(400_000);
    const stack = "default-bridge";
    let own: Checkout;
    let disk: SmallDisk;
    let lab: Lab;
    let nothing: string[];

    before("there is a checkout with its record on a small disk", async () => {
        disk = await SmallDisk.make("size=8m");
        own = await Checkout.make();
        await own.keepStateIn(disk.folder);
        lab = await own.stack("short-state", { scenario: stack });
        nothing = await inventory(lab.whose);
    });
    after(async () => {
        await (own as Checkout | undefined)?.remove();
        (disk as SmallDisk | undefined)?.remove();
    });

    /** Fills the disk as soon as something holds in an operation, and makes room after that has ended. */
    async function fullDuring(command: "up" | "destroy", what: string, when: () => Promise<boolean> | boolean) {
        const operation = lab.begin(command);
        await until(`${what}, or the end of ${command}`, 60, async () => operation.over || (await when()));
        if (operation.over) assert.fail(`it ended before ${what}:\n${(await operation.ended).all}`);
        // What it had written when that failed is room again.
        await until(`the end of ${command}`, 240, () => (disk.fill(), operation.over));
        disk.makeRoom();
        return operation.ended;
    }
    const there = async () => (await lab.hosts()).length > 0;

    it("is said before anything is made, and costs no more than room", async () => {
        disk.fill();
        const ended = await lab.lab("up", { mayFail: true });
        disk.makeRoom();
        assertSays(ended, FULL);
        await assertInventory(nothing, lab.whose, "after an up without a record");
        await lab.assertUpSuffices();
        await lab.lab("destroy");
        saw({ suite: "shortage", stack, fault: "disk of the record full at up", outcome: "one up" });
    });

    it("under temporary files is said as well", async () => {
        const full = await SmallDisk.make("nr_inodes=2");
        try {
            const env = { ...own.env, TMPDIR: full.folder };
            assertSays(await lab.lab("up", { env, mayFail: true }), FULL);
        } finally {
            full.remove();
        }
        await assertInventory(nothing, lab.whose, "after an up without temporary files");
        saw({ suite: "shortage", stack, fault: "disk of temporary files full at up", outcome: "nothing made" });
    });

    if (!ALL) return void it.skip("in the middle of up and destroy: left to ./lab test --all");

    it("in the middle of an up costs no more than a second one", async () => {
        assertSays(await fullDuring("up", "its lab host is there", there), FULL);
        await lab.assertUpSuffices();
        saw({ suite: "shortage", stack, fault: "disk of the record full in up", outcome: "one up" });
    });

    it("in the middle of a destroy costs no more than a second one", async () => {
        assertSays(await fullDuring("destroy", "the tool has begun", () => lab.locks > 0), FULL);
        await lab.lab("destroy");
        await assertInventory(nothing, lab.whose, "after destroy");
        saw({ suite: "shortage", stack, fault: "disk of the record full in destroy", outcome: "one destroy" });
    });
});
