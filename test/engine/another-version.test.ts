import * as assert from "assert";
import { appendFileSync, readdirSync } from "fs";
import { join } from "path";
import { Checkout } from "../support/checkout";
import { Lab } from "../support/lab";

/** What a person may have worked in: containers, services, namespaces. */
const THINGS =
    "docker ps --all --quiet --no-trunc; docker service ls --quiet 2>/dev/null; stat --format '%n %i' /run/netns/* 2>/dev/null; true";

describe("a lab that is there, and another version of the project", function () {
    this.timeout(240_000);
    const scenarios = ["netns", "link", "overlay-etcd", "overlay-swarm"];
    const labs = new Map<string, Lab>();
    let own: Checkout;

    const things = async (lab: Lab) => {
        const all = (await lab.hosts()).sort().map((host) => own.run("docker", ["exec", host, "bash", "-c", THINGS]));
        return (await Promise.all(all)).map(({ stdout }) => stdout.trim().split("\n").sort());
    };

    before("a copy of the project, of which every script changes while its labs are up", async () => {
        own = await Checkout.make();
        for (const scenario of scenarios) labs.set(scenario, await own.stack(`older-${scenario}`, { scenario }));
    });
    after(() => own.remove());

    for (const scenario of scenarios)
        it(`${scenario}: an up runs the new scripts, and whoever works in the lab loses nothing`, async () => {
            const lab = labs.get(scenario)!;
            await lab.up();
            const made = await things(lab);
            assert.ok(made.flat().length > 1, made.join());
            const folder = join(own.folder, "components", "lib", "sh");
            for (const file of readdirSync(folder)) appendFileSync(join(folder, file), "# another version\n");
            const { updated = 0 } = await lab.up();
            assert.ok(updated > 2, `${updated} updated`);
            assert.deepStrictEqual(await things(lab), made);
            await lab.assertWhole();
            await lab.assertClean();
        });
});
