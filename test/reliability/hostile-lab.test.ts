import * as assert from "assert";
import { existsSync } from "fs";
import { join } from "path";
import { marksFile } from "../../components/lib/project";
import { Checkout, checkout } from "../support/checkout";
import { assertInventory, inventory } from "../support/inventory";
import { Lab } from "../support/lab";
import { counted, saw } from "../support/record";
import { Ended, run } from "../support/run";

/** What would be made by text that is run, wherever that is. */
const CANARY = "lab-hostile-canary";
const TOUCH = `touch ${CANARY}`;

/** Names without a slash, which a network namespace can have. */
const NAMES = [
    `$(${TOUCH})`,
    `\`${TOUCH}\``,
    `a;${TOUCH};`,
    `a|${TOUCH}`,
    `a\n${TOUCH}\n`,
    `';${TOUCH};'`,
    `";${TOUCH};"`,
    "a b",
    "-rf",
    "--help",
    "*",
    "\u001b[2J\u001b[H",
    "\u001b]0;title\u0007",
    "\u009b31m",
    "\u202egnp.exe",
    "a\\nb",
    "тест",
];
/** Names that an interface can have: 15 bytes, no blanks, slashes and colons. */
const LINKS = ["$(>lhc)", "`>lhc`", "a;>lhc", "it's", 'q"q', "\u001b[2J", "\u202ex", "b\\n"];
/** Names that an engine 20.10 takes for a network. */
const NETWORKS = [`$(touch /${CANARY})`, "\u001b[2Jnet", "net;id", "net\n  + theirs was made by hand"];
const TEXTS = [...NAMES, `$(touch /${CANARY})`, "x".repeat(200)];
/** What a terminal would obey, and what would make other words of a line. */
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/;
const TRACE = / at .*:\d+:\d+\)?$|this is a bug in lab/m;

// Whoever is root in a lab host gives what is in it any name, and its commands print what they like.
describe("a lab in which somebody makes trouble by names", function () {
    this.timeout(300_000);

    let own: Checkout;
    let lab: Lab;
    let host: string;
    let nothing: string[];

    before("up", async () => {
        own = await checkout();
        lab = await own.stack("hostile", { scenario: "custom-bridge", docker: "20.10" });
        nothing = await inventory(lab.whose);
        await lab.up();
        host = await lab.host();
    });

    /** Runs a program in the lab host, as root there. */
    const inside = (words: readonly string[], mayFail = false) => run("docker", ["exec", host, ...words], { mayFail });

    /** Runs `./lab`, which may fail; its words must do nothing, here and in the lab host. */
    async function say(...args: string[]): Promise<Ended> {
        const ended = await own.lab(args, { mayFail: true });
        await assertHarmless(ended);
        return ended;
    }

    async function assertHarmless({ all }: Ended): Promise<void> {
        assert.doesNotMatch(all, UNSEEN);
        assert.doesNotMatch(all, TRACE);
        for (const folder of [own.folder, process.cwd(), "/", "/root", "/tmp"])
            for (const name of [CANARY, "lhc"])
                assert.ok(!existsSync(join(folder, name)), `${name} was made in ${folder}`);
        const found = await inside(["find", "/", "-xdev", "-name", CANARY], true);
        assert.strictEqual(found.stdout, "", "it was run in the lab host");
        counted("bad inputs tried");
    }

    it("namespaces, interfaces, aliases, labels and a host name of every kind are made in it", async () => {
        for (const name of NAMES) await inside(["ip", "netns", "add", name]);
        for (const [index, name] of LINKS.entries()) {
            await inside(["ip", "link", "add", "name", name, "type", "veth", "peer", "name", `peer${index}`]);
            await inside(["ip", "link", "set", "dev", `peer${index}`, "alias", TEXTS[index]!]);
        }
        for (const text of TEXTS) await inside(["ip", "link", "set", "dev", "eth0", "alias", text]);
        const labels = ["Id=0123456789ab", "Names=none", ...TEXTS.map((text, index) => `text${index}=${text}`)].flatMap(
            (label) => ["--label", label],
        );
        const owner = ["--label", `docker-network-labs.owner=${own.owner}\n${own.owner}\tnetns\tcontainer\tx`];
        await inside(["docker", "run", "-d", "--name", "theirs", ...labels, ...owner, "busybox", "sleep", "3600"]);
        await inside([
            "bash",
            "-c",
            'mount -o remount,rw /proc/sys && printf %s "$1" >/proc/sys/kernel/hostname',
            "lab",
            `$(${TOUCH})\u001b[2J`,
        ]);
        for (const name of NETWORKS) await inside(["docker", "network", "create", name]);
    });

    it("drift names all of it, on a line for each", async () => {
        const { exitCode, stdout } = await say("drift", lab.name);
        assert.strictEqual(exitCode, 0, stdout);
        const lines = stdout.split("\n");
        assert.strictEqual(lines[0], "hostile: as it was made");
        const made = lines.filter((line) => /^ {2}\+ .* was made by hand$/.test(line));
        assert.strictEqual(made.length, lines.length - 1, stdout);
        for (const name of [
            "theirs",
            "a\\ b",
            "\\$\\(touch\\ lab-hostile-canary\\)",
            "$'\\E[2J\\E[H'",
            "--help",
            "?[2Jnet",
            "net?  + theirs was made by hand",
        ])
            assert.ok(made.includes(`  + ${name} was made by hand`), `${name}\n${stdout}`);
        assert.strictEqual(made.length, NAMES.length + NETWORKS.length + 1);
        const { stdout: json } = await say("drift", lab.name, "--json");
        assert.strictEqual((JSON.parse(json) as { handMade: string[] }[])[0]!.handMade.length, made.length);
    });

    it("checks and previews go on as if it were not there", async () => {
        assert.match((await say("check", lab.name)).stdout, /: 7\/7 checks passed\n/);
        assert.strictEqual((await say("preview", lab.name)).stdout, "hostile: no changes");
        await assertHarmless(await lab.pulumi(["preview", "--diff", "--expect-no-changes"]));
    });

    it("a repair collects what its commands show, in printable words", async () => {
        await inside(["docker", "stop", "-t", "0", "test3"]);
        await assertHarmless(await lab.pulumi(["preview", "--diff"]));
        const { exitCode, stdout } = await say("up", lab.name);
        assert.strictEqual(exitCode, 0, stdout);
        for (const args of [
            ["stack", "output"],
            ["stack", "output", "--json"],
        ])
            await assertHarmless(await lab.pulumi(args));
    });

    it("nothing of it goes without a yes: what would be lost is named", async () => {
        for (const command of ["destroy", "reset"]) {
            const { exitCode, stderr } = await say(command, lab.name);
            assert.strictEqual(exitCode, 2, stderr);
            assert.match(
                stderr,
                /^What was made by hand in the lab of hostile will be lost, because .*:\n( {2}- .*\n)+lab: this needs a yes/,
            );
            assert.match(stderr, /^ {2}- theirs$/m);
        }
        const { exitCode, stdout } = await say("clean");
        assert.strictEqual(exitCode, 2, stdout);
        assert.match(stdout, new RegExp(`^hostile \\(owner ${own.owner}, of this checkout\\)\n( {2}✗ .*\n)+`, "m"));
        assert.strictEqual(await lab.host(), host);
    });

    it("marks with a command in a name are not believed, by anybody", async () => {
        const file = marksFile(lab.whose);
        await inside(["cp", file, "/marks"]);
        await inside(["sed", "-i", `s/"test1":"test1"/"test1":"test1;touch \\/${CANARY}"/`, file]);
        assert.match((await inside(["cat", file])).stdout, /touch/);
        for (const command of ["check", "drift", "preview", "up", "destroy"]) {
            const { exitCode, all } = await say(command, lab.name);
            assert.strictEqual(exitCode, 2, all);
            assert.match(
                all,
                /Could not read lab host .*the answer has not the known form at "(marks\.)?options\.names\.test1"/,
            );
        }
        await assertHarmless(await lab.pulumi(["preview"], { mayFail: true }));
        await inside(["cp", "/marks", file]);
        assert.strictEqual((await say("preview", lab.name)).stdout, "hostile: no changes");
    });

    it("a docker and a curl of its own, which print what they like, are not believed either", async () => {
        const script = `#!/bin/bash\nprintf '\\e[2J{"engine":"\\e]0;x\\a\\n$(${TOUCH})"}'\nprintf '\\e[31mfine\\r\\n' >&2\nexit 0\n`;
        await run(
            "docker",
            [
                "exec",
                "-i",
                host,
                "bash",
                "-c",
                "mkdir -p /usr/local/bin && cd /usr/local/bin && cat >docker && chmod +x docker && cp docker curl",
            ],
            { stdin: script },
        );
        for (const command of ["drift", "preview", "destroy"]) {
            const { exitCode, all } = await say(command, lab.name);
            assert.strictEqual(exitCode, 2, all);
            assert.match(all, /Could not read lab host /);
        }
        const { exitCode, stdout } = await say("check", lab.name);
        assert.strictEqual(exitCode, 1, stdout);
        assert.match(stdout, /✗ test1 and test3 run/);
        await inside(["rm", "/usr/local/bin/docker", "/usr/local/bin/curl"]);
    });

    it("destroy with a yes leaves nothing", async () => {
        const { exitCode, stdout } = await own.lab(["destroy", lab.name, "--yes"]);
        assert.strictEqual(exitCode, 0, stdout);
        lab.wasRemoved();
        await assertInventory(nothing, lab.whose, "after the destroy");

        saw({
            suite: "input",
            stack: "custom-bridge",
            fault: "hostile names, labels, marks and answers in the lab",
            outcome: "named in printable words, nothing run, destroyed without a trace",
        });
    });
});
