import * as assert from "assert";
import { randomBytes } from "crypto";
import { execa } from "execa";
import { mkdirSync, writeFileSync } from "fs";
import { join } from "path";
import { Program } from "../support/program";

const SOURCE = `
const docker = require("@pulumi/docker");
const { name, extra } = require("./input.json");
if (extra === "image") new docker.Image("refused", { imageName: name });
const labels = [{ label: "of", value: name }];
const image = new docker.RemoteImage("image", { name: name + ":1", build: { context: "context" } });
const volume = new docker.Volume("volume", { name, labels });
const network = new docker.Network("network", { name, labels, ipamConfigs: [{ subnet: "10.197.77.0/28" }] });
const container = new docker.Container("container", {
    name,
    image: image.imageId,
    labels,
    envs: ["EXTRA=" + extra],
    capabilities: { adds: ["CAP_NET_ADMIN"] },
    networksAdvanced: [{ name: network.name, aliases: ["other"] }],
    volumes: [{ volumeName: volume.name, containerPath: "/data" }],
});
exports.bridge = docker.getNetworkOutput({ name: "bridge" }).driver;
exports.container = container.id;
exports.addresses = container.networkDatas.apply((all) => all.map((data) => data.ipAddress));
`;

describe("the docker plugin, on the engine", function () {
    this.timeout(60_000);
    const name = `docker-network-labs-test-${randomBytes(4).toString("hex")}`;
    const program = new Program(SOURCE);
    const docker = async (...args: string[]) => (await execa("docker", args)).stdout;

    before(async () => {
        mkdirSync(join(program.folder, "context"));
        const { stdout: busybox } = await execa("docker", [
            ...["image", "ls", "--filter", "label=docker-network-labs.image=busybox"],
            ...["--format", "{{.Repository}}:{{.Tag}}"],
        ]);
        const from = `FROM ${busybox.split("\n")[0]}\nCMD ["sleep", "600"]\n`;
        writeFileSync(join(program.folder, "context", "Dockerfile"), from);
        program.input({ name, extra: "one" });
        await program.succeed("stack", "init", "test");
    });
    after(() => program.remove());

    it("makes an image, a volume, a network and a container", async () => {
        await program.succeed("up", "--yes", "--skip-preview");
        const format = "{{.State.Running}} {{.HostConfig.CapAdd}} {{index .Config.Env 0}} {{(index .Mounts 0).Name}}";
        assert.strictEqual(
            await docker("container", "inspect", "--format", format, name),
            `true [CAP_NET_ADMIN] EXTRA=one ${name}`,
        );
        assert.match(await docker("network", "inspect", name), /"Subnet": "10\.197\.77\.0\/28"/);
        assert.match(await docker("image", "ls", name), /^.*\n.* 1 /);
        assert.match(await docker("exec", name, "ip", "address"), /inet 10\.197\.77\.2\/28/);
    });

    it("reads what is there", async () => {
        const outputs = await program.outputs();
        assert.strictEqual(outputs.bridge, "bridge");
        assert.deepStrictEqual(outputs.addresses, ["10.197.77.2"]);
        assert.strictEqual(outputs.container, await docker("container", "inspect", "--format", "{{.Id}}", name));
    });

    it("changes nothing when nothing changed, with and without a refresh", async () => {
        await program.succeed("up", "--yes", "--skip-preview", "--expect-no-changes");
        await program.succeed("preview", "--refresh", "--expect-no-changes");
    });

    it("replaces a container when its environment changes", async () => {
        program.input({ name, extra: "two" });
        await program.succeed("up", "--yes", "--skip-preview");
        assert.match(await docker("exec", name, "env"), /^EXTRA=two$/m);
    });

    it("refuses docker.Image, and names RemoteImage as the way", async () => {
        program.input({ name, extra: "image" });
        const { exitCode, all } = await program.pulumi("preview");
        assert.notStrictEqual(exitCode, 0);
        assert.match(all, /RemoteImage/);
    });

    it("leaves nothing behind", async () => {
        program.input({ name, extra: "two" });
        await program.succeed("destroy", "--yes", "--skip-preview");
        for (const kind of ["container", "network", "volume", "image"]) {
            const { exitCode } = await execa("docker", [kind, "inspect", kind === "image" ? `${name}:1` : name], {
                reject: false,
            });
            assert.strictEqual(exitCode, 1, kind);
        }
    });
});
