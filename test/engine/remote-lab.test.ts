import * as assert from "assert";
import { readFileSync, writeFileSync } from "fs";
import { join } from "path";
import { checkout } from "../support/checkout";
import { assertInventory, inventory } from "../support/inventory";
import { Lab } from "../support/lab";
import { until } from "../support/run";
import { Served } from "../support/served";
import { Sshd } from "../support/sshd";
import { assertTopology } from "../support/topology";

describe("a lab on a machine that is reached by SSH", function () {
    this.timeout(180_000);
    let sshd: Sshd;
    let lab: Lab;
    let known: string;
    let original: string[];
    const set = (key: string, value: string) => lab.pulumi(["config", "set", "--path", `hosts[0].${key}`, value]);
    const know = (hostKey: string) => writeFileSync(known, `[127.0.0.1]:${sshd.port} ${hostKey}\n`);
    /** What a preview that is refused says. */
    const refusal = async () => {
        const { exitCode, all } = await lab.pulumi(["preview"], { mayFail: true });
        assert.notStrictEqual(exitCode, 0, all);
        assert.doesNotMatch(all, /^\s+at .*\.ts:/m);
        return all;
    };

    before("there is such a machine", async function () {
        this.timeout(240_000);
        sshd = await Sshd.start();
        lab = await (await checkout()).stack("far-custom-bridge", { scenario: "custom-bridge" });
        known = join((await checkout()).folder, ".lab", "known_hosts");
        await set("name", "far");
        await set("url", `ssh://root@127.0.0.1:${sshd.port}`);
        await set("key", sshd.privateKeyFile);
        await set("knownHosts", known);
        original = await inventory(lab.whose);
    });
    after(async () => {
        await (lab as Lab | undefined)?.destroyAnyhow();
        await (sshd as Sshd | undefined)?.stop();
    });

    it("is refused while its host key is not known, with the way to get it", async () => {
        writeFileSync(known, "");
        assert.match(
            await refusal(),
            /The host key of machine far \(\[127\.0\.0\.1\]:\d+\) is in none of .*ssh-keyscan -p/,
        );
    });

    it("is refused when its host key is another one", async () => {
        know(readFileSync(`${sshd.privateKeyFile}.pub`, "utf8").trim());
        assert.match(await refusal(), /Could not read machine far \(ssh:.*Host key verification failed/s);
    });

    it("is refused when it does not answer", async () => {
        know(sshd.hostKey);
        await set("url", "ssh://root@127.0.0.1:9");
        writeFileSync(known, `[127.0.0.1]:9 ${sshd.hostKey}\n`);
        assert.match(await refusal(), /Could not read machine far .*Connection refused/s);
        know(sshd.hostKey);
        await set("url", `ssh://root@127.0.0.1:${sshd.port}`);
    });

    it("is refused without a key that can be used", async () => {
        await set("key", "/nonexistent/key");
        assert.match(await refusal(), /There is no key for machine far that can be used: \/nonexistent\/key/);
        await set("key", sshd.privateKeyFile);
        await assertInventory(original, lab.whose, "after refused previews");
    });

    it("is made there, and every check passes", async () => {
        await lab.up();
        await lab.assertWhole();
        const { hosts } = await lab.outputs();
        assert.match(
            hosts[0]!.dockerHost,
            new RegExp(`^ssh://root@127\\.0\\.0\\.1:${sshd.port}/run/.*/docker\\.sock$`),
        );
        const { stdout } = await (
            await checkout()
        ).lab(["shell", lab.name, "--", "docker", "ps", "--format", "{{.Names}}"]);
        assert.deepStrictEqual(stdout.trim().split("\n").sort(), ["test1", "test3"]);
    });

    it("is drawn as it is there, and on a page that follows it", async () => {
        await assertTopology(lab, "custom-bridge");
        const served = await Served.begin(await checkout());
        try {
            const page = async () => (await fetch(`${served.url}stacks/${lab.name}/`)).text();
            assert.doesNotMatch(await page(), /test1 is stopped/);
            await lab.inside("docker stop -t 0 test1");
            await until("the page says so", 10, async () => /test1 is stopped/.test(await page()));
            await lab.inside("docker start test1");
            await until("the page says that it runs", 10, async () => !/test1 is stopped/.test(await page()));
        } finally {
            assert.strictEqual(await served.interrupt(), 0);
        }
    });

    it("has nothing to do then, and repairs what is broken by hand", async () => {
        await lab.assertClean();
        await lab.assertClean("--refresh");
        await lab.inside("docker rm -f test3");
        assert.match(await lab.preview(), /repair 1: test3 was removed/);
        await lab.up();
        await lab.assertWhole();
        await lab.assertClean();
    });

    it("leaves nothing there", async () => {
        await lab.destroy();
        await assertInventory(original, lab.whose, "after destroy");
    });
});
