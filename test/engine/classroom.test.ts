import * as assert from "assert";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "fs";
import { tmpdir } from "os";
import { join } from "path";
import { checkout, Checkout } from "../support/checkout";
import { assertInventory, inventory } from "../support/inventory";
import { docker, Ended, RunOptions, sh } from "../support/run";

describe("a class", function () {
    this.timeout(180_000);
    const out = mkdtempSync(join(tmpdir(), "lab-class-"));
    let own: Checkout;
    let nothing: string[];

    const run = (args: readonly string[], options: RunOptions = {}): Promise<Ended> =>
        own.lab(["class", ...args], options);
    const seats = (number: number | string) =>
        writeFileSync(
            join(own.folder, "stacks", "Pulumi.classroom.yaml"),
            `config:\n  docker-network-labs:seats: ${number}\n  docker-network-labs:scenario: netns\n`,
        );
    /** Seat's stack → its lab host's name, container id and start. */
    async function hosts(): Promise<Record<string, string>> {
        const label = (key: string) => `docker-network-labs.${key}`;
        const flags = [
            "--filter",
            `label=${label("owner")}=${own.owner}`,
            "--filter",
            `label=${label("role")}=lab-host`,
        ];
        const names = await docker("ps", ...flags, "--format", `{{.Label "${label("stack")}"}} {{.Names}}`);
        const found: Record<string, string> = {};
        for (const line of names.split("\n").filter((text) => text.startsWith("classroom-"))) {
            const [stack, name] = line.split(" ") as [string, string];
            found[stack] = await docker("inspect", "--format", "{{.Name}} {{.Id}} {{.State.StartedAt}}", name);
        }
        return found;
    }
    const nameOf = (found: Record<string, string>, stack: string) => found[stack]!.split(" ")[0]!.slice(1);

    before("there is a checkout", async () => {
        own = await checkout();
        nothing = await inventory({ owner: own.owner });
    });
    after(async () => {
        seats(3);
        await run(["destroy", "--yes"], { mayFail: true });
        for (const file of ["Pulumi.classroom.yaml", "roster.csv"])
            rmSync(join(own.folder, file.endsWith(".csv") ? "" : "stacks", file), { force: true });
        rmSync(out, { recursive: true });
    });

    it("is refused where its config cannot be used, and where there is none", async () => {
        const none = await run(["up"], { mayFail: true });
        assert.strictEqual(none.exitCode, 2);
        assert.match(none.all, /there is no class "classroom".*[^]*what to do: make one: /);
        seats("many");
        const bad = await run(["up"], { mayFail: true });
        assert.strictEqual(bad.exitCode, 2, bad.all);
        assert.match(bad.all, /seats: "many" is not usable/);
    });

    it("up makes a lab for each seat, and a second one changes nothing", async () => {
        seats(2);
        assert.match((await run(["preview"])).all, /^classroom-01: 1 change\n {2}\+ make lab: the seat is new$/m);
        const { all } = await run(["up"]);
        assert.match(all, /^classroom-01 +8\/8 .*\nclassroom-02 +8\/8 /m);
        const before = await hosts();
        assert.match((await run(["up"])).all, /^classroom-02: no changes, 8\/8 checks passed$/m);
        assert.deepStrictEqual(await hosts(), before);
        assert.strictEqual(await sh(`ls ${own.folder}/stacks | grep -c '^Pulumi.classroom'`), "1");
    });

    it("has a page with a tile for each seat: green, red with the check that failed, grey where it is not up", async () => {
        const set = async (how: string) =>
            docker(
                "exec",
                nameOf(await hosts(), "classroom-02"),
                "ip",
                "-n",
                "test1",
                "link",
                "set",
                "veth-test1",
                how,
            );
        const tiles = async () => {
            const { exitCode } = await own.lab(["sheet", "classroom", "--lang", "en", "--out", out], { mayFail: true });
            const page = readFileSync(join(out, "classroom.html"), "utf8");
            return { exitCode, tiles: page.split('<li class="tile ').slice(1) };
        };
        await set("down");
        seats(3);
        const broken = await tiles();
        assert.strictEqual(broken.exitCode, 1);
        assert.deepStrictEqual(
            broken.tiles.map((tile) => tile.split('"')[0]),
            ["green", "red", "grey"],
        );
        assert.match(broken.tiles[1]!, /veth-test1 is up and has 192\.168\.33\.1\/24 alone/);
        await set("up");
        seats(2);
        const mended = await tiles();
        assert.strictEqual(mended.exitCode, 0);
        assert.deepStrictEqual(
            mended.tiles.map((tile) => tile.split('"')[0]),
            ["green", "green"],
        );
    });

    it("has seats that do not reach each other by any address or name", async () => {
        const found = await hosts();
        const [one, two] = ["classroom-01", "classroom-02"].map((stack) => nameOf(found, stack)) as [string, string];
        const addresses = await docker(
            "inspect",
            "--format",
            "{{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}",
            two,
        );
        const tries = [...addresses.trim().split(" "), two, "classroom-02"];
        for (const target of tries)
            await assert.rejects(docker("exec", one, "ping", "-c", "1", "-W", "1", target), target);
        // What is tried is there to be reached: the machine reaches it.
        await sh(`ping -c 1 -W 2 ${addresses.trim().split(" ")[0]}`);
    });

    it("runs one command in all seats, and shows equal answers once", async () => {
        const { all } = await run(["exec", "ip netns list | cut -d' ' -f1 | sort"]);
        assert.match(all, /^2 seats, exit code 0: classroom-01 classroom-02\n {4}test1\n {4}test2$/);
        const other = await run(["exec", "hostname; test $(hostname) = classroom-01"], { mayFail: true });
        assert.strictEqual(other.exitCode, 1);
        assert.match(other.all, /^1 seat, exit code 1: classroom-02$/m);
        const late = await run(["exec", "sleep 60", "--seats", "01", "--within", "1"], { mayFail: true });
        assert.match(late.all, /^1 seat, no end in time: classroom-01$/m);
        const long = await run(["exec", "test $(hostname) = classroom-01 || head -c 2000000 /dev/zero"], {
            mayFail: true,
        });
        assert.match(long.all, /^1 seat, exit code 0: classroom-01$/m);
        assert.match(long.all, /^1 seat, more to read than 1 MB: classroom-02$/m);
    });

    it("grades each check of each seat, with the reason where one fails", async () => {
        const found = await hosts();
        await docker(
            "exec",
            nameOf(found, "classroom-02"),
            "ip",
            "netns",
            "exec",
            "test1",
            "ip",
            "link",
            "set",
            "lo",
            "down",
        );
        const { exitCode, all } = await run(["grade", "--within", "0", "--out", out], { mayFail: true });
        assert.strictEqual(exitCode, 1, all);
        assert.match(all, /^classroom-01 +8\/8$/m);
        assert.match(all, /^classroom-02 +3\/8 +test1-exists /m);
        const grades = JSON.parse(readFileSync(join(out, "grades.json"), "utf8")) as Record<string, string>[];
        const failed = grades.filter(({ status }) => status !== "passed");
        assert.deepStrictEqual([...new Set(failed.map(({ seat }) => seat))], ["classroom-02"]);
        assert.deepStrictEqual(
            failed.map(({ status }) => status),
            ["failed", "blocked", "blocked", "blocked", "blocked"],
        );
        assert.ok(failed.every(({ reason, hint }) => reason && hint));
        assert.strictEqual(readFileSync(join(out, "grades.csv"), "utf8").trim().split("\n").length, 17);
        assert.match(readFileSync(join(out, "grades.xml"), "utf8"), /<testsuites tests="16" failures="1" errors="4"/);
    });

    it("saves what somebody has in a seat", async () => {
        const host = nameOf(await hosts(), "classroom-02");
        await docker("exec", host, "bash", "-c", "echo mine >/root/notes.txt; ip netns add mine");
        assert.match((await run(["save", "02", "--out", out])).all, /^classroom-02 +\S+classroom-02\.tar$/m);
        assert.strictEqual(await sh(`tar -xOf ${out}/classroom-02.tar ./files/notes.txt`), "mine");
        assert.match(await sh(`tar -tf ${out}/classroom-02.tar`), /network\/namespace-mine\.txt/);
    });

    it("resets one seat, names what goes with it, and touches no other", async () => {
        const before = await hosts();
        const refused = await run(["reset", "02"], { mayFail: true });
        assert.strictEqual(refused.exitCode, 2);
        assert.match(refused.all, /in the lab of classroom-02 will be lost[^]*- mine/);
        assert.deepStrictEqual(await hosts(), before);
        await run(["reset", "--yes", "02"]);
        const now = await hosts();
        assert.strictEqual(now["classroom-01"], before["classroom-01"]);
        assert.notStrictEqual(now["classroom-02"], before["classroom-02"]);
        assert.match((await run(["status"])).all, /^classroom-02 +up +0 +0$/m);
    });

    it("gets another seat, and loses one, without a touch of the others", async () => {
        const before = await hosts();
        seats(3);
        assert.match(
            (await run(["preview"])).all,
            /^classroom-01: no changes\nclassroom-02: no changes\nclassroom-03: 1 change\n/m,
        );
        await run(["up"]);
        const three = await hosts();
        assert.deepStrictEqual({ ...three, "classroom-03": undefined }, { ...before, "classroom-03": undefined });
        assert.ok(three["classroom-03"]);

        await docker("exec", nameOf(three, "classroom-03"), "ip", "netns", "add", "mine");
        seats(2);
        assert.match(
            (await run(["preview"])).all,
            /^classroom-03: the class has no such seat any more\n {2}- remove its lab\n {2}! lost with it: mine$/m,
        );
        assert.strictEqual((await run(["up"], { mayFail: true })).exitCode, 2);
        assert.deepStrictEqual(await hosts(), three);
        await run(["up", "--yes"]);
        assert.deepStrictEqual(await hosts(), before);
    });

    it("has the seats of a roster", async () => {
        writeFileSync(join(own.folder, "roster.csv"), "seat,name\n01,Anna\n02,Bo\nanna,Anna\n");
        seats("roster.csv");
        assert.match((await run(["preview", "anna"])).all, /^classroom-anna: 1 change$/m);
        const unknown = await run(["up", "03"], { mayFail: true });
        assert.match(unknown.all, /classroom has no seat "03"[^]*name some of 01, 02, anna/);
        seats(2);
    });

    it("is one seat alone to plain pulumi, with the class's config", async () => {
        const flags = ["--non-interactive", "--color", "never"];
        const file = ["--config-file", join("stacks", "Pulumi.classroom.yaml")];
        await own.run("pulumi", ["preview", "--expect-no-changes", "--stack", "classroom-01", ...file, ...flags]);
    });

    it("destroy leaves nothing", async () => {
        await run(["destroy"]);
        await assertInventory(nothing, { owner: own.owner }, "after class destroy");
    });
});
