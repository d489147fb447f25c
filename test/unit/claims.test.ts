import * as assert from "assert";
import { foreignClaims, inTheWay } from "../../components/lib/claims";
import { course } from "../../components/lessons";
import { defaultsOf, lessonOf } from "../../components/lib/course";
import { parseMachine, Snapshot } from "../../components/lib/snapshot";
import { lessonByName as lesson, marksOf } from "../support/lesson";
import { finishedLook, withoutLab } from "../support/look";
import { snapshot } from "../support/snapshot";

const lab = { owner: "0a1b2c3d", stack: "mine" };
const labels = { "docker-network-labs.owner": lab.owner, "docker-network-labs.stack": lab.stack };

function withNamespace(mark: string): Snapshot {
    const live = snapshot({ namespaces: { test1: {} } });
    live.namespaces.test1!.mark = mark;
    return live;
}

describe("foreignClaims", () => {
    const live = snapshot({
        containers: [
            { name: "test1", status: "exited", networks: [] },
            { name: "other", status: "running", networks: [] },
        ],
        networks: ["bridge", "xin-bridge", "other-net"],
    });

    it("names what has a name of the lesson, and nothing else", () => {
        assert.deepStrictEqual(foreignClaims(live, lab, lesson("custom-bridge")), [
            "container test1 (docker rm -f test1)",
            "network xin-bridge (docker network rm xin-bridge)",
        ]);
        assert.deepStrictEqual(foreignClaims(live, lab, lesson("netns")), []);
    });

    it("names an image that the lesson builds, when somebody else has one of its name", () => {
        const built = snapshot({ images: ["xin/flask_server:v0.0.1", "xin/flask_server:v0.0.2"] });
        const names = ["image xin/flask_server:v0.0.1 (docker image rm xin/flask_server:v0.0.1)"];
        assert.deepStrictEqual(foreignClaims(built, lab, lesson("flask-redis")), names);
        const own = { ...built, ownImages: built.images };
        assert.deepStrictEqual(foreignClaims(own, lab, lesson("flask-redis")), []);
    });

    it("does not name what this stack made", () => {
        const own = structuredClone(live);
        own.containers[0]!.Config.Labels = labels;
        own.networks.find(({ Name }) => Name === "xin-bridge")!.Labels = labels;
        assert.deepStrictEqual(foreignClaims(own, lab, lesson("custom-bridge")), []);
        const holder = "of the stack mine of owner 0a1b2c3d (./lab destroy mine, in its checkout)";
        assert.deepStrictEqual(foreignClaims(own, { ...lab, stack: "other" }, lesson("custom-bridge")), [
            `container test1, ${holder}`,
            `network xin-bridge, ${holder}`,
        ]);
    });

    it("takes no text of a label for an owner that is none", () => {
        const posing = structuredClone(live);
        posing.containers[0]!.Config.Labels = { ...labels, "docker-network-labs.owner": "$(id)" };
        assert.ok(foreignClaims(posing, lab, lesson("custom-bridge")).includes("container test1 (docker rm -f test1)"));
    });

    it("knows a namespace by its inode, not by its name", () => {
        const found = (mark: string) => foreignClaims(withNamespace(mark), lab, lesson("netns"));
        assert.deepStrictEqual(found("0a1b2c3d mine 4e5f6a7b 1"), []);
        const foreign = ["namespace test1 (ip netns delete test1)"];
        assert.deepStrictEqual(found("0a1b2c3d mine 4e5f6a7b 7"), foreign);
        assert.deepStrictEqual(found("ffffffff mine 4e5f6a7b 1"), [
            "namespace test1, of the stack mine of owner ffffffff (./lab destroy mine, in its checkout)",
        ]);
        assert.deepStrictEqual(found(""), foreign);
    });

    it("names an interface of the lesson that is not where the lesson put it", () => {
        const own = snapshot({});
        own.links = [{ ifname: "veth-test1", flags: [], addr_info: [] }];
        assert.deepStrictEqual(foreignClaims(own, lab, lesson("netns")), [
            "interface veth-test1 (ip link delete veth-test1)",
        ]);
        own.links[0]!.ifalias = "docker-network-labs 0a1b2c3d mine 4e5f6a7b";
        assert.deepStrictEqual(foreignClaims(own, lab, lesson("netns")), []);
        assert.deepStrictEqual(foreignClaims(own, { ...lab, owner: "ffffffff" }, lesson("netns")), [
            "interface veth-test1, of the stack mine of owner 0a1b2c3d (./lab destroy mine, in its checkout)",
        ]);
    });
});

describe("inTheWay", () => {
    const machine = parseMachine(
        JSON.stringify({
            ...{ marks: null, images: [], containers: [], volumes: [], networks: [], routes: [] },
            ports: [80, 31000],
        }),
    );
    const found = withoutLab(machine);
    const scenario = course["port-mapping"]!;
    const wanted = { kind: "nested", subnet: undefined, scenario } as const;
    const plan = (machinePort: number) => {
        const options = { ...defaultsOf(scenario), machinePort };
        return { options, lesson: lessonOf(scenario, options) };
    };

    it("names a port of the machine that somebody listens at, and leaves a lab host's own ports alone", async () => {
        assert.deepStrictEqual(await inTheWay(found, wanted, lab, plan(31_000)), [
            "TCP port 31000 of the machine (ss -ltnp 'sport = :31000')",
        ]);
        assert.deepStrictEqual(await inTheWay(found, wanted, lab, plan(31_001)), []);
    });

    it("names what a chosen network would hide from the machine, unless it is the lab's own", async () => {
        const network = (name: string, cidr: string, labelled: object) => ({
            ...{ Id: name, Name: name, Driver: "bridge", Labels: labelled, IPAM: { Config: [{ Subnet: cidr }] } },
        });
        const networks = [network("lab", "10.199.7.0/28", labels), network("theirs", "10.1.0.0/16", {})];
        const routes = ["default", "10.199.7.0/28", "10.1.0.0/16", "192.168.1.0/24"].map((dst) => ({ dst }));
        const there = withoutLab(parseMachine(JSON.stringify({ ...machine, networks, routes })));
        const named = (subnet: string) => inTheWay(there, { ...wanted, subnet }, lab, plan(31_001));
        assert.deepStrictEqual(await named("10.199.7.0/28"), []);
        assert.deepStrictEqual(await named("10.199.8.0/28"), []);
        assert.deepStrictEqual(await named("10.1.2.0/28"), [
            "network theirs, 10.1.0.0/16 (docker network inspect theirs); choose another subnet than 10.1.2.0/28",
        ]);
        assert.deepStrictEqual(await named("192.168.0.0/16"), [
            "the way to 192.168.1.0/24 (ip route show 192.168.1.0/24); choose another subnet than 192.168.0.0/16",
        ]);
    });

    it("does not name the lab's own port, nor one that an interrupted up holds", async () => {
        const options = plan(31_000).options;
        const marks = marksOf("port-mapping", { generation: "4e5f6a7b", options });
        const nested = finishedLook(machine, marks, { state: "healthy", live: snapshot({}) });
        assert.deepStrictEqual(await inTheWay(nested, wanted, lab, plan(31_000)), []);
        assert.deepStrictEqual(await inTheWay({ ...found, unfinished: true }, wanted, lab, plan(31_000)), []);
    });
});
