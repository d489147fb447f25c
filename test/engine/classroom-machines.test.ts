import * as assert from "assert";
import { existsSync, readFileSync, rmSync, writeFileSync } from "fs";
import { join } from "path";
import { leftFile } from "../../components/lib/project";
import { checkout, Checkout } from "../support/checkout";
import { FarMachine, FarNetwork } from "../support/far-machine";
import { assertInventory, inventory } from "../support/inventory";
import { cleaningUp, Ended, RunOptions, until } from "../support/run";

describe("a class over several machines", function () {
    this.timeout(120_000);
    let own: Checkout;
    let network: FarNetwork;
    let alpha: FarMachine;
    let beta: FarMachine;
    let nothing: string[];
    let clean: string[][];

    const run = (args: readonly string[], options: RunOptions = {}): Promise<Ended> =>
        own.lab(["class", ...args, "--class", "spread"], options);
    const failing = async (...args: string[]) => {
        const { exitCode, all } = await run(args, { mayFail: true });
        return { exitCode, all };
    };
    const file = () => join(own.folder, "stacks", "Pulumi.spread.yaml");
    /** Writes the class's config, with how many seats each machine has room for. */
    function configure(seats: number, room: { alpha: number; beta: number; here?: number }, more = {}): void {
        const known = join(network.folder, "known_hosts");
        const hosts = [
            { ...alpha.bySsh(known), seats: room.alpha },
            { ...beta.bySsh(known), seats: room.beta },
            ...(room.here === undefined ? [] : [{ name: "here", url: "local", seats: room.here }]),
        ];
        const config = { seats, scenario: "netns", hosts, ...more };
        const keys = Object.entries(config).map(([key, value]) => [`docker-network-labs:${key}`, value]);
        writeFileSync(file(), JSON.stringify({ config: Object.fromEntries(keys) as unknown }));
    }
    /** Seat → the machine that it is on, and how it is. */
    async function status(): Promise<Record<string, string>> {
        const { stdout } = await run(["status", "--json"], { mayFail: true });
        const reports = JSON.parse(stdout) as { stack: string; machine: string; state: string }[];
        return Object.fromEntries(reports.map(({ stack, machine, state }) => [stack.slice(-2), `${machine} ${state}`]));
    }
    /** The lab hosts on a machine, with their ids and starts. */
    const hostsOn = async (machine: FarMachine) =>
        (
            await machine.run(
                "docker ps --quiet --no-trunc --filter label=docker-network-labs.role=lab-host | sort | " +
                    "xargs -r docker inspect --format '{{.Name}} {{.Id}} {{.State.StartedAt}}'",
            )
        ).stdout.trim();
    const assertClean = async (machine: FarMachine, was: string[], when: string) => {
        let now: string[] = [];
        const isSame = async () => (now = await machine.inventory()).join() === was.join();
        await until(`${machine.name} as it was`, 10, isSame).catch(() => assert.deepStrictEqual(now, was, when));
    };

    before("there are two machines", async () => {
        own = await checkout();
        network = await FarNetwork.make();
        alpha = await network.start("alpha", own.labHostImage);
        beta = await network.start("beta", own.labHostImage);
        writeFileSync(join(network.folder, "known_hosts"), alpha.known + beta.known);
        clean = await Promise.all([alpha, beta].map((machine) => machine.inventory()));
        nothing = await inventory({ owner: own.owner });
    });
    after(async () => {
        cleaningUp();
        if ((own as Checkout | undefined) && existsSync(file())) {
            await run(["destroy", "--yes"], { mayFail: true });
            rmSync(file());
        }
        await (network as FarNetwork | undefined)?.remove();
    });

    it("is refused where the seats do not fit, with how many fit where", async () => {
        configure(5, { alpha: 2, beta: 2 });
        const { exitCode, all } = await failing("preview");
        assert.strictEqual(exitCode, 2);
        assert.match(all, /5 seats do not fit: there is room for 4 \(alpha: 2, beta: 2\)\. Name another machine/);
    });

    it("has its seats on both, and plain pulumi sees them where they are", async () => {
        configure(4, { alpha: 2, beta: 2 });
        await run(["up"]);
        assert.deepStrictEqual(await status(), {
            "01": "alpha up",
            "02": "alpha up",
            "03": "beta up",
            "04": "beta up",
        });
        assert.match(await hostsOn(beta), /^\/lab-spread-0[34]-.*\n\/lab-spread-0[34]-/);
        const { all } = await run(["check", "03"]);
        assert.match(all, /^spread-03 \(lab-spread-03-\w+ on beta\): 8\/8 checks passed$/m);
        const flags = ["--config-file", "stacks/Pulumi.spread.yaml", "--non-interactive"];
        await own.run("pulumi", ["preview", "--expect-no-changes", "--stack", "spread-03", ...flags]);
    });

    it("gets another machine and another seat, without a touch of the others", async () => {
        const before = [await hostsOn(alpha), await hostsOn(beta)];
        configure(5, { alpha: 2, beta: 2, here: 2 });
        assert.match(
            (await run(["preview"])).all,
            /^spread-01: no changes\nspread-02: no changes\nspread-03: no changes\nspread-04: no changes\nspread-05: 1 change$/m,
        );
        await run(["up", "05"]);
        assert.strictEqual((await status())["05"], "here up");
        assert.deepStrictEqual([await hostsOn(alpha), await hostsOn(beta)], before);
    });

    it("says of each seat on a lost machine that it is lost, and works on the others", async () => {
        await beta.crash();
        const lost = /^spread-03 +beta +lost .* machine beta does not answer \(.*\)$/m;
        const said = await failing("status");
        assert.deepStrictEqual([said.exitCode, lost.test(said.all)], [1, true], said.all);
        const [up, check, exec] = [
            await failing("up"),
            await failing("check", "02", "04"),
            await failing("exec", "hostname", "--seats", "01", "03"),
        ];
        assert.deepStrictEqual([up.exitCode, check.exitCode, exec.exitCode], [1, 1, 1]);
        assert.match(up.all, /^spread-02: no changes, 8\/8[^]*✗ spread-03: [^]*machine beta does not answer/m);
        assert.match(check.all, /spread-02 .*8\/8 checks passed[^]*^spread-04: machine beta does not answer/m);
        assert.match(exec.all, /exit code 0: spread-01\n[^]*^1 seat, no answer: spread-03\n {4}machine beta/m);
        const reset = await failing("reset", "--yes", "05", "03");
        assert.strictEqual(reset.exitCode, 2, reset.all);
        const destroy = await failing("destroy", "--yes", "05", "03");
        assert.strictEqual(destroy.exitCode, 1);
        assert.match(destroy.all, /^spread-05 .* 1 lab host$[^]*✗ spread-03: [^]*give beta seats: 0 in hosts/m);
        assert.deepStrictEqual(await status(), {
            "01": "alpha up",
            "02": "alpha up",
            "03": "beta lost",
            "04": "beta lost",
            "05": "here absent",
        });
    });

    it("moves the seats of a lost machine, after saying what that means", async () => {
        const before = await hostsOn(alpha);
        configure(4, { alpha: 2, beta: 0, here: 2 });
        const preview = await run(["preview"]);
        assert.match(
            preview.all,
            /^spread-02: no changes\nspread-03: 1 change\n {2}! lost with it: .* cannot be seen: machine beta does not answer.*\n {2}± replace lab: it moves from beta to here,/m,
        );
        const plain = await own.run(
            "pulumi",
            ["preview", "--stack", "spread-03", "--config-file", "stacks/Pulumi.spread.yaml", "--non-interactive"],
            { mayFail: true },
        );
        assert.match(plain.all, /The lab of spread-03 is on beta, and hosts has no room for it there any more/);
        const asked = await failing("up");
        assert.strictEqual(asked.exitCode, 2, asked.all);
        assert.match(asked.all, /this needs a yes, so nothing was changed/);
        await run(["up", "--yes"]);
        assert.deepStrictEqual(await status(), {
            "01": "alpha up",
            "02": "alpha up",
            "03": "here up",
            "04": "here up",
        });
        assert.strictEqual(await hostsOn(alpha), before);
    });

    it("remembers what is left there, and removes it when the machine is back", async () => {
        const left = ["spread-03", "spread-04"].map((stack) => leftFile({ owner: own.owner, stack }));
        const again = await run(["up", "01"]);
        assert.match(again.all, /Left on machine beta, .*: spread-03 spread-04\. Now it said: /);
        const listed = await own.lab(["clean", "--owner", own.owner], { mayFail: true });
        assert.match(listed.all, /^spread-04 \(owner .*\)\n {2}✗ what it left on machine beta when that did not/m);
        assert.deepStrictEqual(left.map(existsSync), [true, true]);
        await beta.boot();
        assert.match(await hostsOn(beta), /spread-03/);
        const before = await hostsOn(alpha);
        const { all } = await run(["up"]);
        assert.match(all, /^What was left on machine beta is removed: spread-03 spread-04\.$/m);
        assert.deepStrictEqual(left.map(existsSync), [false, false]);
        await assertClean(beta, clean[1]!, "beta");
        assert.strictEqual(await hostsOn(alpha), before);
    });

    it("gives each seat a card with the address of its machine", async () => {
        configure(4, { alpha: 2, beta: 2, here: 2 }, { ssh: true, sshAddress: "0.0.0.0" });
        const out = join(own.folder, ".lab", "cards.txt");
        await run(["handout", "--format", "text", "--out", out]);
        const cards = readFileSync(out, "utf8");
        rmSync(out); // passwords
        assert.match(
            cards,
            new RegExp(`seat 02\\s+netns +ssh -p 2201 root@${alpha.address.replaceAll(".", "\\.")}\\n`),
        );
        assert.match(cards, /seat 03\s+netns +ssh -p 2202 root@[\d.]+\n/);
        assert.strictEqual(cards.split(alpha.address).length, 3);
        const refused = await failing("handout", "--address", "lab.example.org");
        assert.match(refused.all, /cannot be for all: the seats are on machines alpha, here/);
    });

    it("moves seats from a machine that answers, and leaves nothing there", async () => {
        configure(4, { alpha: 2, beta: 2, here: 2 });
        assert.match(
            (await run(["preview"])).all,
            /^spread-01: no changes\n.*no changes\n.*no changes\n.*no changes$/m,
        );
        await run(["exec", "ip netns add mine", "--seats", "01"]);
        configure(4, { alpha: 0, beta: 2, here: 2 });
        assert.match(
            (await run(["preview"])).all,
            /^spread-01: 1 change\n {2}! lost with it: mine\n {2}± replace lab: it moves from alpha to beta/m,
        );
        await run(["up", "--yes"]);
        assert.deepStrictEqual(await status(), { "01": "beta up", "02": "beta up", "03": "here up", "04": "here up" });
        await assertClean(alpha, clean[0]!, "alpha");
    });

    it("makes a seat anew where it was, though another machine is less full", async () => {
        configure(4, { alpha: 2, beta: 2, here: 2 });
        await run(["reset", "--yes", "03"]);
        assert.deepStrictEqual(await status(), { "01": "beta up", "02": "beta up", "03": "here up", "04": "here up" });
    });

    it("destroy leaves nothing", async () => {
        await run(["destroy", "--yes"]);
        await assertClean(alpha, clean[0]!, "alpha");
        await assertClean(beta, clean[1]!, "beta");
        await assertInventory(nothing, { owner: own.owner }, "after class destroy");
    });
});
