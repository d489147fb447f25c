import * as assert from "assert";
import { renameSync, writeFileSync } from "fs";
import { join } from "path";
import { course } from "../../components/lessons";
import { checkout } from "../support/checkout";
import { FarMachine, FarNetwork } from "../support/far-machine";
import { assertInventory, inventory } from "../support/inventory";
import { Lab } from "../support/lab";
import { until } from "../support/run";
import { clientFolder, makeCertificates } from "../support/tls";

type Host = Record<string, string>;

describe("labs on machines of one's own", function () {
    this.timeout(240_000);
    let network: FarNetwork;
    let alpha: FarMachine;
    let beta: FarMachine;
    let known: string;
    let clean: string[];
    let lab: Lab;
    let here: string[];

    /** What is on both machines, but for the images that were brought there. */
    const onBoth = async () => (await Promise.all([alpha, beta].map((machine) => machine.inventory()))).flat();
    const bySsh = () => [alpha, beta].map((machine) => machine.bySsh(known));

    async function make(name: string, config: Record<string, string>, hosts: readonly Host[]): Promise<void> {
        lab = await (await checkout()).stack(name, config);
        await lab.setHosts(hosts);
        here = await inventory(lab.whose);
    }

    /** Fails unless a preview is refused, in words for a person. */
    async function assertRefused(why: RegExp): Promise<void> {
        const { exitCode, all } = await lab.pulumi(["preview"], { mayFail: true });
        assert.notStrictEqual(exitCode, 0, all);
        assert.doesNotMatch(all, /^\s+at .*\.ts:/m);
        assert.match(all, why);
    }

    /** Fails unless nothing of the lab is left, here or there. */
    async function assertNothingLeft(): Promise<void> {
        await assertInventory(here, lab.whose, "after destroy");
        let now: string[] = [];
        await until("both machines as they were", 15, async () => {
            now = await onBoth();
            return now.join() === clean.join();
        }).catch(() => assert.deepStrictEqual(now, clean));
    }

    /** Makes the lab, which has nothing to do then, and removes it to the line. */
    async function comesAndGoes(between?: () => Promise<void>): Promise<void> {
        await lab.up();
        await lab.assertWhole();
        await lab.assertClean();
        await between?.();
        await lab.destroy();
        await assertNothingLeft();
    }

    before("there are two machines", async () => {
        const { labHostImage } = await checkout();
        network = await FarNetwork.make();
        alpha = await network.start("alpha", labHostImage);
        beta = await network.start("beta", labHostImage);
        known = join(network.folder, "known_hosts");
        writeFileSync(known, alpha.known + beta.known);
        clean = await onBoth();
    });
    after(async () => {
        await (network as FarNetwork | undefined)?.remove();
    });

    describe("overlay-swarm, a node on each, by SSH", () => {
        before(() => make("far-swarm", { scenario: "overlay-swarm", engine: "direct" }, bySsh()));
        after(() => lab.destroyAnyhow());

        it("is refused where an engine has another name", async () => {
            await lab.setHosts([alpha.bySsh(known), { ...beta.bySsh(known), name: "gamma" }]);
            await assertRefused(/The engine of machine gamma .* calls itself "beta"/);
            await lab.setHosts(bySsh());
        });

        it("is refused where an engine is in somebody's swarm, which goes on", async () => {
            await beta.run("docker swarm init --advertise-addr 127.0.0.1");
            await assertRefused(/the swarm that its engine is a node of \(docker swarm leave --force\)/);
            await beta.run("docker swarm leave --force && docker network rm docker_gwbridge");
            await assertNothingLeft();
        });

        it("is made there, and every check passes", async () => {
            await lab.up();
            await lab.assertWhole();
            const { stdout } = await beta.run("docker ps --format '{{.Names}}'");
            assert.match(stdout, /^test2$/m);
            await lab.assertClean();
            await lab.assertClean("--refresh");
        });

        it("opens a shell on the machine that is named", async () => {
            const hostname = async (node: string) =>
                (await (await checkout()).lab(["shell", `${lab.name}/${node}`, "--", "hostname"])).stdout.trim();
            assert.deepStrictEqual([await hostname("alpha"), await hostname("beta")], ["alpha", "beta"]);
        });

        it("is mended where a container or a node was taken out of it", async () => {
            await beta.run("docker rm -f test2");
            assert.match(await lab.preview(), /repair 1: test2 was removed/);
            await lab.up();
            await lab.assertWhole();
            await beta.run("docker swarm leave --force");
            assert.match(await lab.preview(), /beta left the swarm/);
            await lab.up();
            await lab.assertWhole();
            await lab.assertClean();
        });

        it("is not looked for on this machine when config no longer says where it is", async () => {
            await lab.setHosts([]);
            await lab.pulumi(["config", "set", "engine", "nested"]);
            await assertRefused(
                /The lab of far-swarm is on alpha \(ssh:.*\), beta .*says this machine. A lab is destroyed/,
            );
            await lab.pulumi(["config", "set", "engine", "direct"]);
            await lab.setHosts(bySsh());
        });

        it("leaves nothing there", async () => {
            await lab.destroy();
            await assertNothingLeft();
        });
    });

    describe("custom-bridge in a lab host there, by SSH", () => {
        before(() => make("far-nested", { scenario: "custom-bridge" }, [beta.bySsh(known)]));
        after(() => lab.destroyAnyhow());

        it("is made there, has nothing to do then, and leaves nothing", async () => {
            await comesAndGoes(async () => {
                assert.match((await beta.run("docker ps --format '{{.Names}}'")).stdout, /^lab-far-nested-/m);
            });
        });
    });

    describe("custom-bridge at an engine's address, by TLS", () => {
        before(() => make("far-tls", { scenario: "custom-bridge", engine: "direct" }, [alpha.byTls()]));
        after(() => lab.destroyAnyhow());

        it("is refused without its certificates, with those of another authority, and for what needs more", async () => {
            const other = join(network.folder, "other");
            await makeCertificates(other, alpha.address);
            await lab.setHosts([alpha.byTls(clientFolder(other))]);
            await assertRefused(/Could not read machine alpha \(tcp:.*certificate/s);
            const key = join(clientFolder(other), "key.pem");
            renameSync(key, `${key}.away`);
            await assertRefused(/The certificates for machine alpha .* cannot be read: .*\/key\.pem/);
            await lab.setHosts([alpha.byTls()]);
            await lab.pulumi(["config", "set", "scenario", "netns"]);
            await assertRefused(/of machine alpha there is a Docker engine and no more, and netns needs the machine/);
            await lab.pulumi(["config", "set", "scenario", "custom-bridge"]);
            await assertNothingLeft();
        });

        it("is made there without what looks at the machine, and is mended", async () => {
            await lab.up();
            await lab.assertWhole();
            await lab.assertClean("--refresh");
            const { evidence } = await lab.outputs();
            assert.ok(evidence.some(({ id }) => id === "networks") && !evidence.some(({ id }) => id === "bridges"));
            await alpha.run("docker network disconnect xin-bridge test1");
            assert.match(await lab.preview(), /repair 1: test1 left xin-bridge/);
            await lab.up();
            await lab.assertWhole();
        });

        it("leaves nothing there", async () => {
            await lab.destroy();
            await assertNothingLeft();
        });
    });

    // What looks at nothing but the engine.
    const others = Object.values(course).filter(({ name, raw, cluster, nestedOnly }) => {
        return !raw && !cluster && !nestedOnly && name !== "custom-bridge";
    });
    for (const { name } of others)
        describe(`${name} at an engine's address, by TLS`, () => {
            before(() => make(`far-${name}`, { scenario: name, engine: "direct" }, [alpha.byTls()]));
            after(() => lab.destroyAnyhow());

            it("is made there, has nothing to do then, and leaves nothing", () => comesAndGoes());
        });

    describe("overlay-swarm, a node by a socket and one by TLS", () => {
        before(() => {
            const hosts = [{ ...beta.bySocket(), address: beta.address }, alpha.byTls()];
            return make("far-addresses", { scenario: "overlay-swarm", engine: "direct" }, hosts);
        });
        after(() => lab.destroyAnyhow());

        it("is made there, has nothing to do then, and leaves nothing", () => comesAndGoes());
    });
});
