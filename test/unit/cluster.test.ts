import * as assert from "assert";
import { course } from "../../components/lessons";
import { addressOf, cidrOf, hostsOf, membersOf, nodeNames, renewed, stopProblem } from "../../components/lib/cluster";
import { defaultsOf } from "../../components/lib/course";

const etcd = course["overlay-etcd"]!;
const swarm = course["overlay-swarm"]!;
const five = nodeNames(5);

describe("the lab hosts of a scenario", () => {
    it("are one, or as many as were chosen", () => {
        assert.deepStrictEqual(hostsOf(course.netns!, { nodes: 1, machines: {} }), ["host"]);
        assert.deepStrictEqual(hostsOf(etcd, { nodes: 3, machines: {} }), ["node1", "node2", "node3"]);
    });

    it("have the course's addresses, from .10 on, or those of a network of one's own", () => {
        const options = defaultsOf(etcd);
        assert.strictEqual(cidrOf("node1", options), "192.168.205.10/24");
        assert.strictEqual(addressOf("node9", options), "192.168.205.18");
        const other = { ...options, addresses: { underlay: "10.9.8.224/27" } };
        assert.strictEqual(cidrOf("node2", other), "10.9.8.235/27");
    });

    it("keep the common state on the first one, or the first three where there are three and more", () => {
        assert.deepStrictEqual(membersOf(nodeNames(2)), ["node1"]);
        assert.deepStrictEqual(membersOf(nodeNames(3)), ["node1", "node2", "node3"]);
        assert.deepStrictEqual(membersOf(five), ["node1", "node2", "node3"]);
    });
});

describe("of lab hosts that are lost", () => {
    const cases: [string, typeof etcd, string[], string[]][] = [
        ["a sole one is made anew", course.netns!, ["host"], ["host"]],
        ["the first one takes all along", swarm, ["node1"], five],
        ["a worker is made anew alone", swarm, ["node4"], ["node4"]],
        ["so are two workers", etcd, ["node4", "node5"], ["node4", "node5"]],
        ["one of three managers is made anew alone", swarm, ["node3"], ["node3"]],
        ["two of three managers take all along", swarm, ["node2", "node3"], five],
        ["an etcd member takes all along", etcd, ["node3"], five],
    ];
    for (const [title, { cluster }, lost, expected] of cases) {
        it(title, () => assert.deepStrictEqual(renewed(cluster, cluster ? five : ["host"], lost), expected));
    }
});

describe("lab hosts that are stopped as a lesson", () => {
    const problem = (nodes: number, stop: string[]) => stopProblem(etcd.cluster!, nodeNames(nodes), stop);

    it("can be workers, or one member of three", () => {
        assert.strictEqual(problem(2, ["node2"]), undefined);
        assert.strictEqual(problem(3, ["node3"]), undefined);
        assert.strictEqual(problem(5, ["node2", "node4", "node5"]), undefined);
    });

    it("cannot be others, and the reason is said", () => {
        assert.match(problem(2, ["node1"])!, /node1 is the only etcd member: .* Allowed: node2/);
        assert.match(problem(3, ["node1"])!, /made and looked at through node1\. Allowed: node2, node3/);
        assert.match(problem(3, ["node2", "node3"])!, /Of 3 etcd members 2 would be gone, .* no majority/);
        assert.match(problem(2, ["node3", "x;y"])!, /There is no "node3, x;y"\. Allowed: node2/);
    });
});
