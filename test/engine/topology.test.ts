import * as assert from "assert";
import type { Topology } from "../../cli/topology/model";
import { checkout } from "../support/checkout";
import type { Lab } from "../support/lab";
import { recordLook } from "../support/recorded-look";
import { ofClass, parseSvg } from "../support/svg";
import { assertTopology, topologyIn } from "../support/topology";

const node = ({ nodes }: Topology, name: string) => nodes.find((one) => one.name === name && one.kind !== "bridge")!;
const linksOf = ({ links }: Topology, id: string) =>
    links.filter(({ from, kind }) => kind === "veth" && from.node === id);

describe("lab topology, of labs in which something was done by hand", function () {
    this.timeout(240_000);
    let lab: Lab;

    it("docker stop test1: it is there and stopped, and its links are missing", async () => {
        lab = await (await checkout()).stack("custom-bridge");
        await lab.up();
        await lab.inside("docker stop -t 0 test1");
        const topology = await assertTopology(lab, "custom-bridge");
        assert.strictEqual(node(topology, "test1").wrong, "test1 is stopped");
        assert.deepStrictEqual(
            linksOf(topology, "container:host/test1").map(({ missing, to }) => [missing, to.node]),
            [
                [true, "bridge:host/bridge"],
                [true, "bridge:host/xin-bridge"],
            ],
        );
        const { stdout } = await lab.lab("topology", { args: ["--svg"] });
        const drawn = ofClass(parseSvg(stdout), "node").find(({ attributes }) => attributes["data-name"] === "test1")!;
        assert.strictEqual(drawn.attributes["data-state"], "exited");
    });

    it("docker run: the guest is one, and plugged in where it is", async () => {
        await lab.inside("docker run -d --name guest --network xin-bridge --network-alias web busybox sleep 9999");
        await lab.inside("ip netns add mine");
        const topology = await assertTopology(lab, "custom-bridge");
        const guest = node(topology, "guest");
        assert.deepStrictEqual([guest.foreign, guest.wrong], [true, "guest was plugged into xin-bridge"]);
        assert.ok(guest.kind === "container" && guest.names.some(({ name }) => name === "web"));
        assert.strictEqual(node(topology, "mine").foreign, true);
        assert.deepStrictEqual(topology.wrong, ["guest was plugged into xin-bridge", "test1 is stopped"]);
        await lab.inside("ip netns delete mine; ip link add br-mine type bridge");
        await recordLook("custom-bridge-stopped", lab.whose);
        await lab.inside("ip link delete br-mine; docker rm -f guest");
    });

    it("ip link del of a container's port: its link is missing, though the engine knows nothing of it", async () => {
        const port = (await topologyIn(lab)).links.find(({ id }) => id === "veth:host/test3/xin-bridge")!.to.interface!;
        await lab.inside(`ip link delete ${port}`);
        const topology = await assertTopology(lab, "custom-bridge");
        assert.deepStrictEqual(
            linksOf(topology, "container:host/test3").map(({ missing, wrong }) => [missing, wrong]),
            [[true, "test3 has no interface on xin-bridge"]],
        );
        await lab.destroy();
    });

    it("ip link del veth-test1: both ends are missing, and the namespaces are there", async () => {
        lab = await (await checkout()).stack("netns");
        await lab.up();
        const before = await assertTopology(lab, "netns");
        assert.deepStrictEqual(
            linksOf(before, "namespace:host/test1").map(({ from, to }) => [from.interface, to.interface]),
            [["veth-test1", "veth-test2"]],
        );
        await lab.inside("ip netns exec test1 ip link del veth-test1");
        const topology = await assertTopology(lab, "netns");
        assert.deepStrictEqual(
            linksOf(topology, "namespace:host/test1").map(({ missing, wrong }) => [missing, wrong]),
            [[true, "veth-test1 is not in namespace test1"]],
        );
        await recordLook("netns-unplugged", lab.whose);
        await lab.destroy();
    });

    it("a lab that is not there is said to be absent", async () => {
        const { exitCode, stdout } = await lab.lab("topology", { mayFail: true });
        assert.deepStrictEqual([exitCode, stdout], [1, "netns: there is no such lab"]);
    });
});
