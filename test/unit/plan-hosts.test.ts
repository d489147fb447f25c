import * as assert from "assert";
import { course } from "../../components/lessons";
import { nodeNames } from "../../components/lib/cluster";
import { defaultsOf, lessonOf, Options } from "../../components/lib/course";
import { driftOf } from "../../components/lib/finished-lab";
import { handMade } from "../../components/lib/hand-made";
import { FinishedHost, FinishedLab, Look } from "../../components/lib/look";
import { isAsMade, planLab, Wanted } from "../../components/lib/plan";
import { Container, parseMachine, Snapshot } from "../../components/lib/snapshot";
import { marksOf } from "../support/lesson";
import { withoutLab } from "../support/look";
import { snapshot } from "../support/snapshot";

const machine = parseMachine(
    JSON.stringify({ marks: null, images: [], containers: [], volumes: [], networks: [], routes: [], ports: [] }),
);

function wantedOf(scenario: string, chosen: Partial<Options> = {}): Wanted {
    const known = course[scenario]!;
    const options = { ...defaultsOf(known), ...chosen };
    return {
        owner: "0a1b2c3d",
        stack: scenario,
        scenario: known,
        options,
        kind: "nested",
        image: "host:1",
        subnet: undefined,
    };
}

/** What is live in a lab host of an overlay lab that is as it was made. */
function whole(scenario: string, index: number): Snapshot {
    const name = `test${index + 1}`;
    const live = snapshot({
        containers: [{ name, status: "running", networks: ["demo"] }],
        networks: ["bridge", "host", "none", "docker_gwbridge", "demo"],
    });
    live.links = [
        {
            ifname: "eth1",
            flags: ["UP"],
            addr_info: [{ family: "inet", local: `192.168.205.${10 + index}`, prefixlen: 24 }],
        },
    ];
    if (scenario !== "overlay-swarm") return live;
    const task = snapshot({ containers: [{ name: `web.${index}.x`, status: "running", networks: ["demo"] }] })
        .containers[0]!;
    task.Config.Labels = { "com.docker.swarm.service.name": "web" };
    return {
        ...live,
        containers: [...live.containers, task],
        swarm: "active",
        services: index === 0 ? { web: "4/4" } : {},
    };
}

const container = (name: string): Container =>
    ({
        Name: `lab-${name}`,
        Config: { Image: "host:1", Labels: {} },
        NetworkSettings: { Networks: {} },
    }) as unknown as Container;

/** A finished overlay lab as a look finds it; what it was made with, and which of its lab hosts are gone or stopped. */
function found(
    scenario: string,
    { nodes = 2, gone = [] as string[], stopped = [] as string[], made = {} as Partial<Options> } = {},
): Look {
    const names = nodeNames(nodes);
    const wanted = wantedOf(scenario, { nodes, ...made });
    const { tokens } = planLab(withoutLab(machine), wanted);
    const others = Object.fromEntries(names.slice(1).map((name) => [name, `of-${name}`]));
    const marks = marksOf(scenario, { generation: "of-node1", others, tokens, options: { ...wanted.options } });
    const hosts = names.flatMap((name, index): [string, FinishedHost][] => {
        if (gone.includes(name)) return [];
        if (stopped.includes(name)) return [[name, { state: "stopped", container: container(name) }]];
        return [[name, { state: "healthy", container: container(name), live: whole(scenario, index) }]];
    });
    return {
        elsewhere: [],
        machine,
        lab: { kind: "nested", marks, hosts: Object.fromEntries(hosts), strays: [], fenced: true },
        unfinished: false,
        orphans: [],
    };
}

const freshOf = (look: Look, wanted: Wanted) =>
    Object.entries(planLab(look, wanted).hosts).flatMap(([name, { fresh }]) => (fresh ? [name] : []));

for (const scenario of ["overlay-etcd", "overlay-swarm"]) {
    describe(`planLab, for ${scenario}`, () => {
        it("keeps each lab host's generation while all is as it was made", () => {
            const plan = planLab(found(scenario), wantedOf(scenario));
            assert.deepStrictEqual(plan.hosts, {
                node1: { generation: "of-node1", fresh: false, answers: true },
                node2: { generation: "of-node2", fresh: false, answers: true },
            });
            assert.deepStrictEqual([plan.broken, plan.replaces, plan.lost], [{}, undefined, []]);
            assert.ok(isAsMade(found(scenario), course[scenario]!, plan));
        });

        it("makes a lost worker anew alone, and says so", () => {
            const look = found(scenario, { gone: ["node2"] });
            const plan = planLab(look, wantedOf(scenario));
            assert.deepStrictEqual(freshOf(look, wantedOf(scenario)), ["node2"]);
            assert.deepStrictEqual([plan.replaces, plan.lost, plan.broken], [undefined, ["node2"], {}]);
            assert.ok(!isAsMade(look, course[scenario]!, plan));
        });

        it("makes all anew for another number of lab hosts, or another network between them", () => {
            const more = wantedOf(scenario, { nodes: 3 });
            assert.deepStrictEqual(freshOf(found(scenario), more), ["node1", "node2", "node3"]);
            assert.match(planLab(found(scenario), more).replaces!, /number of its lab hosts changes from 2 to 3/);
            const moved = wantedOf(scenario, { addresses: { underlay: "10.9.8.0/24" } });
            assert.match(planLab(found(scenario), moved).replaces!, /from 192\.168\.205\.0\/24 to 10\.9\.8\.0\/24/);
        });

        it("stops a lab host that is to be stopped, leaves it so, and starts it when it is not any more", () => {
            const stopping = wantedOf(scenario, { stop: ["node2"] });
            assert.deepStrictEqual(planLab(found(scenario), stopping).broken, { stop: "node2 runs" });
            const look = found(scenario, { stopped: ["node2"], made: { stop: ["node2"] } });
            assert.deepStrictEqual(planLab(look, stopping).broken, {});
            const back = planLab(look, wantedOf(scenario));
            assert.strictEqual(back.broken.node2, "the lab host is stopped");
            assert.strictEqual(back.broken.test2, "its lab host starts anew");
            assert.strictEqual(back.broken.test1, undefined);
            assert.ok(!("stop" in back.tokens));
        });

        it("starts it as well when something else is to change in the lab", () => {
            const look = found(scenario, { stopped: ["node2"], made: { stop: ["node2"] } });
            const renamed = { ...defaultsOf(course[scenario]!).names, test2: "beta" };
            const { broken } = planLab(look, wantedOf(scenario, { stop: ["node2"], names: renamed }));
            assert.deepStrictEqual([broken.node2, broken.stop], ["the lab host is stopped", "node2 runs"]);
        });

        it("does not take what Docker and the lesson make for hand-made, on any lab host", () => {
            assert.deepStrictEqual(handMade(found(scenario), wantedOf(scenario)), []);
        });

        it("has drifted where a lab host is gone or stopped by nobody's wish, or a part of it is broken", () => {
            assert.deepStrictEqual(driftOf(found(scenario).lab!), []);
            const wrecked = found(scenario, { nodes: 3, gone: ["node2"], stopped: ["node3"] }).lab!;
            const hostsOnly = (lab: FinishedLab) => driftOf(lab).filter((why) => why.startsWith("lab host"));
            assert.deepStrictEqual(hostsOnly(wrecked), ["lab host node2 is gone", "lab host node3 is stopped"]);
            const stopped = { nodes: 3, stopped: ["node3"], made: { stop: ["node3"] } };
            assert.deepStrictEqual(hostsOnly(found(scenario, stopped).lab!), []);
            const broken = found(scenario).lab!;
            const { node1 } = broken.hosts;
            if (node1?.state === "healthy") node1.live.containers = [];
            assert.ok(driftOf(broken).includes("test1 was removed"));
        });

        it("names what is left in the others when the first one is gone", () => {
            const live = whole(scenario, 1);
            live.containers.push({ ...live.containers[0]!, Name: "mine" });
            const look: Look = { elsewhere: [], machine, lab: undefined, unfinished: true, orphans: [live] };
            assert.deepStrictEqual(handMade(look, wantedOf(scenario)), ["mine"]);
            assert.match(planLab(look, wantedOf(scenario)).replaces!, /its first lab host is gone/);
        });

        it("has a part for what breaks on each lab host, and looks for it there", () => {
            const { parts } = lessonOf(course[scenario]!, defaultsOf(course[scenario]!));
            assert.strictEqual(parts.test2!.on, "node2");
            const look = found(scenario);
            const host = look.lab!.hosts.node2! as Extract<FinishedHost, { state: "healthy" }>;
            host.live.containers = [];
            host.live.links = [];
            const { broken } = planLab(look, wantedOf(scenario));
            assert.strictEqual(broken.node2, "eth1 was removed from node2");
            assert.strictEqual(broken.test2, "test2 was removed");
            assert.strictEqual(broken.test1, undefined);
        });
    });
}

describe("planLab, for lab hosts that keep the common state", () => {
    it("makes one of three managers anew alone, and with a member of etcd all of them", () => {
        const lost = { nodes: 3, gone: ["node3"] };
        assert.deepStrictEqual(freshOf(found("overlay-swarm", lost), wantedOf("overlay-swarm", { nodes: 3 })), [
            "node3",
        ]);
        const etcd = planLab(found("overlay-etcd", lost), wantedOf("overlay-etcd", { nodes: 3 }));
        assert.ok(Object.values(etcd.hosts).every(({ fresh }) => fresh));
        assert.match(etcd.replaces!, /node3 is gone, and the other lab hosts cannot go on alone/);
    });
});
