import * as assert from "assert";
import { bounded } from "../../../cli/topology/bounds";
import type { Link, Node, Topology } from "../../../cli/topology/model";
import { topologyOf } from "../../../cli/topology/read";
import { parseWires } from "../../../components/lib/wires";
import { recordedLook } from "../../support/recorded-look";

const recorded = (name: string): Topology =>
    topologyOf({ stack: { stack: name }, found: recordedLook(name), at: Date.UTC(2026, 0, 2) });

const named = (topology: Topology, name: string): Node => topology.nodes.find((node) => node.name === name)!;

/** Veth pairs as "test1 eth0 – veth… bridge", with ✗ for missing ones; the engine draws the ports' names. */
function pairs({ nodes, links }: Topology): string[] {
    const name = (id: string) => nodes.find((node) => node.id === id)!.name;
    const end = (text: string | null) => text?.replace(/^veth[0-9a-f]{7}$/, "veth…") ?? "?";
    return links
        .filter(({ kind }) => kind === "veth")
        .map(({ from, to, missing }) =>
            [name(from.node), end(from.interface), missing ? "✗" : "–", end(to.interface), name(to.node)].join(" "),
        );
}

describe("topologies of recorded labs", () => {
    it("custom-bridge: what is plugged in where", () => {
        const topology = recorded("custom-bridge");
        assert.strictEqual(topology.at, "2026-01-02T00:00:00.000Z");
        assert.deepStrictEqual(pairs(topology), [
            "test1 eth0 – veth… bridge",
            "test1 eth1 – veth… xin-bridge",
            "test3 eth0 – veth… xin-bridge",
        ]);
        assert.deepStrictEqual([topology.wrong, topology.leftOut], [[], {}]);
        const test1 = named(topology, "test1") as Node & { kind: "container" };
        assert.deepStrictEqual(test1.names, [{ name: "test1", network: "xin-bridge" }]);
        assert.deepStrictEqual(
            test1.interfaces.map(({ name, addresses }) => `${name} ${addresses.join()}`),
            ["lo 127.0.0.1/8,::1/128", "eth0 172.17.0.2/16", "eth1 172.18.0.3/16"],
        );
        assert.ok(topology.links.some(({ kind, to }) => kind === "uplink" && to.interface?.startsWith("veth")));
    });

    it("custom-bridge: a stopped container, a guest and a bridge of somebody's", () => {
        const topology = recorded("custom-bridge-stopped");
        assert.deepStrictEqual(pairs(topology), [
            "guest eth0 – veth… xin-bridge",
            "test1 ? ✗ ? bridge",
            "test1 ? ✗ ? xin-bridge",
            "test3 eth0 – veth… xin-bridge",
        ]);
        assert.strictEqual(named(topology, "test1").wrong, "test1 is stopped");
        assert.deepStrictEqual(
            topology.nodes.filter(({ foreign }) => foreign).map(({ name }) => name),
            ["br-mine", "guest"],
        );
        assert.strictEqual(named(topology, "guest").wrong, "guest was plugged into xin-bridge");
        assert.deepStrictEqual(topology.wrong, ["guest was plugged into xin-bridge", "test1 is stopped"]);
    });

    it("default-bridge: a veth pair that was cut, and a container that was removed", () => {
        const topology = recorded("default-bridge-cut");
        assert.deepStrictEqual(pairs(topology), ["test1 ? ✗ ? bridge", "test2 ? ✗ ? bridge"]);
        assert.deepStrictEqual([named(topology, "test1").missing, named(topology, "test2").missing], [undefined, true]);
        assert.deepStrictEqual(topology.wrong, ["test1 has no interface on bridge", "test2 was removed"]);
    });

    it("netns: the pair between two namespaces, and what is left without it", () => {
        assert.deepStrictEqual(pairs(recorded("netns")), ["test1 veth-test1 – veth-test2 test2"]);
        const topology = recorded("netns-unplugged");
        assert.deepStrictEqual(pairs(topology), ["test1 ? ✗ ? test2"]);
        assert.strictEqual(named(topology, "test2").wrong, "veth-test2 lost 192.168.33.2/24");
    });

    it("link and port-mapping: names in /etc/hosts, ports and NAT", () => {
        const test1 = named(recorded("link"), "test1") as Node & { kind: "container" };
        assert.deepStrictEqual(test1.names, [{ name: "test1", network: null, knownTo: "test2" }]);
        const mapping = recorded("port-mapping");
        const web = named(mapping, "web") as Node & { kind: "container" };
        assert.ok(web.published.some(({ port, at }) => port === "80/tcp" && at === "0.0.0.0:80"));
        const host = named(mapping, "host") as Node & { kind: "lab-host" };
        assert.ok(host.nat!.some((rule) => rule.includes("--dport 80 ") && rule.includes("DNAT")));
        assert.match(host.published[0]!.at, /^127\.0\.0\.1:\d+$/);
    });

    it("host-network and none-network: no link of their own", () => {
        const kinds = (topology: Topology) => topology.links.filter(({ from }) => from.node.startsWith("container:"));
        assert.deepStrictEqual(
            kinds(recorded("host-network")).map(({ kind, to }) => `${kind} ${to.node}`),
            ["shares lab-host:host", "shares lab-host:host"],
        );
        assert.deepStrictEqual(kinds(recorded("none-network")), []);
    });

    for (const name of ["overlay-swarm", "overlay-etcd"])
        it(`${name}: a tunnel between the lab hosts, and the underlay that it goes over`, () => {
            const topology = recorded(name);
            const tunnel = topology.links.find(({ kind, network }) => kind === "tunnel" && network === "demo")!;
            assert.deepStrictEqual(tunnel.addresses, ["192.168.205.10", "192.168.205.11"]);
            assert.deepStrictEqual(
                [tunnel.from, tunnel.to],
                ["node1", "node2"].map((node) => ({ node: `bridge:${node}/demo`, interface: "vxlan0" })),
            );
            assert.ok(tunnel.vni! > 0);
            assert.ok(pairs(topology).some((pair) => /^test1 eth0 – veth\d demo$/.test(pair)));
        });

    it("a lab host that is gone, and a lab that never was", () => {
        const found = recordedLook("overlay-etcd");
        const { node1 } = found.lab!.hosts;
        const lab = { ...found.lab!, hosts: { node1: node1! } };
        const topology = topologyOf({ stack: { stack: "overlay-etcd" }, found: { ...found, lab }, at: 0 });
        assert.strictEqual(topology.state, "unfinished");
        const gone = named(topology, "node2") as Node & { kind: "lab-host" };
        assert.deepStrictEqual([gone.missing, gone.state, gone.wrong], [true, "gone", "lab host node2 is gone"]);
        const none = { ...found, lab: undefined, machine: { ...found.machine, containers: [] } };
        const absent = topologyOf({ stack: { stack: "overlay-etcd" }, found: none, at: 0 });
        assert.deepStrictEqual([absent.state, absent.nodes, absent.links], ["absent", [], []]);
    });

    it("thousands of things are counted, and the lesson's own are kept", () => {
        const { nodes, links } = recorded("custom-bridge");
        const test3 = named({ nodes } as Topology, "test3") as Node & { kind: "container" };
        const made = Array.from({ length: 3000 }, (_, index): Node => ({
            ...test3,
            id: `container:host/a${index}`,
            name: `a${index}`,
            foreign: true,
            routes: Array.from({ length: 100 }, () => ({ to: "default", via: null, dev: null })),
        }));
        const tied = made.map(({ id }): Link => ({ ...links.at(-1)!, id, from: { node: id, interface: "eth0" } }));
        const cut = bounded({ nodes: [...made, ...nodes], links: [...tied, ...links] });
        assert.ok(cut.nodes.some(({ name }) => name === "test1") && cut.nodes.some(({ name }) => name === "test3"));
        const kept = cut.nodes.filter(({ kind }) => kind === "container").length;
        assert.strictEqual(cut.leftOut["containers of lab-host:host"], 3002 - kept);
        assert.ok(kept < 100 && cut.links.length < 100);
        assert.strictEqual(cut.leftOut["routes of container:host/a0"], 36);
    });

    it("an answer of another form is refused, and says where", () => {
        assert.throws(() => parseWires({ containers: [{ Id: 1 }] }), /known form at containers\.0\.Id/);
    });
});
