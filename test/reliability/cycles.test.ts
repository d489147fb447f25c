import * as assert from "assert";
import { existsSync, readdirSync } from "fs";
import { dirname, join } from "path";
import { checkout, Checkout } from "../support/checkout";
import { Figures, figures, processesOf } from "../support/figures";
import { assertInventory, inventory } from "../support/inventory";
import { Lab } from "../support/lab";
import { ALL, counted, saw } from "../support/record";

const CYCLES = ALL ? 20 : 2;

/** The states that are kept of a stack: older ones are removed (cli/lib/history.ts). */
const STATES = 20;

/**
 * What figures may differ by between the end of the first cycle and that of the last. An engine's memory goes up and down by some MiB with
 * its garbage collection, and whoever else uses it has connections to it; something that was left at each of 20 cycles would be 20
 * descriptors at least. A lab that was left at each would hold 40 MiB each time, 800 in all; what else happens on a machine is less.
 */
const TOLERANCE: Figures = { available: 400, engine: 32, files: 12 };

describe(`${CYCLES} cycles of up and destroy`, function () {
    this.timeout(240_000);
    if (!ALL) it.skip("18 more cycles, and the machine's memory: left to ./lab test --all");
    let own: Checkout;
    let lab: Lab;
    let nothing: string[];
    let filesBefore: string[];
    let first: Figures;

    /** What is in the checkout, its folder of temporary files included; the tool's states are counted by themselves. */
    const files = () => {
        const all = readdirSync(dirname(own.folder), { recursive: true, encoding: "utf8" });
        return all.filter((path) => !/\/node_modules\/|\.pulumi\/(history|backups)\//.test(path)).sort();
    };
    const states = (kind: string) => {
        const folder = join(own.folder, ".lab", "state", ".pulumi", kind, "docker-network-labs", lab.name);
        const names = existsSync(folder) ? readdirSync(folder) : [];
        return new Set(names.map((name) => /\d{19}/.exec(name)?.[0])).size;
    };
    const cycle = async () => {
        await lab.lab("up");
        await lab.lab("destroy");
    };

    before("one goes before, so that what is made once is there", async () => {
        own = await checkout();
        lab = await own.stack("cycles", { scenario: "custom-bridge" });
        nothing = await inventory(lab.whose);
        await cycle();
        [filesBefore, first] = [files(), await figures()];
    });

    for (let number = 1; number <= CYCLES; number++)
        it(`cycle ${number}: the machine is as it was, to the line, and so are the checkout's files`, async () => {
            await cycle();
            await assertInventory(nothing, lab.whose, `after cycle ${number}`);
            assert.deepStrictEqual(files(), filesBefore);
            assert.deepStrictEqual(processesOf(own), []);
            counted("cycles run");
        });

    it(`of the tool's states no more than ${STATES} are kept`, () => {
        const kept = ["history", "backups"].map(states);
        assert.ok(Math.max(...kept) <= STATES && Math.min(...kept) > 0, kept.join());
    });

    it("the engine's memory and open files have not grown", async () => {
        const last = await figures();
        const grown = {
            available: first.available - last.available,
            engine: last.engine - first.engine,
            files: last.files - first.files,
        };
        const checked = (ALL ? ["available", "engine", "files"] : ["engine", "files"]) as (keyof Figures)[];
        const over = checked.filter((key) => grown[key] > TOLERANCE[key]);
        assert.deepStrictEqual(over, [], `from ${JSON.stringify(first)} to ${JSON.stringify(last)}`);
        saw({
            suite: "interruption",
            stack: "custom-bridge",
            fault: `${CYCLES} cycles of up and destroy`,
            outcome: "no growth",
        });
    });
});
