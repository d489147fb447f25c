import * as assert from "assert";
import { readFileSync, rmSync, statSync, writeFileSync } from "fs";
import { connect } from "net";
import { join } from "path";
import { checkout, Checkout } from "../support/checkout";
import { assertInventory, inventory } from "../support/inventory";
import { docker, Ended, run as runProgram, RunOptions, sh, until } from "../support/run";
import { cardOf, SshClient } from "../support/ssh-client";

/** Where the class's ports begin: one for each process that tests, so that two of them do not meet. */
const FIRST = 12_000 + (process.pid % 1000) * 5;
const LABEL = "docker-network-labs";
/** How many connections are tried at once; sshd holds four from one address in which nobody has got in yet. */
const AT_ONCE = 10;

describe("a class with SSH", function () {
    this.timeout(180_000);
    let client: SshClient;
    let own: Checkout;
    let nothing: string[];

    const run = (args: readonly string[], options: RunOptions = {}): Promise<Ended> =>
        own.lab(["class", ...args], options);
    const configure = (...lines: string[]) =>
        writeFileSync(
            join(own.folder, "stacks", "Pulumi.classroom.yaml"),
            ["config:", "seats: roster.csv", "scenario: netns", ...lines].join(`\n  ${LABEL}:`),
        );
    const card = (index: number) => cardOf(own.folder, `classroom-0${index}`, FIRST + index - 1);
    const withoutKey = (index: number) => ({ ...card(index), keyFile: undefined });
    const sheet = (name: string) => readFileSync(join(own.folder, name), "utf8");
    async function host(index: number): Promise<string> {
        const filters = ["owner", "stack", "role"].map((key, at) => [
            "--filter",
            `label=${LABEL}.${key}=${[own.owner, `classroom-0${index}`, "lab-host"][at]}`,
        ]);
        return docker("ps", "--all", ...filters.flat(), "--format", "{{.Names}}");
    }
    const id = async (index: number) =>
        docker("inspect", "--format", "{{.Id}} {{.State.StartedAt}}", await host(index));
    const inside = async (index: number, command: string) => docker("exec", await host(index), "bash", "-c", command);
    /** Logs in by password, waiting until no penalty holds any more. */
    const getsIn = (index: number, command: string) =>
        until(`a login to seat ${index}`, 60, async () => {
            const { exitCode, stdout } = await client.login(withoutKey(index), command);
            return exitCode === 0 ? stdout || "nothing" : undefined;
        });

    before("there is a checkout with a class", async () => {
        client = new SshClient();
        own = await checkout();
        nothing = await inventory({ owner: own.owner });
        writeFileSync(join(own.folder, "roster.csv"), "seat,name\n01,Anna Ä.\n02\n");
    });
    after(async () => {
        await run(["destroy", "--yes"], { mayFail: true });
        for (const file of ["stacks/Pulumi.classroom.yaml", "roster.csv", "handout.html", "handout.txt"])
            rmSync(join(own.folder, file), { force: true });
        client.remove();
    });

    it("has none unless it is asked for, and then has nothing to hand out", async () => {
        configure();
        const refused = await run(["handout"], { mayFail: true });
        assert.strictEqual(refused.exitCode, 2);
        assert.match(refused.all, /have no SSH[^]*what to do: pulumi config set ssh true --stack classroom;/);
        await run(["up", "01"]);
        // But for Docker's own DNS server, which every container on a network of one's own has.
        const listening = "ss -Hltn | grep -vF 127.0.0.11:; ls /var/lib/docker-network-labs";
        assert.match(await inside(1, listening), new RegExp(`^${own.owner}$`));
    });

    it("says before that a lab which gets it is made anew", async () => {
        configure(`ssh: ${FIRST}`);
        const { all } = await run(["preview"]);
        assert.match(all, new RegExp(`what it publishes[^]*from nothing to SSH at 127.0.0.1:${FIRST}`));
        assert.match(all, /^classroom-02: \d+ changes?\n {2}\+ make /m);
    });

    it("hands out cards before its seats are there, without a touch of the engine", async () => {
        const before = await inventory({ owner: own.owner });
        const { all } = await run(["handout"]);
        assert.match(all, /handout\.html is written, with 2 seats\. It holds their passwords/);
        assert.strictEqual(statSync(join(own.folder, "handout.html")).mode & 0o777, 0o600);
        await run(["handout", "--format", "text", "--address", "lab.example.org"]);
        assert.strictEqual(statSync(join(own.folder, "handout.txt")).mode & 0o777, 0o600);
        const text = sheet("handout.txt");
        for (const index of [1, 2]) {
            assert.ok(text.includes(`ssh -p ${FIRST + index - 1} root@lab.example.org`));
            assert.ok(text.includes(card(index).password) && sheet("handout.html").includes(card(index).password));
        }
        assert.match(text, /classroom, seat 01: Anna Ä\.\n/);
        const { stdout } = await runProgram("ssh-keygen", ["-lf", "-"], { stdin: card(1).hostKey });
        assert.ok(text.includes(stdout.split(" ")[1]!), stdout);
        assert.deepStrictEqual(await inventory({ owner: own.owner }), before);
        assert.strictEqual(await sh(`git -C ${own.folder} status --porcelain handout.html handout.txt`), "");
    });

    it("lets in who has the card, as root where the course's commands work", async () => {
        await run(["up", "--yes"]);
        const { exitCode, stdout, all } = await client.login(withoutKey(1), "id -u; docker ps; ip netns; pwd; env");
        assert.strictEqual(exitCode, 0, all);
        assert.match(stdout, /^0\nCONTAINER ID [^]*test1[^]*\/root\n/);
        const shell = await inside(1, "env | grep -E '^(PATH|LANG|HOME)='");
        for (const line of shell.split("\n")) assert.ok(stdout.split("\n").includes(line), line);
        const terminal = await client.login(withoutKey(1), "", "-tt", "-o", "SetEnv=TERM=dumb").catch(String);
        assert.match(typeof terminal === "string" ? terminal : terminal.all, /\[lab host classroom-01\]/);
    });

    it("lets in by the key that was made with it", async () => {
        assert.strictEqual((await client.login(card(2), "hostname")).stdout, "classroom-02");
    });

    it("has nothing left to do, also compared with what the engine says", async () => {
        assert.match(
            (await run(["preview", "--refresh"])).all,
            /^classroom-01: no changes\nclassroom-02: no changes$/m,
        );
        assert.match((await run(["status"])).all, /^classroom-01 +Anna Ä\. +up +0 +0$/m);
    });

    it("keeps out who has another seat's card, or none", async () => {
        const before = await inside(2, "grep -c Accepted /var/log/sshd.log");
        const wrong = [
            { ...withoutKey(2), password: card(1).password },
            { ...card(2), keyFile: card(1).keyFile },
        ];
        for (const one of wrong) {
            const { exitCode, all } = await client.login(one, "id");
            assert.strictEqual(exitCode, 255);
            assert.match(all, /Permission denied/);
        }
        assert.strictEqual(await inside(2, "grep -c Accepted /var/log/sshd.log"), before);
    });

    it("leads nowhere else: nothing is forwarded in either direction", async () => {
        // What is asked for is there: from inside it is reached.
        await inside(1, "exec 3<>/dev/tcp/127.0.0.1/22");
        const out = await client.login(card(1), "", "-W", "127.0.0.1:22");
        assert.match(out.all, /administratively prohibited|forwarding failed/, out.all);
        const back = await client.login(card(1), "true", "-o", "ExitOnForwardFailure=yes", "-R", "0:127.0.0.1:22");
        assert.strictEqual(back.exitCode, 255);
        assert.match(back.all, /remote port forwarding failed/);
        const agent = await client.login(card(1), 'echo "agent=$SSH_AUTH_SOCK display=$DISPLAY"', "-A", "-X");
        assert.match(agent.all, /^agent= display=$/m);
    });

    it("has nothing of what opens it in the state, in the engine's record or in a command line", async () => {
        const secrets = [card(1).password, ...readFileSync(card(1).keyFile, "utf8").split("\n").slice(2, 4)];
        const hostKey = readFileSync(join(own.folder, ".lab/seats/classroom-01/host-key"), "utf8").split("\n");
        const hash = readFileSync(join(own.folder, ".lab/seats/classroom-01/password-hash"), "utf8").trim();
        const inspected = await docker("inspect", await host(1));
        const processes = await sh("ps axww -o args");
        for (const secret of [...secrets, ...hostKey.slice(2, 4), hash]) {
            assert.ok(secret.length > 15);
            const { stdout } = await runProgram(
                "grep",
                ["-rlF", "--exclude-dir=seats", "-e", secret, join(own.folder, ".lab")],
                { mayFail: true },
            );
            assert.strictEqual(stdout, "");
            assert.ok(!inspected.includes(secret) && !processes.includes(secret));
        }
        assert.ok(!(await inside(1, "cat /etc/shadow /var/lib/docker-network-labs/ssh/*")).includes(card(1).password));
    });

    it("slows down who guesses, and lets the student in again soon", async () => {
        const guess = { ...withoutKey(2), password: "aaaa-aaaa-aaaa-aaaa" };
        const said: string[] = [];
        for (let time = 0; time < 6; time++) said.push((await client.login(guess, "id")).all);
        assert.match(said[0]!, /Permission denied/);
        assert.doesNotMatch(said.at(-1)!, /Permission denied/, said.join("\n"));
        // By now not even the right password is asked for, and the other seat is as it was.
        assert.strictEqual((await client.login(withoutKey(2), "id")).exitCode, 255);
        assert.strictEqual((await client.login(withoutKey(1), "id -u")).stdout, "0");
        assert.strictEqual(await getsIn(2, "id -u"), "0");
    });

    it("holds few connections in which nobody has got in yet", async () => {
        const greeted = await Promise.all(Array.from({ length: AT_ONCE }, () => greeting(FIRST + 1)));
        const banners = greeted.filter((text) => text.startsWith("SSH-2.0-"));
        assert.ok(banners.length >= 1 && banners.length <= 4, greeted.join("|"));
        assert.strictEqual(await getsIn(2, "id -u"), "0");
    });

    it("is repaired where sshd was ended, in the same lab host", async () => {
        const before = [await id(1), await id(2)];
        await inside(1, "kill -KILL $(cat /run/sshd.pid)");
        assert.match((await run(["status"], { mayFail: true })).all, /^classroom-01 .* sshd does not run$/m);
        assert.match(
            (await run(["preview"])).all,
            /^classroom-01: [^]*sshd does not run[^]*classroom-02: no changes$/m,
        );
        await run(["up"]);
        assert.strictEqual((await client.login(card(1), "hostname")).stdout, "classroom-01");
        assert.deepStrictEqual([await id(1), await id(2)], before);
        assert.match((await run(["preview"])).all, /^classroom-01: no changes$/m);
    });

    it("is repaired where the password was changed, and leaves a student's own key alone", async () => {
        await inside(
            1,
            "sed -i 's/^root:[^:]*/root:$6$x$y/' /etc/shadow; echo PermitTunnel yes >>/etc/ssh/sshd_config",
        );
        await inside(1, "umask 077; mkdir -p /root/.ssh; echo ssh-ed25519 mine >/root/.ssh/authorized_keys");
        const { all } = await run(["status"], { mayFail: true });
        assert.match(all, /^classroom-01 .* root's password was changed, sshd_config was changed$/m);
        await run(["up"]);
        assert.strictEqual((await client.login(withoutKey(1), "cat .ssh/authorized_keys")).stdout, "ssh-ed25519 mine");
        assert.match((await run(["status"])).all, /^classroom-01 .* up +0 +0$/m);
    });

    it("is there again after a restart of the lab host", async () => {
        await docker("restart", await host(1));
        assert.strictEqual(await getsIn(1, "hostname"), "classroom-01");
    });

    it("has the same card after a reset", async () => {
        const [before, own1] = [card(1), await id(1)];
        await run(["reset", "--yes", "01"]);
        assert.deepStrictEqual(card(1), before);
        assert.notStrictEqual(await id(1), own1);
        assert.strictEqual((await client.login(withoutKey(1), "hostname")).stdout, "classroom-01");
    });

    it("has other cards when they are renewed, in the same lab host and behind the same host key", async () => {
        const [before, was] = [card(1), await id(1)];
        assert.match((await run(["handout", "--renew", "01"])).all, /What opens 1 seat is new[^]*class up/);
        assert.ok(sheet("handout.html").includes(card(1).password));
        assert.match((await run(["preview"])).all, /what opens it was renewed[^]*^classroom-02: no changes$/m);
        await run(["up"]);
        assert.strictEqual(card(1).hostKey, before.hostKey);
        assert.strictEqual((await client.login({ ...before, keyFile: undefined }, "id")).exitCode, 255);
        assert.strictEqual((await client.login(withoutKey(1), "hostname")).stdout, "classroom-01");
        assert.strictEqual(await id(1), was);
    });

    it("leaves nothing after destroy", async () => {
        await run(["destroy", "--yes"]);
        await assertInventory(nothing, { owner: own.owner }, "after class destroy");
        assert.strictEqual(await greeting(FIRST), "ECONNREFUSED");
    });
});

/** What sshd says first at a port of the machine; nothing is said to it. */
function greeting(port: number): Promise<string> {
    return new Promise((resolve) => {
        const socket = connect(port, "127.0.0.1");
        const end = (text: string) => {
            resolve(text);
            // Held for a moment, so that all connections are there at once.
            setTimeout(() => socket.destroy(), 1000);
        };
        socket.setTimeout(5000, () => end("silence"));
        socket.on("data", (data) => end(data.toString()));
        socket.on("error", (error: NodeJS.ErrnoException) => end(error.code ?? "error"));
        socket.on("close", () => end("closed"));
    });
}
