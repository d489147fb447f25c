import * as assert from "assert";
import { course } from "../../components/lessons";
import { hostsOf } from "../../components/lib/cluster";
import { defaultsOf } from "../../components/lib/course";
import { spoken } from "../../components/lib/lesson";
import { checkout } from "../support/checkout";
import { assertInventory, inventory } from "../support/inventory";
import { Lab, Outputs } from "../support/lab";
import { lessonByName } from "../support/lesson";
import { docker, run } from "../support/run";
import { recordLook } from "../support/recorded-look";
import { sideBySide } from "../support/stories";
import { assertTopology } from "../support/topology";

/** What a person sees in the lab host of each scenario, and nothing that the program says of itself. */
const SEEN: Readonly<Record<string, (lab: Lab) => Promise<void>>> = {
    async netns(lab) {
        const names = (await lab.inside("ip netns list")).split("\n").map((line) => line.split(" ")[0]);
        assert.deepStrictEqual(names.sort(), ["test1", "test2"]);
        assert.match(await lab.inside("ip netns exec test1 ip a"), /veth-test1@.*\n.*\n +inet 192\.168\.33\.1\/24 /);
        assert.match(await lab.inside("ip netns exec test2 ip a"), /veth-test2@.*\n.*\n +inet 192\.168\.33\.2\/24 /);
        for (const name of ["test1", "test2"])
            assert.match(await lab.inside(`ip netns exec ${name} ip link show lo`), /<LOOPBACK,UP,LOWER_UP>/);
        await lab.inside("ip netns exec test1 ping -c 1 -W 2 192.168.33.2");
        await lab.inside("ip netns exec test2 ping -c 1 -W 2 192.168.33.1");
        assert.doesNotMatch(await lab.inside("ip link"), /veth-test/, "an end of the pair was left outside");
    },
    async "default-bridge"(lab) {
        assert.strictEqual(
            await lab.inside("docker ps -a --format '{{.Names}}' | sort | paste -sd ' '"),
            "test1 test2",
        );
        assert.match(await lab.inside("docker exec test1 ip a"), /eth0@.*\n.*\n +inet 172\.17\.0\.2\/16 /);
        assert.match(await lab.inside("docker exec test2 ip a"), /eth0@.*\n.*\n +inet 172\.17\.0\.3\/16 /);
        await lab.inside("docker exec test1 ping -c 1 -W 2 172.17.0.3");
        await lab.inside("docker exec test2 ping -c 1 -W 2 172.17.0.2");
        const byName = await lab.tryInside("docker exec test1 ping -c 1 -W 2 test2");
        assert.strictEqual(byName.exitCode, 1);
        assert.match(byName.all, /bad address 'test2'/);
        assert.deepStrictEqual((await bridges(lab)).docker0?.length, 2);
        const ends = await lab.inside("docker exec test1 cat /sys/class/net/eth0/iflink");
        const ports = (await bridges(lab)).docker0!.join("|");
        assert.match(await lab.inside("ip -o link"), new RegExp(`^${ends}: (${ports})@`, "m"));
    },
    async "custom-bridge"(lab) {
        assert.strictEqual(
            await lab.inside("docker ps -a --format '{{.Names}}' | sort | paste -sd ' '"),
            "test1 test3",
        );
        assert.match(await lab.inside("docker network ls --filter name=xin-bridge"), / xin-bridge +bridge +local$/);
        const test1 = await lab.inside("docker exec test1 ip -4 -o a");
        assert.match(test1, /eth0 +inet 172\.17\.0\.2\/16 /);
        assert.match(test1, /eth1 +inet 172\.18\.0\.3\/16 /);
        assert.match(await lab.inside("docker exec test3 ip -4 -o a"), /eth0 +inet 172\.18\.0\.2\/16 /);
        assert.match(await lab.inside("docker exec test1 ping -c 1 -W 2 test3"), /^PING test3 \(172\.18\.0\.2\)/);
        assert.match(await lab.inside("docker exec test3 ping -c 1 -W 2 test1"), /^PING test1 \(172\.18\.0\.3\)/);
        const inspected = await lab.inside("docker network inspect xin-bridge");
        for (const name of ["test1", "test3"]) assert.ok(inspected.includes(`"Name": "${name}"`), inspected);
        const { docker0, ...others } = await bridges(lab);
        assert.strictEqual(docker0?.length, 1);
        assert.deepStrictEqual(
            Object.entries(others).map(([name, ports]) => [name.startsWith("br-"), ports.length]),
            [[true, 2]],
        );
    },
    async link(lab) {
        assert.match(await lab.inside("docker exec test2 ping -c 1 -W 2 test1"), /^PING test1 \(172\.17\.0\.2\)/);
        const back = await lab.tryInside("docker exec test1 ping -c 1 -W 2 test2");
        assert.strictEqual(back.exitCode, 1);
        assert.match(back.all, /bad address 'test2'/);
        assert.match(await lab.inside("docker exec test2 cat /etc/hosts"), /^172\.17\.0\.2\ttest1 /m);
        assert.doesNotMatch(await lab.inside("docker exec test1 cat /etc/hosts"), /test2/);
        assert.match(
            await lab.inside("docker inspect -f '{{json .HostConfig.Links}}' test2"),
            /\["\/test1:\/test2\/test1"\]/,
        );
    },
    async "port-mapping"(lab) {
        const { url } = await lab.outputs();
        assert.match(url!, /^http:\/\/127\.0\.0\.1:2\d{4}\/$/);
        const page = await run("curl", ["-sS", "-m", "5", url!]);
        assert.match(page.stdout, /Welcome to nginx!/);
        assert.strictEqual(await lab.inside("curl -sS -m 5 http://127.0.0.1/"), page.stdout.trim());
        assert.strictEqual(await lab.inside("docker port web"), "80/tcp -> 0.0.0.0:80");
        assert.match(
            await lab.inside("iptables -t nat -S DOCKER"),
            /--dport 80 -j DNAT --to-destination 172\.17\.0\.2:80$/m,
        );
        // On the machine's loopback and nowhere else
        assert.match(await docker("port", await lab.host()), /^80\/tcp -> 127\.0\.0\.1:\d+$/);
    },
    async "host-network"(lab) {
        const names = (text: string) => [...text.matchAll(/^\d+: ([^:@]+)[:@]/gm)].map(([, name]) => name).sort();
        const inside = names(await lab.inside("docker exec test1 ip a"));
        assert.deepStrictEqual(inside, names(await lab.inside("ip a")));
        assert.ok(inside.includes("docker0") && inside.includes("eth0"), inside.join());
        const own = await lab.inside("readlink /proc/1/ns/net");
        assert.strictEqual(await lab.inside("readlink /proc/$(docker inspect -f '{{.State.Pid}}' test1)/ns/net"), own);
        assert.match(await lab.inside("docker network inspect host"), /"Name": "test1"/);
        const { evidence } = await lab.outputs();
        assert.match(evidence.find(({ id }) => id === "conflict")!.output, /bind: Address already in use/);
        assert.strictEqual(await lab.inside("curl -sS http://127.0.0.1:8080/"), await lab.inside("hostname"));
    },
    async "none-network"(lab) {
        assert.strictEqual(await lab.inside("docker exec test1 ls /sys/class/net"), "lo");
        assert.strictEqual(await lab.inside("docker exec test1 ip route"), "");
        const out = await lab.tryInside("docker exec test1 ping -c 1 -W 1 172.17.0.1");
        assert.strictEqual(out.exitCode, 1);
        assert.match(out.all, /unreachable/);
        assert.deepStrictEqual((await bridges(lab)).docker0, []);
        assert.match(await lab.inside("docker network inspect none"), /"Name": "test1"[^]*"IPv4Address": ""/);
    },
    async "flask-redis"(lab) {
        const { url, evidence } = await lab.outputs();
        const printed = evidence.find(({ id }) => id === "requests")!.output;
        assert.match(printed, /^\d+-----\S+\n\d+-----\S+\n\d+$/, "the app was asked before it was there");
        const visit = async () => /^(\d+)-----(\S+)\s*$/.exec((await run("curl", ["-sS", "-m", "5", url!])).stdout)!;
        const [, first, name] = await visit();
        const [, second] = await visit();
        assert.strictEqual(Number(second), Number(first) + 1);
        assert.strictEqual(name, await lab.inside("docker exec flask-redis hostname"));
        assert.match(await lab.inside("docker exec flask-redis env"), /^REDIS_HOST=redis-server$/m);
        await lab.inside("docker exec flask-redis bash -c 'ping -c 1 -W 2 redis-server'");
        assert.strictEqual(await lab.inside("docker exec redis-server redis-cli get hits"), second);
        assert.match(await lab.inside("docker image ls xin/flask_server"), /xin\/flask_server +v0\.0\.1 /);
    },
    async "overlay-etcd"(lab) {
        await assertOverlay(lab, "20.10");
        // What is made on one host is there on the other one, and etcd has it.
        const id = await lab.inside("docker network inspect --format '{{.Id}}' demo", "node1");
        assert.strictEqual(await lab.inside("docker network inspect --format '{{.Id}}' demo", "node2"), id);
        const keys = await lab.inside("ETCDCTL_API=2 etcdctl ls -r /docker/network/v1.0", "node1");
        assert.ok(keys.includes(`/docker/network/v1.0/network/${id}`), keys);
        const twice = "docker run --rm --name test1 --network demo busybox true";
        assert.match(
            (await lab.tryInside(twice, true, "node2")).all,
            /endpoint with name test1 already exists in network demo/,
        );
        assert.strictEqual(await lab.inside("docker ps -a --format '{{.Names}}'", "node2"), "test2");
    },
    async "overlay-swarm"(lab) {
        await assertOverlay(lab, "26.1");
        const nodes = await lab.inside("docker node ls --format '{{.Hostname}} {{.Status}}' | sort", "node1");
        assert.strictEqual(nodes, "node1 Ready\nnode2 Ready");
        for (const node of ["node1", "node2"]) {
            const tasks = await lab.inside(
                "docker ps -q --filter label=com.docker.swarm.service.name=web | wc -l",
                node,
            );
            assert.strictEqual(tasks, "2", node);
        }
        const found = await lab.inside("docker exec test1 nslookup web 127.0.0.11", "node1");
        assert.strictEqual([...found.matchAll(/^Address: 10\./gm)].length, 4, found);
        // The token that a node joins by is in nothing that is kept.
        const token = await lab.inside("docker swarm join-token -q worker", "node1");
        const { stdout } = await lab.pulumi(["stack", "export", "--show-secrets"]);
        assert.ok(token.startsWith("SWMTKN-") && !stdout.includes("SWMTKN-"));
    },
    async blank(lab) {
        assert.strictEqual(await lab.inside("docker ps -aq"), "");
        for (const name of ["busybox", "nginx", "redis", "flask-base"])
            await lab.inside(`docker image inspect ${name}`);
        assert.match(await lab.inside("ls /root/flask-redis"), /^Dockerfile\napp\.py$/);
    },
};

/** What is the same of both overlays: two lab hosts of an engine, the course's addresses, and packets in packets between them. */
async function assertOverlay(lab: Lab, engine: string): Promise<void> {
    for (const [node, address, own, other] of [
        ["node1", "192.168.205.10", "test1", "test2"],
        ["node2", "192.168.205.11", "test2", "test1"],
    ] as const) {
        assert.match(
            await lab.inside("docker version --format '{{.Server.Version}}'", node),
            new RegExp(`^${engine}\\.`),
        );
        assert.match(await lab.inside("ip -4 -o address show eth1", node), new RegExp(` ${address}/24 `));
        assert.match(await lab.inside(`docker exec ${own} ping -c 1 -W 2 ${other}`, node), /^PING test\d \(10\./);
        assert.match(await lab.inside("docker network ls --filter name=demo", node), / demo +overlay +(global|swarm)$/);
    }
    const captured = await lab.inside(
        "timeout 8 tcpdump -nn -c 2 -i eth1 udp port 4789 & docker exec test1 ping -c 3 test2 >/dev/null; wait $!",
        "node1",
    );
    assert.match(captured, /192\.168\.205\.10\.\d+ > 192\.168\.205\.11\.4789: VXLAN.* vni \d+\nIP 10\./);
}

/** Bridge → its ports, as `brctl show` lists them. */
async function bridges(lab: Lab): Promise<Record<string, string[]>> {
    const found: Record<string, string[]> = {};
    let last: string[] = [];
    for (const line of (await lab.inside("brctl show")).split("\n").slice(1)) {
        const words = line.trim().split(/\s+/);
        if (/^\S/.test(line)) found[words[0]!] = last = words.slice(3);
        else last.push(...words);
    }
    return found;
}

function assertShape({ hosts, evidence, checks, commands, summary }: Outputs, scenario: string, names: string[]): void {
    const lesson = lessonByName(scenario);
    assert.deepStrictEqual(hosts.map(({ container }) => container).sort(), names.sort());
    assert.deepStrictEqual(
        hosts.map(({ name }) => name),
        hostsOf(course[scenario]!, defaultsOf(course[scenario]!)),
    );
    for (const host of hosts) {
        assert.deepStrictEqual(Object.keys(host).sort(), ["container", "dockerHost", "engineVersion", "name"]);
        assert.match(host.dockerHost, /^unix:\/\/\/run\/docker-network-labs\/.*\/docker\.sock$/);
        assert.match(host.engineVersion, scenario === "overlay-etcd" ? /^20\.10\./ : /^26\.1\./);
    }
    assert.deepStrictEqual(
        evidence.map(({ id }) => id),
        lesson.evidence.map(({ id }) => id),
    );
    for (const piece of evidence) {
        assert.deepStrictEqual(Object.keys(piece).sort(), ["command", "id", "output", "title", "where"]);
        assert.notStrictEqual(piece.output, "", piece.id);
    }
    assert.deepStrictEqual(
        checks.map(({ id, ok, status }) => ({ id, ok, status })),
        lesson.checks.map(({ id }) => ({ id, ok: true, status: "passed" })),
    );
    const fields = ["command", "expected", "hint", "id", "observed", "ok", "proves", "status", "title", "where"];
    for (const check of checks) assert.deepStrictEqual(Object.keys(check).sort(), fields);
    assert.deepStrictEqual(commands, lesson.commands.map(spoken));
    for (const { title } of checks) assert.ok(summary.includes(`✓ ${title}\n`), summary);
}

describe("the course's scenarios, each in a nested lab host, by plain pulumi", function () {
    this.timeout(240_000);

    sideBySide(Object.keys(SEEN), (scenario, step) => {
        let lab: Lab;
        let before: string[];
        const unchanged = (when: string) => assertInventory(before, lab.whose, when);
        let live: string[];
        let hosts: string[];

        step("a preview before the first up lists what will be made, and makes nothing", async () => {
            lab = await (await checkout()).stack(scenario);
            before = await inventory(lab.whose);
            // Just as somebody would who has called `lab env`.
            const { plain: env } = await checkout();
            assert.match((await lab.pulumi(["preview"], { env })).all, /^ +\+ \d+ to create$/m);
            await unchanged("after preview");
        });
        step("up makes it", async () => {
            const counts = await lab.up();
            assert.deepStrictEqual(Object.keys(counts), ["created"]);
            hosts = await lab.hosts();
            live = await inventory(lab.whose);
            for (const host of hosts) assert.ok(live.some((line) => line.startsWith(`container /${host} `)));
        });
        step("every check passed, and the outputs have their shape", async () => {
            assertShape(await lab.outputs(), scenario, hosts);
        });
        step("it is what the course shows", () => SEEN[scenario]!(lab));
        step("its topology is what docker and ip report, and nothing is wrong with it", async () => {
            const { wrong, leftOut } = await assertTopology(lab, scenario);
            assert.deepStrictEqual([wrong, leftOut], [[], {}]);
            await recordLook(scenario, lab.whose);
        });
        step("nothing generated lands in a tracked file", async () => {
            const status = await (await checkout()).run("git", ["status", "--porcelain"]);
            assert.strictEqual(status.all, "");
        });
        step("a second up changes nothing", async () => {
            assert.deepStrictEqual(Object.keys(await lab.up()), ["unchanged"]);
        });
        step("preview and preview --refresh find no change, and make none", async () => {
            await lab.assertClean();
            await lab.assertClean("--refresh");
            await assertInventory(live, lab.whose, "after the second up and the previews");
        });
        step("destroy leaves the machine as it was, to the line", async () => {
            assert.deepStrictEqual(Object.keys(await lab.destroy()), ["deleted"]);
            await unchanged("after destroy");
        });
    });
});
