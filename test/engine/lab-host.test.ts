import * as assert from "assert";
import { spawn } from "child_process";
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "fs";
import { connect } from "net";
import { tmpdir } from "os";
import { dirname, join } from "path";
import { PATIENCE } from "../../cli/lib/patience";
import { script } from "../../components/lib/script";
import { checkout } from "../support/checkout";
import { Lab } from "../support/lab";
import { docker, run } from "../support/run";

/** The capabilities of a lab host as documented, with their numbers in the kernel. */
const CAPABILITIES: Readonly<Record<string, number>> = {
    CHOWN: 0,
    DAC_OVERRIDE: 1,
    FOWNER: 3,
    FSETID: 4,
    KILL: 5,
    SETGID: 6,
    SETUID: 7,
    SETPCAP: 8,
    NET_BIND_SERVICE: 10,
    NET_ADMIN: 12,
    NET_RAW: 13,
    SYS_CHROOT: 18,
    SYS_PTRACE: 19,
    SYS_ADMIN: 21,
    MKNOD: 27,
    AUDIT_WRITE: 29,
    SETFCAP: 31,
};

const API_PORTS = [2375, 2376, 2377, 4243];

/** The lab host's address on its own network. */
async function addressOf(lab: Lab): Promise<string> {
    const format = "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}";
    return (await docker("inspect", "--format", format, await lab.host())).trim();
}

/** How many echo requests a lab host has received, whoever sent them. */
async function echoesAt(lab: Lab): Promise<number> {
    const [names, values] = (await lab.inside("grep ^Icmp: /proc/net/snmp")).split("\n").map((line) => line.split(" "));
    return Number(values![names!.indexOf("InEchos")]);
}

function connects(host: string, port: number): Promise<string> {
    return new Promise((resolve) => {
        const socket = connect({ host, port, timeout: 3000 * PATIENCE });
        const end = (how: string) => {
            socket.destroy();
            resolve(how);
        };
        socket.on("connect", () => end("connected"));
        socket.on("timeout", () => end("no answer"));
        socket.on("error", (error: NodeJS.ErrnoException) => end(error.code ?? error.message));
    });
}

describe("nested lab hosts", function () {
    this.timeout(120_000);
    let defaultBridge: Lab;
    let customBridge: Lab;
    let folder: string;

    before("two labs are up at the same time, each with a container test1", async () => {
        const own = await checkout();
        [defaultBridge, customBridge] = (await Promise.all([
            own.stack("host-default-bridge", { scenario: "default-bridge" }),
            own.stack("host-custom-bridge", { scenario: "custom-bridge" }),
        ])) as [Lab, Lab];
        await Promise.all([defaultBridge.up(), customBridge.up()]);
        folder = dirname((await defaultBridge.outputs()).hosts[0]!.dockerHost.replace("unix://", ""));
    });

    it("both run test1 with the course's address, on a docker0 with the course's address", async () => {
        for (const lab of [defaultBridge, customBridge]) {
            assert.match(await lab.inside("ip -4 -o address show docker0"), / 172\.17\.0\.1\/16 /);
            assert.match(await lab.inside("docker exec test1 ip -4 -o address show eth0"), / 172\.17\.0\.2\/16 /);
        }
        assert.notStrictEqual(await addressOf(defaultBridge), await addressOf(customBridge));
    });

    it("nothing that one sends arrives at the other", async () => {
        const [from, to] = [await addressOf(defaultBridge), await addressOf(customBridge)];
        const gateway = await defaultBridge.inside("ip route show default | cut -d' ' -f3");
        const before = await echoesAt(customBridge);
        const tries = [
            `ping -c 2 -i 0.2 -W 1 ${to}`,
            `docker exec test1 ping -c 1 -W 1 ${to}`,
            // xin-bridge is there, and not here: with a route to it by way of the machine, and straight by way of the other lab host
            `ip route add 172.18.0.0/16 via ${gateway} && ping -c 1 -W 1 172.18.0.2`,
            `ip route replace 172.18.0.0/16 via ${to} dev eth0 onlink && ping -c 1 -W 1 172.18.0.2`,
        ];
        for (const line of tries) {
            const { exitCode, all } = await defaultBridge.tryInside(line);
            assert.strictEqual(exitCode, 1, `${line}\n${all}`);
            assert.match(all, /, 0 (packets )?received/, line);
        }
        await defaultBridge.inside("ip route delete 172.18.0.0/16");
        assert.strictEqual(await echoesAt(customBridge), before, `pings from ${from} arrived at ${to}`);
        // The ways from and to them are open: the machine reaches the one, and the other reaches the machine.
        await run("ping", ["-c", "1", "-W", "2", to]);
        assert.ok((await echoesAt(customBridge)) > before);
        await defaultBridge.inside(`ping -c 1 -W 2 ${gateway}`);
        await customBridge.inside("ping -c 1 -W 2 172.18.0.2");
    });

    it("a container in it sees neither the machine's files nor its processes", async () => {
        const marker = mkdtempSync(join(tmpdir(), "lab-marker-"));
        const name = marker.split("/").at(-1)!;
        writeFileSync(join(marker, "file"), "");
        const child = spawn("sleep", ["300.25"], { argv0: name });
        try {
            assert.match((await run("ps", ["-eo", "args"])).stdout, new RegExp(name));
            // As much of its surroundings as a container can ask for
            const wide = "docker run --rm --privileged=false --pid host --network host -v /:/around busybox:latest";
            const inHost = `touch /tmp/inside && ${wide} sh -c 'ls -d /around/tmp/*; ps; cat /around/proc/1/comm'`;
            const seen = await defaultBridge.inside(inHost);
            assert.match(seen, /^\/around\/tmp\/inside$/m); // it does look around the lab host
            assert.match(seen, /^lab-host$/m);
            assert.ok(!seen.includes(name), seen);
            const inContainer = await defaultBridge.inside("docker exec test1 sh -c 'ps; ls /tmp; cat /proc/1/comm'");
            assert.match(inContainer, /^sh$/m);
            assert.doesNotMatch(inContainer, new RegExp(`${name}|dockerd|lab-host`));
        } finally {
            child.kill();
            rmSync(marker, { recursive: true });
        }
    });

    it("has exactly the documented capabilities", async () => {
        const status = await defaultBridge.inside("cat /proc/1/status");
        for (const set of ["CapBnd", "CapPrm", "CapEff"]) {
            const mask = BigInt(`0x${new RegExp(`^${set}:\\s*(\\w+)$`, "m").exec(status)![1]}`);
            const bits = Array.from({ length: 64 }, (_, bit) => bit).filter((bit) => (mask >> BigInt(bit)) & 1n);
            assert.deepStrictEqual(bits, Object.values(CAPABILITIES), set);
        }
    });

    it("no Docker API listens on TCP", async () => {
        const address = await addressOf(defaultBridge);
        for (const port of API_PORTS) assert.strictEqual(await connects(address, port), "ECONNREFUSED", `port ${port}`);
        const listening = (await defaultBridge.inside("cat /proc/net/tcp /proc/net/tcp6"))
            .split("\n")
            .map((line) => line.trim().split(/\s+/))
            .filter((words) => words[3] === "0A")
            .map((words) => words[1]!.split(":")[0]);
        // 127.0.0.11 is the DNS server that the machine's engine puts into every container on a network of one's own.
        assert.deepStrictEqual([...new Set(listening)], ["0B00007F"]);
    });

    it("its engine's socket is in a folder that only root can enter", async () => {
        assert.strictEqual(statSync(folder).mode & 0o7777, 0o700);
        const id = await docker("--host", `unix://${folder}/docker.sock`, "info", "--format", "{{.ID}}");
        assert.strictEqual(id.trim(), await defaultBridge.inside("docker info --format '{{.ID}}'"));
    });

    it("memory limits of its containers hold", async () => {
        const eat = (limit: string) =>
            `timeout ${20 * PATIENCE} docker run --rm -m ${limit} busybox:latest sh -c 'tail -c 33554432 /dev/zero'`;
        assert.strictEqual((await defaultBridge.tryInside(eat("16m"))).exitCode, 137);
    });

    it("is refused when its socket was replaced by a link to the machine's", async () => {
        const onTheMachine = () => docker("ps", "-aq", "--filter", "name=^test1$");
        const before = await onTheMachine();
        await defaultBridge.inside("ln -sf /var/run/docker.sock /lab/docker.sock && docker rm -f test1");
        const up = await defaultBridge.pulumi(["up", "--yes", "--skip-preview"], { mayFail: true });
        assert.notStrictEqual(up.exitCode, 0, "the up did not refuse it");
        assert.match(up.all, /docker\.sock is not a socket/);
        assert.strictEqual(await onTheMachine(), before, "test1 was made on the machine");
        assert.strictEqual(await defaultBridge.inside("docker ps -q --filter name=^test1$"), "");
    });

    it("destroy removes it nevertheless, with its socket's folder", async () => {
        await Promise.all([defaultBridge.destroy(), customBridge.destroy()]);
        assert.deepStrictEqual(await defaultBridge.hosts("-a"), []);
        assert.ok(!existsSync(folder) && !existsSync(dirname(folder)));
    });
});

describe("what says that a lab host is ready", function () {
    this.timeout(60_000);
    const name = `lab-host-test-${process.pid}`;

    after(() => run("docker", ["rm", "-fv", name], { mayFail: true }));

    it("gives its last words when it ends, also when it is started again and again", async () => {
        const { labHostImage } = await checkout();
        await docker("create", "--name", name, "--restart", "unless-stopped", labHostImage); // with nothing that it needs
        const ready = [
            "-euo",
            "pipefail",
            "-c",
            script("ask", "socket", "host-ready"),
            "bash",
            name,
            "/nowhere/docker.sock",
            "",
        ];
        const { exitCode, stderr } = await run("bash", ready, { mayFail: true, seconds: 30 });
        assert.strictEqual(exitCode, 1);
        assert.match(
            stderr,
            new RegExp(`^lab host ${name} ended; its last words:\nlab host: /var/lib/docker is not a volume`),
        );
    });
});
