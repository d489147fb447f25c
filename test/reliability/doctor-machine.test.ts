import * as assert from "assert";
import { readlinkSync, realpathSync, writeFileSync } from "fs";
import { join } from "path";
import { Checkout, checkout } from "../support/checkout";
import { assertSays, named, reportOf, worse } from "../support/doctor-report";
import { FarMachine, FarNetwork } from "../support/far-machine";
import { Machine } from "../support/machine";
import { ALL, saw } from "../support/record";
import { sh } from "../support/run";

describe("./lab doctor, on a machine that lacks much", function () {
    this.timeout(120_000);
    let own: Checkout;
    let machine: Machine;
    before("a lab host plays it", async () => {
        own = await checkout();
        const modules = join(own.folder, "node_modules"); // a link
        machine = await Machine.start(`lab-doctor-test-${process.pid}`, own.labHostImage, true, {
            folders: { [own.folder]: `${own.folder}:ro`, [realpathSync(modules)]: `${readlinkSync(modules)}:ro` },
        });
        const library = `/usr/lib/${(await sh("uname -m")).trim()}-linux-gnu/libstdc++.so.6`;
        await machine.copy(library, library);
        await machine.copy(realpathSync(process.execPath), "/usr/bin/node");
    });
    after(() => machine.remove());

    const there = async (prepare: string) =>
        reportOf(
            await machine.run(`${prepare}; cd '${own.folder}' && ./lab doctor --json`, {
                mayFail: true,
                seconds: 60,
            }),
        );

    it("names all of it at once, by scenario", async () => {
        const report = await there(
            "mkdir -p /away; mv /usr/bin/docker /usr/sbin/brctl /away; ip link add campus type veth peer name far; " +
                "ip link set campus up; ip link set far up; ip route add 10.0.0.0/8 dev campus; ip route add 172.17.8.0/24 dev campus",
        );
        assertSays(report, "netns", ["engine/answers", "problem"], /none answers[^]*\.\/lab setup/);
        assertSays(report, "netns", ["set-up/done", "problem"], /bridge-utils/);
        assertSays(report, "netns", ["addresses/inside", "warning"], /172\.17\.8\.0\/24 by campus/);
        assertSays(report, "netns", ["addresses/subnet", "unknown"], /could not be read/);
        assertSays(report, "netns", ["images/there", "unknown"], /could not be read/);
        assertSays(report, "netns", ["clock/now", "unknown"], /compare it/);
        assert.deepStrictEqual(
            report.stacks.filter(({ runs }) => runs),
            [],
        );
        // What is fine there is said to be so.
        assert.ok(report.findings.some(({ id, state }) => id === "kernel/vxlan" && state === "fine"));
    });

    it("says less once some of it is mended", async () => {
        const report = await there("mv /away/docker /usr/bin; mv /away/brctl /usr/sbin");
        assert.deepStrictEqual(worse(report, "engine/answers"), []);
        assertSays(
            report,
            "netns",
            ["addresses/subnet", "problem"],
            /none of 10\.199\.0\.0\/16 is free: .*10\.0\.0\.0\/8 by campus/,
        );
        assertSays(report, "netns", ["images/there", "problem"], /not there: .*lab-host:26\.1/);
    });
});

/** Says why it is not looked at there. */
const FAR = ALL ? "" : " (left to ./lab test --all: two machines take a while to start)";

(ALL ? describe : describe.skip)(`./lab doctor, on other machines${FAR}`, function () {
    this.timeout(240_000);
    let own: Checkout;
    let network: FarNetwork;
    const machines: FarMachine[] = [];

    before("two machines", async () => {
        own = await checkout();
        network = await FarNetwork.make();
        for (const name of ["alpha", "beta"]) machines.push(await network.start(name, own.labHostImage));
        writeFileSync(join(network.folder, "known_hosts"), machines.map(({ known }) => known).join(""));
    });
    after(async () => {
        await (network as FarNetwork | undefined)?.remove();
    });

    /** What is said of a swarm across machines. */
    async function doctor(name: string, hosts: readonly Record<string, string>[]) {
        const lab = await own.stack(name, { scenario: "overlay-swarm", engine: "direct" });
        for (const [index, host] of hosts.entries())
            for (const [key, value] of Object.entries(host))
                await lab.pulumi(["config", "set", "--path", `hosts[${index}].${key}`, value]);
        return reportOf(await own.lab(["doctor", name, "--json"], { mayFail: true }));
    }

    it("looks at each as at this one", async () => {
        const known = join(network.folder, "known_hosts");
        const report = await doctor(
            "doctor-far",
            machines.map((machine) => machine.bySsh(known)),
        );
        for (const { name } of machines) {
            const of = report.findings.filter(({ machine }) => machine === name);
            const { stdout } = await machines[0]!.run("docker version --format '{{.Server.Version}}'");
            assert.strictEqual(of.find(({ id }) => id === "engine/answers")?.value, stdout.trim());
            for (const id of ["kernel/vxlan", "clock/swarm", "engine/live-restore", "room/memory"])
                assert.strictEqual(of.find((finding) => finding.id === id)?.state, "fine", id);
        }
        assert.deepStrictEqual(report.stacks, [{ stack: "doctor-far", runs: true, because: [] }]);
        saw({
            suite: "doctor",
            stack: "overlay-swarm (direct)",
            fault: "nothing",
            outcome: "what is true of both machines",
        });
    });

    it("says of one behind an address what cannot be asked there, and of one that is gone that it is", async () => {
        const report = await doctor("doctor-gone", [
            machines[0]!.byTls(),
            { ...machines[1]!.bySsh(join(network.folder, "known_hosts")), url: "ssh://root@192.0.2.77" },
        ]);
        const said = (name: string) => worse(report, "machine/answers").find(({ machine }) => machine === name)!;
        assert.deepStrictEqual([said("alpha").state, said("beta").state], ["unknown", "problem"]);
        assert.match(said("beta").value, /192\.0\.2\.77/);
        assert.deepStrictEqual([report.exitCode, report.stacks[0]!.because], [2, ["another machine"]]);
        named("overlay-swarm (direct)", "a machine behind an address", "unknown");
        named("overlay-swarm (direct)", "a machine that is gone", "problem");
    });
});
