import * as assert from "assert";
import { course } from "../../components/lessons";
import { defaultsOf } from "../../components/lib/course";
import { handMade } from "../../components/lib/hand-made";
import { Look } from "../../components/lib/look";
import { chooseSubnet, isAsMade, LabPlan, missingImages, planLab, Wanted } from "../../components/lib/plan";
import { parseMachine } from "../../components/lib/snapshot";
import { NoneFreeError } from "../../components/lib/subnet";
import { marksOf } from "../support/lesson";
import { finishedLook, withoutLab } from "../support/look";
import { snapshot } from "../support/snapshot";

const scenario = course["custom-bridge"]!;
const options = defaultsOf(scenario);
const wanted: Wanted = {
    owner: "0a1b2c3d",
    stack: "custom-bridge",
    scenario,
    options,
    kind: "nested",
    image: "host:1",
    subnet: undefined,
};
const GENERATION = "4e5f6a7b";

const machine = parseMachine(
    JSON.stringify({
        marks: null,
        images: ["host:1"],
        containers: [
            {
                Id: "1",
                Name: "/lab-custom-bridge-4e5f6a7b",
                State: { Running: true, Paused: false, Status: "running" },
                Config: { Image: "host:1", Labels: { "docker-network-labs.generation": GENERATION } },
                NetworkSettings: { Networks: { "lab-custom-bridge-4e5f6a7b": { IPAddress: "10.199.7.2" } } },
            },
        ],
        volumes: [],
        networks: [
            {
                Id: "2",
                Name: "lab-custom-bridge-4e5f6a7b",
                Driver: "bridge",
                Labels: null,
                IPAM: { Config: [{ Subnet: "10.199.7.0/28" }] },
            },
        ],
        routes: [{ dst: "default" }, { dst: "10.199.7.0/28" }],
        ports: [22],
    }),
);
const whole = snapshot({
    containers: [
        { name: "test1", status: "running", networks: ["bridge", "xin-bridge"] },
        { name: "test3", status: "running", networks: ["xin-bridge"] },
    ],
    networks: ["bridge", "host", "none", "xin-bridge"],
});
const marks = marksOf("custom-bridge", {
    generation: GENERATION,
    tokens: { host: "made", test1: "repair 1: test1 was removed" },
});
const container = machine.containers[0]!;
/** The lab as a look finds it, by default as its last `up` made it. */
const answering = (live = whole, made = marks) => finishedLook(machine, made, { state: "healthy", container, live });
const healthy = answering();
const stopped = finishedLook(machine, marks, { state: "stopped", container });
const absent = withoutLab({ ...machine, containers: [], networks: [], routes: [] });
const generationOf = ({ hosts }: LabPlan) => hosts.host!.generation;

describe("planLab", () => {
    it("keeps a healthy lab as it is", () => {
        const plan = planLab(healthy, wanted);
        assert.deepStrictEqual([generationOf(plan), plan.broken, plan.replaces], [GENERATION, {}, undefined]);
        assert.strictEqual(plan.tokens.test1, "repair 1: test1 was removed");
    });

    for (const [title, found] of [
        ["absent", absent],
        ["unfinished", { ...absent, unfinished: true }],
    ] as const) {
        it(`draws a new generation each time for a lab that is ${title}`, () => {
            const [one, two] = [planLab(found, wanted), planLab(found, wanted)];
            assert.match(generationOf(one), /^[0-9a-f]{8}$/);
            assert.notStrictEqual(generationOf(one), generationOf(two));
            assert.deepStrictEqual([...new Set(Object.values(one.tokens))], ["made"]);
        });
    }

    it("starts a stopped lab host again, and repairs what a stop takes", () => {
        const plan = planLab(stopped, wanted);
        const { broken, tokens } = plan;
        assert.strictEqual(generationOf(plan), GENERATION);
        assert.deepStrictEqual(Object.keys(broken).sort(), ["host", "test1", "test3"]);
        assert.strictEqual(tokens.test1, "repair 2: its lab host starts anew");
        assert.strictEqual(tokens["xin-bridge"], "made");
    });

    it("repairs one part of a lab, and no other", () => {
        const live = snapshot({
            containers: [
                { name: "test1", status: "running", networks: ["bridge"] },
                { name: "test3", status: "running", networks: ["xin-bridge"] },
            ],
            networks: ["bridge", "host", "none", "xin-bridge"],
        });
        assert.deepStrictEqual(planLab(answering(live), wanted).broken, { connection: "test1 left xin-bridge" });
    });

    it("tries the checks again that failed at the last up", () => {
        const failed = { ...marks, checksFailed: ["running"] };
        const plan = planLab(answering(whole, failed), wanted);
        assert.strictEqual(plan.tokens.checks, "repair 1: running failed at the last up");
        assert.deepStrictEqual(plan.broken, {});
    });

    const changes: [Partial<Wanted>, RegExp][] = [
        [{ kind: "direct" }, /from the nested to the direct kind/],
        [{ image: "host:2" }, /image changes from host:1 to host:2/],
        [{ subnet: "10.199.9.0/28" }, /subnet changes from 10.199.7.0\/28 to 10.199.9.0\/28/],
    ];
    for (const [change, why] of changes) {
        it(`replaces a finished lab host, and says why, for ${JSON.stringify(change)}`, () => {
            const plan = planLab(healthy, { ...wanted, ...change });
            assert.notStrictEqual(generationOf(plan), GENERATION);
            assert.match(plan.replaces ?? "", why);
        });
    }
});

describe("planLab, when the config changes", () => {
    it("does not take what is to have another name for damage", () => {
        const renamed = { ...options, names: { ...options.names, test1: "alpha" } };
        const plan = planLab(healthy, { ...wanted, options: renamed });
        assert.deepStrictEqual([generationOf(plan), plan.broken], [GENERATION, {}]);
        assert.deepStrictEqual(plan.lesson.claims.containers, ["alpha", "test3"]);
    });

    it("looks for what was made under the names that it was made with", () => {
        const made = { ...options, names: { ...options.names, test1: "alpha" } };
        const found = answering(whole, { ...marks, options: made });
        assert.deepStrictEqual(planLab(found, wanted).broken, {
            test1: "alpha was removed",
            guests: "test1 was plugged into xin-bridge",
        });
        assert.deepStrictEqual(handMade(found, wanted), ["test1"]);
    });

    const serving = course["port-mapping"]!;
    const serves: Wanted = { ...wanted, scenario: serving, options: defaultsOf(serving), stack: "port-mapping" };

    it("gives what a lab serves a free port of the machine, or the one that was chosen, or its own on the machine itself", () => {
        const free = planLab(absent, serves).options.machinePort;
        assert.ok(free >= 20_000 && free < 30_000);
        const busy = { ...absent, machine: { ...absent.machine, ports: [free] } };
        assert.notStrictEqual(planLab(busy, serves).options.machinePort, free);
        const chosen = { ...serves, options: { ...serves.options, machinePort: 31_000 } };
        assert.strictEqual(planLab(busy, chosen).options.machinePort, 31_000);
        assert.strictEqual(planLab(busy, { ...serves, kind: "direct" }).options.machinePort, 80);
        assert.strictEqual(planLab(absent, wanted).options.machinePort, 0);
    });

    it("makes a lab host anew that is to publish something else, and says what", () => {
        const served = marksOf("port-mapping", { generation: GENERATION });
        const made = { ...served, options: { ...served.options, machinePort: 30_000 } };
        const chosen = { ...serves, options: { ...serves.options, machinePort: 31_000 } };
        assert.strictEqual(
            planLab(answering(whole, made), chosen).replaces,
            "what it publishes on the machine changes from port 80 at 127.0.0.1:30000 to port 80 at 127.0.0.1:31000",
        );
    });

    it("makes a lab anew that is to be another scenario, on a machine as well", () => {
        for (const kind of ["nested", "direct"] as const) {
            const found = finishedLook(machine, marks, { state: "healthy", container, live: whole }, kind);
            assert.strictEqual(
                planLab(found, { ...serves, kind }).replaces,
                "its scenario changes from custom-bridge to port-mapping",
            );
        }
    });

    it("makes a lab anew in which a name changes hands, and not one in which names are new", () => {
        const named = (names: Record<string, string>) => ({
            ...wanted,
            options: { ...options, names: { ...options.names, ...names } },
        });
        const swapped = planLab(healthy, named({ test1: "test3", test3: "test1" }));
        assert.match(swapped.replaces ?? "", /^container test\d is to be test\d, and was test\d$/);
        assert.strictEqual(planLab(healthy, named({ test1: "test3", test3: "gamma" })).replaces !== undefined, true);
        assert.strictEqual(planLab(healthy, named({ test1: "alpha", test3: "gamma" })).replaces, undefined);
    });
});

it("two checkouts' labs of the same name do not reach for the same network or port at the same moment", () => {
    const serving = course["port-mapping"]!;
    const [mine, theirs] = ["0a1b2c3d", "4e5f6a7b"].map((owner): [string, number] => {
        const own = { ...wanted, owner, scenario: serving, options: defaultsOf(serving) };
        const plan = planLab(absent, own);
        return [chooseSubnet(absent, own, plan), plan.options.machinePort];
    });
    assert.notStrictEqual(mine![0], theirs![0]);
    assert.notStrictEqual(mine![1], theirs![1]);
});

describe("chooseSubnet", () => {
    it("keeps the subnet of the lab host that is there", () => {
        assert.strictEqual(chooseSubnet(healthy, wanted, planLab(healthy, wanted)), "10.199.7.0/28");
    });

    it("takes another one for a new generation, while the old one is still there", () => {
        assert.notStrictEqual(chooseSubnet(healthy, wanted, planLab(absent, wanted)), "10.199.7.0/28");
    });

    it("takes the wanted one", () => {
        const fixed = { ...wanted, subnet: "10.199.8.0/28" };
        assert.strictEqual(chooseSubnet(healthy, fixed, planLab(healthy, fixed)), "10.199.8.0/28");
    });

    it("goes by the machine's routes: to networks and to single addresses, not to all there is", () => {
        const along = (...dsts: string[]) => {
            const found = withoutLab({
                ...machine,
                containers: [],
                networks: [],
                routes: dsts.map((dst) => ({ dst })),
            });
            return chooseSubnet(found, wanted, planLab(found, wanted));
        };
        const usual = along("default");
        assert.strictEqual(along("0.0.0.0/1", "128.0.0.0/1"), usual);
        assert.notStrictEqual(along(usual.replace("/28", "")), usual);
        assert.throws(() => along("10.0.0.0/8"), NoneFreeError);
    });
});

describe("handMade", () => {
    it("is nothing in a lab as the lesson made it", () => assert.deepStrictEqual(handMade(healthy, wanted), []));

    it("names what a person made", () => {
        const live = snapshot({
            containers: [{ name: "mine", status: "exited", networks: [] }],
            networks: ["bridge", "host", "none", "my-net"],
            namespaces: { "my-ns": {} },
        });
        assert.deepStrictEqual(handMade(answering(live), wanted), ["mine", "my-net", "my-ns"]);
    });

    it("may be anything in a stopped lab host", () => {
        assert.deepStrictEqual(handMade(stopped, wanted), [
            "whatever is in the stopped lab host lab-custom-bridge-4e5f6a7b",
        ]);
    });
});

describe("missingImages", () => {
    const images = { busybox: "busybox:1" };

    it("names those that the machine does not have", () => {
        assert.deepStrictEqual(missingImages(healthy, wanted, images), ["busybox:1"]);
        assert.deepStrictEqual(missingImages(healthy, { ...wanted, image: "host:2" }, images), ["host:2", "busybox:1"]);
        assert.deepStrictEqual(missingImages(healthy, { ...wanted, scenario: course.netns! }, images), []);
    });

    it("asks for no lab host on the machine itself", () => {
        const direct: Wanted = { ...wanted, kind: "direct", image: "host:2" };
        assert.deepStrictEqual(missingImages(healthy, direct, images), ["busybox:1"]);
    });
});

describe("isAsMade", () => {
    const asPlanned = { ...marks, tokens: planLab(absent, wanted).tokens };
    const made = answering(whole, asPlanned);
    const asMade = (found: Look, more: Partial<Wanted> = {}) =>
        isAsMade(found, scenario, planLab(found, { ...wanted, ...more }));

    it("holds of a lab that is live as it was made, and of no other", () => {
        assert.ok(asMade(made));
        assert.ok(!asMade(absent));
        assert.ok(!asMade({ ...absent, unfinished: true }));
        assert.ok(!asMade(stopped));
    });

    it("does not hold where something broke, a check had failed, or something else is wanted", () => {
        const live = snapshot({ containers: [], networks: ["bridge", "host", "none", "xin-bridge"] });
        assert.ok(!asMade(answering(live, asPlanned)));
        assert.ok(!asMade(answering(whole, { ...asPlanned, checksFailed: ["running"] })));
        assert.ok(!asMade(made, { image: "host:2" }));
        assert.ok(!asMade(made, { options: { ...options, extra: 1 } }));
        const other: Wanted = { ...wanted, scenario: course.link!, options: defaultsOf(course.link!) };
        assert.ok(!isAsMade(made, other.scenario, planLab(made, other)));
    });
});
