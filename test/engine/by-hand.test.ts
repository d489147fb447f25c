import * as assert from "assert";
import { course } from "../../components/lessons";
import { spoken } from "../../components/lib/lesson";
import { encodeProbes, isOn, readChecks } from "../../components/lib/probe";
import { run as runScript } from "../../components/lib/run";
import { inLabHost, script } from "../../components/lib/script";
import { Checkout, checkout } from "../support/checkout";
import { Lab } from "../support/lab";
import { lessonByName } from "../support/lesson";

/** Puts an empty lab host back to how it was. */
const CLEAR = `
    docker ps -aq | xargs -r docker rm -fv
    docker network ls -q --filter type=custom | xargs -r docker network rm
    docker image ls -q xin/flask_server | xargs -r docker image rm
    ip netns list | cut -d' ' -f1 | xargs -r -n 1 ip netns delete`;

describe("the course's commands, typed in an empty lab host, make what the stacks make", function () {
    this.timeout(300_000);
    let own: Checkout;
    let blank: Lab;

    /** Types into `lab shell blank`. Commands that fail on purpose stop nobody. */
    const type = (lines: string) => own.lab(["shell", "blank"], { stdin: `${lines}\n`, mayFail: true, seconds: 90 });

    before("lab up blank", async () => {
        own = await checkout();
        blank = await own.stack("blank");
        await blank.up();
    });
    after("lab destroy", () => blank.destroy());

    for (const { name, group } of Object.values(course)) {
        if (group !== "single-host") continue;
        it(name, async () => {
            const { commands, checks } = lessonByName(name);
            const { all } = await type(commands.map(spoken).join("\n"));
            // What a browser on the machine reaches is published by the stack's lab host, and not by an empty one.
            const inHost = checks.filter(isOn(undefined));
            const answers = await runScript(
                inLabHost(await blank.host(), 60),
                script("probe"),
                ["5", "15"],
                encodeProbes([], inHost),
                75,
            );
            const bad = readChecks(answers, inHost).filter(({ ok }) => !ok);
            assert.deepStrictEqual(
                bad.map(({ id, status, observed }) => `${id} ${status}: ${observed}`),
                [],
                all,
            );
            await type(CLEAR);
            assert.strictEqual(await blank.inside("docker ps -aq; ip netns list"), "");
        });
    }
});
