import * as assert from "assert";
import { Exercise, teaching, Typed } from "../../cli/sheet/words";
import { course } from "../../components/lessons";
import { hostsOf } from "../../components/lib/cluster";
import { defaultsOf } from "../../components/lib/course";
import { checkout } from "../support/checkout";
import { Lab } from "../support/lab";
import { until } from "../support/run";
import { sideBySide } from "../support/stories";

/** How long what takes a moment may take, in seconds. */
const MOMENT = 45;

/** Types an exercise's commands into the lab, and fails where one does not show what the answer says. */
async function type(lab: Lab, commands: readonly Typed[], first: string | undefined): Promise<void> {
    const printed: string[] = [];
    for (const { command, on = first, shows, settles } of commands) {
        const wanted = (typeof shows === "function" ? shows(printed) : shows) ?? /^/;
        const seen = async () => (await lab.tryInside(command, true, on)).all.trim();
        let last = "";
        const shown = async () => wanted.test((last = await seen()));
        if (settles) await until(`${command} shows ${String(wanted)}`, MOMENT, shown);
        else assert.match((last = await seen()), wanted, `${command} printed: ${last}`);
        printed.push(last);
    }
}

describe("the exercises of the lessons' sheets: what the answers say is what happens", function () {
    this.timeout(300_000);

    sideBySide(Object.keys(course), (name, step) => {
        const scenario = course[name]!;
        const options = defaultsOf(scenario);
        const [first] = scenario.cluster ? hostsOf(scenario, options) : [];
        let lab: Lab;

        step("up", async () => {
            lab = await (await checkout()).stack(name);
            await lab.up();
        });
        teaching(scenario, "en", options).tryNext.forEach(({ commands, undo = [] }: Exercise, index) => {
            step(`exercise ${index + 1}, and the lab is whole after it`, async () => {
                await type(lab, [...commands, ...undo], first);
                await lab.assertWhole();
            });
        });
        step("an up finds nothing to mend, and it can be destroyed", async () => {
            assert.deepStrictEqual(Object.keys(await lab.up()), ["unchanged"]);
            await lab.destroy();
        });
    });
});
