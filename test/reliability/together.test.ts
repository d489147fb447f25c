import * as assert from "assert";
import { mkdtempSync, rmSync } from "fs";
import { homedir, tmpdir } from "os";
import { join } from "path";
import { checkout, Checkout } from "../support/checkout";
import { assertInventory, inventory } from "../support/inventory";
import { Lab } from "../support/lab";
import { saw } from "../support/record";
import { Ended, until } from "../support/run";
import { Underway } from "../support/underway";

const exitCodes = (ended: readonly Ended[]) => ended.map(({ exitCode }) => exitCode).sort();

/**
 * Two checkouts, of two users: `lab` needs root (test/engine/setup.test.ts), so two users of one machine are both root, by sudo, and what
 * they have of their own is a home.
 */
describe("two users, each with a checkout", function () {
    this.timeout(300_000);
    const home = mkdtempSync(join(tmpdir(), "lab-home-"));
    let users: Checkout[] = [];
    let labs: { same: Lab; own: Lab }[];
    let nothing: string[][];

    const inventories = () => Promise.all(users.map(({ owner }) => inventory({ owner })));
    const assertBoth = (at: number) => Promise.all(Object.values(labs[at]!).map((lab) => lab.assertWhole()));

    before("there are two", async () => {
        const tools = process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache");
        users = await Promise.all([checkout(), Checkout.make({ HOME: home, XDG_CACHE_HOME: tools })]);
        const scenarios = ["netns", "default-bridge"];
        labs = await Promise.all(
            users.map(async (user, at) => ({
                same: await user.stack("together", { scenario: "custom-bridge" }),
                own: await user.stack(`together-${at}`, { scenario: scenarios[at]! }),
            })),
        );
        nothing = await inventories();
    });
    after(async () => {
        await users[1]?.remove();
        rmSync(home, { recursive: true });
    });

    it("run up at the same time, on stacks of the same name and of others, and all labs are whole", async () => {
        const ups = users.map((user, at) =>
            user.begin("./lab", ["up", ...Object.values(labs[at]!).map(({ name }) => name)]),
        );
        const ended = await Promise.all(ups.map((up) => up.end(240)));
        assert.deepStrictEqual(exitCodes(ended), [0, 0], ended.map(({ all }) => all).join("\n"));
        await Promise.all([0, 1].map(assertBoth));
        for (const { same, own } of labs) await Promise.all([same.host(), own.host()]);
    });

    it("neither sees the other's labs among its own", async () => {
        for (const [at, user] of users.entries()) {
            const { stdout } = await user.lab(["check", "--json"]);
            const { same, own } = labs[at]!;
            const reports = JSON.parse(stdout) as { stack: string; host: string }[];
            assert.deepStrictEqual(
                reports.map(({ stack, host }) => `${stack} ${host}`).sort(),
                [`${same.name} ${await same.host()}`, `${own.name} ${await own.host()}`].sort(),
            );
        }
    });

    it("what one destroys, the other keeps, to the line", async () => {
        const kept = (await inventories())[1]!;
        const { same, own } = labs[0]!;
        await users[0]!.lab(["destroy", same.name, own.name]);
        await assertInventory(nothing[0]!, { owner: users[0]!.owner }, "after the first one's destroy");
        await assertInventory(kept, { owner: users[1]!.owner }, "what the second one has");
        await assertBoth(1);
    });

    it("and when the other destroys, nothing is left", async () => {
        const { same, own } = labs[1]!;
        await users[1]!.lab(["destroy", same.name, own.name]);
        await assertInventory(nothing[1]!, { owner: users[1]!.owner }, "after the second one's destroy");
        for (const stack of ["the same stack's name", "other stacks"])
            saw({ suite: "together", stack: "custom-bridge", fault: `two users, ${stack}`, outcome: "both whole" });
    });

    it("on the machine itself, where a name is there once, no up takes what another one makes at the same time", async () => {
        const direct = await Promise.all(
            users.map((user) => user.stack("together-direct", { scenario: "netns", engine: "direct" })),
        );
        const ended = await Promise.all(direct.map((lab) => lab.begin("up").end(240)));
        const loser = ended.findIndex(({ exitCode }) => exitCode !== 0);
        assert.notStrictEqual(loser, -1, "both say that they made it");
        assert.match(ended[loser]!.all, /did not make/);
        // Each may have been first at one of the names.
        await direct[loser]!.lab("destroy");
        await direct[1 - loser]!.lab("up");
        await direct[1 - loser]!.assertWhole();

        const { exitCode, all } = await direct[loser]!.lab("up", { mayFail: true });
        assert.strictEqual(exitCode, 2, all);
        assert.match(all, new RegExp(users[1 - loser]!.owner));
        await direct[loser]!.lab("destroy");
        await direct[1 - loser]!.assertWhole();
        await direct[1 - loser]!.lab("destroy");
        for (const [at, user] of users.entries())
            await assertInventory(nothing[at]!, { owner: user.owner }, "after both destroys");
        saw({
            suite: "together",
            stack: "netns (direct)",
            fault: "two users, same names",
            outcome: "one is told whose",
        });
    });
});

describe("two at once in one checkout, on one stack", function () {
    this.timeout(300_000);
    let lab: Lab;
    let nothing: string[];

    /** What is said of a stack on which another operation is under way. */
    const LOCKED =
        /the stack is currently locked by 1 lock\(s\)[^]*created by \S+@\S+ \(pid (\d+)\)[^]*what to do: let the other operation/;

    const both = (command: string) => Promise.all([0, 1].map(() => lab.begin(command).end(240)));

    /** One did it; the other, which came when it was under way, said so and changed nothing. */
    async function assertOneDid(ended: readonly Ended[]): Promise<void> {
        assert.deepStrictEqual(exitCodes(ended), [0, 1], ended.map(({ all }) => all).join("\n"));
        assert.match(ended.find(({ exitCode }) => exitCode === 1)!.all, LOCKED);
        assert.deepStrictEqual(lab.unsettled, { locks: 0, steps: 0 });
        await lab.host("--all");
        await lab.assertWhole();
        await lab.assertClean();
    }

    /** Begins an up, and waits until it works on the stack. */
    async function upUnderway(): Promise<Underway> {
        const up = lab.begin("up");
        await until("the stack to be locked", 60, () => lab.locks > 0 || up.over);
        return up;
    }

    before("there is a stack", async () => {
        lab = await (await checkout()).stack("at-once", { scenario: "custom-bridge" });
        nothing = await inventory(lab.whose);
    });

    it("of two ups one makes the lab, and the other says who does", async () => {
        await assertOneDid(await both("up"));
        saw({
            suite: "together",
            stack: "custom-bridge",
            fault: "two ups of one stack",
            outcome: "one does, one says who",
        });
    });

    it("of two destroys one removes it, and nothing is left", async () => {
        assert.ok((await both("destroy")).some(({ exitCode }) => exitCode === 0));
        await assertInventory(nothing, lab.whose, "after two destroys");
    });

    for (const command of ["up", "destroy"])
        it(`${command} beside an up that is under way says who holds the stack, and does nothing`, async () => {
            const up = await upUnderway();
            const [holder] = up.processes(/^pulumi$/);
            const { exitCode, all } = await lab.lab(command, { mayFail: true });
            assert.strictEqual(exitCode, 1, all);
            assert.strictEqual(LOCKED.exec(all)?.[1], String(holder), all);
            assert.strictEqual((await up.end(120)).exitCode, 0);
            await lab.assertWhole();
            await lab.lab("destroy");
            saw({
                suite: "together",
                stack: "custom-bridge",
                fault: `${command} beside an up`,
                outcome: "says who holds it",
            });
        });

    it("two ups after one that was killed do not take each other's lock for the dead one's", async () => {
        const up = await upUnderway();
        await until("a lab host", 60, async () => (await lab.hosts()).length > 0);
        up.kill();
        await up.ended;
        assert.ok(lab.locks > 0);
        await assertOneDid(await both("up"));
        await lab.lab("destroy");
        await assertInventory(nothing, lab.whose, "after destroy");
    });
});
