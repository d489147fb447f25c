import * as assert from "assert";
import { course } from "../../components/lessons";
import { checkout } from "../support/checkout";
import { COMPANY, FAULTS, inNetworkOf, LEFT_OUT, toldNow } from "../support/faults";
import { lessonByName } from "../support/lesson";
import { Lab } from "../support/lab";
import { sideBySide } from "../support/stories";

describe("every check fails when what it claims is not so, and passes again when that is mended", function () {
    this.timeout(240_000);

    it("every check has a hint for whoever sees it fail", () => {
        const checks = Object.keys(course).flatMap((name) => lessonByName(name).checks);
        assert.deepStrictEqual(
            checks.filter(({ hint }) => hint.trim() === "").map(({ id }) => id),
            [],
        );
        assert.ok(checks.length > 0);
    });

    it("there is a fault for every check of every lesson", () => {
        const ids = (of: Record<string, string[]>) => JSON.stringify(of, undefined, 1);
        const claimed = Object.keys(course).map((name) => [
            name,
            lessonByName(name)
                .checks.map(({ id }) => id)
                .sort(),
        ]);
        const faulted = Object.keys(course).map((name) => [name, Object.keys(FAULTS[name] ?? {}).sort()]);
        assert.strictEqual(ids(Object.fromEntries(faulted)), ids(Object.fromEntries(claimed)));
    });

    const told = Object.keys(FAULTS).filter(toldNow);
    if (told.length < Object.keys(FAULTS).length) it.skip(LEFT_OUT);

    sideBySide(told, (scenario, step) => {
        let lab: Lab;
        step("up makes the lab, and all its checks pass", async () => {
            lab = await (await checkout()).stack(`checks-${scenario}`, { scenario });
            await lab.up();
            await lab.assertWhole();
            if (scenario === "overlay-etcd") for (const node of ["node1", "node2"]) await lab.inside(COMPANY, node);
        });
        for (const [id, { breaks, mends, on }] of Object.entries(FAULTS[scenario]!)) {
            step(`${id} fails alone and with a hint, and passes again`, async () => {
                await lab.inside(breaks, on);
                assert.deepStrictEqual(await lab.failedChecks(), [id]);
                await lab.inside(mends, on);
                await lab.assertWhole();
            });
        }
        if (scenario === "default-bridge") negativeChecks(step, () => lab);
        step("destroy", async () => void (await lab.destroy()));
    });
});

/** That test1 does not reach test2 by name is seen only from a test1 that could. */
function negativeChecks(step: (title: string, run: () => Promise<void>) => void, lab: () => Lab): void {
    const outcome = async () => (await lab().check(0)).find(({ id }) => id === "no-names")!;

    step("no-names does not pass where ping itself does not work", async () => {
        await lab().inside(inNetworkOf("test1", "ip link set lo down"));
        const { status, observed } = await outcome();
        assert.strictEqual(status, "failed");
        assert.match(observed, /the place that this check looks from does not work/);
        await lab().inside(inNetworkOf("test1", "ip link set lo up"));
        await lab().assertWhole();
    });
    step("no-names does not pass when test1 or test2 is stopped or removed", async () => {
        await lab().inside("docker stop -t 0 test2");
        assert.strictEqual((await outcome()).status, "blocked");
        await lab().inside("docker start test2 && docker stop -t 0 test1");
        assert.strictEqual((await outcome()).status, "blocked");
        await lab().inside("docker rm test1");
        assert.strictEqual((await outcome()).status, "blocked");
        await lab().inside("docker rm -f test2");
        assert.strictEqual((await outcome()).status, "blocked");
    });
}
