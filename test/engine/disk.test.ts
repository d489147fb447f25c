import * as assert from "assert";
import { mkdtempSync, readFileSync, rmSync, statfsSync, statSync, writeFileSync } from "fs";
import { tmpdir } from "os";
import { dirname, join } from "path";
import { findLeftovers, removeLeftovers } from "../../cli/lib/leftovers";
import { diskFolder, runFolder } from "../../components/lib/project";
import { checkout, Checkout } from "../support/checkout";
import { assertInventory, inventory } from "../support/inventory";
import { Lab } from "../support/lab";
import { docker, run, sh, until } from "../support/run";

const MB = 2 ** 20;
const LIMIT = 512 * MB;
/** What others write on the machine's disk meanwhile. */
const OTHERS = 300 * MB;

/** Whether a file system that is mounted can grow: Linux asks for CAP_SYS_RESOURCE, number 24. */
const GROWS_MOUNTED =
    (BigInt(`0x${/^CapEff:\t(\S+)$/m.exec(readFileSync("/proc/self/status", "utf8"))![1]}`) >> 24n) & 1n;

describe("a lab host with a disk of its own", function () {
    this.timeout(240_000);
    let own: Checkout;
    let lab: Lab;
    let neighbour: Lab;
    let nothing: string[];
    const both = () => [lab, neighbour];

    const container = (of = lab) => docker("ps", "--all", "--quiet", "--no-trunc", ...filters(of));
    const filters = ({ whose }: Lab) => [
        ...["--filter", `label=docker-network-labs.owner=${whose.owner}`],
        ...["--filter", `label=docker-network-labs.stack=${whose.stack}`],
    ];
    const folder = async () => {
        const generation = await docker(
            ...["inspect", "--format", '{{index .Config.Labels "docker-network-labs.generation"}}', await container()],
        );
        return diskFolder({ ...lab.whose, generation });
    };
    const mounted = async () =>
        (await run("mountpoint", ["--quiet", `${await folder()}/mounted`], { mayFail: true })).exitCode === 0;
    const limit = (disk: string, of = lab) => of.pulumi(["config", "set", "--path", "limits.disk", disk]);
    /** Writes to a file until that fails; how it failed. */
    const fill = async (file: string, within = "") =>
        (await lab.tryInside(`${within} dd if=/dev/zero of=${file} bs=1M count=2000 2>&1`)).all;
    const freeOnMachine = () => {
        const { bavail, bsize } = statfsSync("/var/lib/docker-network-labs");
        return bavail * bsize;
    };
    const sizeInside = async (path: string) => Number(await lab.inside(`df --output=size -B1 ${path} | tail -1`));
    const engineAnswers = () =>
        until("the lab host's engine", 30, async () => (await lab.tryInside("docker version")).exitCode === 0);

    before(async () => {
        own = await checkout();
        lab = await own.stack("disk-full", { scenario: "custom-bridge" });
        neighbour = await own.stack("disk-beside", { scenario: "custom-bridge" });
        nothing = await inventory({ owner: lab.whose.owner });
        for (const one of both()) await limit("512m", one);
    });
    after(async () => {
        for (const one of both()) await one.destroyAnyhow();
    });

    it("is refused where the machine has no loop device left", async () => {
        const tools = mkdtempSync(join(tmpdir(), "lab-disk-"));
        try {
            writeFileSync(join(tools, "losetup"), "#!/bin/sh\nexit 1\n", { mode: 0o755 });
            const { exitCode, all } = await own.lab(["preview", lab.name], {
                mayFail: true,
                env: { ...own.env, PATH: `${tools}:${process.env.PATH}` },
            });
            assert.strictEqual(exitCode, 2);
            assert.match(
                all,
                /disk-full: no lab host there can have a disk of its own.* for lack of a free loop device/,
            );
            assert.match(all, /what to do: pulumi config rm --path limits\.disk/);
        } finally {
            rmSync(tools, { recursive: true });
        }
    });

    it("is made with it, and nothing is left to do", async () => {
        await Promise.all(both().map((one) => one.up()));
        await lab.assertWhole();
        await lab.assertClean();
        await lab.assertClean("--refresh");
        for (const path of ["/", "/var/lib/docker", "/root", "/tmp", "/var/log"]) {
            const size = await sizeInside(path);
            assert.ok(size > 0.8 * LIMIT && size <= LIMIT, `${path}: ${size}`);
        }
        await lab.inside("echo mine >/root/mine");
    });

    it("can be full, by a container and by what is written anywhere else, and takes no more of the machine than that", async () => {
        const before = freeOnMachine();
        await lab.inside("docker run --detach --name writes busybox sleep 10000");
        assert.match(await fill("/big", "docker exec writes"), /No space left on device/);
        for (const file of ["/root/big", "/tmp/big", "/var/log/big", "/usr/big", "/big"])
            assert.match(await fill(file), /No space left on device/, file);
        // These are not files on the machine's disk, as an engine makes them.
        for (const file of ["/etc/hosts", "/etc/resolv.conf", "/etc/hostname"])
            assert.match(await lab.inside(`findmnt --target ${file} --noheadings --output FSTYPE`), /^overlay$/, file);
        assert.match(await fill("/lab/big"), /Read-only file system/);
        await sh("sync");
        const { blocks } = statSync(`${await folder()}/disk`);
        assert.ok(blocks * 512 <= LIMIT, `${blocks} blocks`);
        assert.ok(before - freeOnMachine() <= LIMIT + OTHERS);
    });

    it("leaves other lab hosts working, and answers itself", async () => {
        await neighbour.assertWhole();
        assert.strictEqual(await neighbour.inside("docker run --rm busybox echo works"), "works");
        await lab.assertWhole();
        assert.match(
            (await lab.lab("drift", { mayFail: true })).all,
            /^disk-full: as it was made[^]*writes was made by hand/m,
        );
    });

    it("comes up with a full disk, by what is held back for that, and keeps everything", async () => {
        await docker("restart", await container());
        await engineAnswers();
        await lab.assertUpSuffices();
        assert.strictEqual(await lab.inside("cat /root/mine"), "mine");
    });

    it("works again once the files are removed, and gives the machine its disk back", async () => {
        await lab.inside("rm /root/big /tmp/big /var/log/big /usr/big /big; docker rm --force writes");
        await lab.assertUpSuffices();
        await until("the machine's disk back", 30, async () => {
            await sh("sync");
            return statSync(`${await folder()}/disk`).blocks * 512 < LIMIT / 2;
        });
        assert.strictEqual(await lab.inside("cat /root/mine"), "mine");
    });

    it("comes back by one up after a reboot of the machine, which leaves no disk mounted", async () => {
        const id = await container();
        await docker("stop", id);
        await sh(`umount ${await folder()}/mounted`);
        const { owner, stack } = lab.whose;
        rmSync(dirname(runFolder({ owner, stack, generation: "any" })), { recursive: true });
        // The machine's engine starts it first, and must not start it with a folder of the machine's for a disk.
        await assert.rejects(docker("start", id), /bind source path does not exist/);
        assert.match((await lab.lab("drift", { mayFail: true })).all, /the lab host's disk is not mounted/);
        assert.match(await lab.preview(), /"repair 1: the lab host's disk is not mounted"/);
        assert.strictEqual(await mounted(), false, "a look mounts nothing");
        await lab.assertUpSuffices();
        assert.strictEqual(await container(), id);
        assert.strictEqual(await lab.inside("cat /root/mine"), "mine");
    });

    it("gets it mounted again where somebody unmounted it, and goes on meanwhile", async () => {
        const started = async () => docker("inspect", "--format", "{{.Id}} {{.State.StartedAt}}", await container());
        const before = await started();
        await sh(`umount ${await folder()}/mounted`);
        assert.match(await lab.preview(), /the lab host's disk is not mounted/);
        await lab.assertMended();
        assert.strictEqual(await started(), before);
    });

    it("gets a larger one, with all that is on it", async () => {
        await limit("768m");
        if (!GROWS_MOUNTED) {
            const { exitCode, all } = await lab.lab("up", { mayFail: true });
            assert.strictEqual(exitCode, 1);
            assert.match(all, /cannot be made larger on this machine. Run: docker stop lab-disk-full-/);
            await docker("stop", await container());
        }
        await lab.assertMended();
        const size = await sizeInside("/");
        assert.ok(size > LIMIT && size <= 768 * MB, String(size));
        assert.strictEqual(await lab.inside("cat /root/mine"), "mine");
    });

    it("is made anew for a smaller one, and that is said before", async () => {
        await limit("512m");
        assert.match(await lab.preview(), /will be made anew, because the disk of a lab host has more than 512m/);
        await limit("768m");
        await lab.assertClean();
    });

    it("is put back by a reset when it is full", async () => {
        await fill("/root/big");
        await own.lab(["reset", "--yes", lab.name], { seconds: 120 });
        await lab.assertWhole();
    });

    it("leaves nothing after destroy, full as it is", async () => {
        await fill("/root/big");
        await lab.destroy();
        await assertInventory(nothing, lab.whose, "after destroy");
    });

    it("is found and removed without a state", async () => {
        const { owner, stack } = neighbour.whose;
        await docker("rm", "--force", "--volumes", await container(neighbour));
        const left = (await findLeftovers()).filter((thing) => thing.owner === owner && thing.stack === stack);
        assert.ok(
            left.some(({ name }) => name.endsWith(`/${stack}.disks`)),
            JSON.stringify(left),
        );
        await removeLeftovers({ owner, stack });
        assert.deepStrictEqual(
            (await findLeftovers()).filter((thing) => thing.owner === owner && thing.stack === stack),
            [],
        );
        await neighbour.destroy();
        await assertInventory(nothing, { owner }, "after clean");
    });
});
