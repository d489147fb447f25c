import * as assert from "assert";
import { course } from "../../components/lessons";
import { defaultsOf } from "../../components/lib/course";
import { driftOf } from "../../components/lib/finished-lab";
import { brokenLimits, limitProblem, Limits, UNLIMITED } from "../../components/lib/limits";
import { isAsMade, planLab } from "../../components/lib/plan";
import { Container, parseMachine } from "../../components/lib/snapshot";
import { marksOf } from "../support/lesson";
import { finishedLook } from "../support/look";
import { snapshot } from "../support/snapshot";

const ALL: Limits = { memory: "512m", cpus: "1.5", processes: "500" };
const HELD = { Memory: 512 * 2 ** 20, NanoCpus: 1_500_000_000, PidsLimit: 500 };

describe("the limits of a lab host", () => {
    const values: [string, string[], string[]][] = [
        ["memory", ["256m", "1g", "1024g"], ["255m", "1025g", "1", "1G", "0.5g", "1gb", " 1g", "-1g"]],
        ["cpus", ["0.1", "1", "1.5", "512"], ["0", "0.05", "1.25", "513", "1,5", "-1", ".5"]],
        ["processes", ["200", "100000"], ["199", "100001", "0200", "1e3", "-1", "2.5"]],
    ];
    for (const [name, good, bad] of values) {
        it(`can be so much: ${name}`, () => {
            for (const value of good) assert.strictEqual(limitProblem(value, name), undefined, value);
            for (const value of bad) assert.match(limitProblem(value, name) ?? "", /^Allowed: /, value);
        });
    }

    it("are in force or are named", () => {
        assert.strictEqual(brokenLimits(ALL, HELD), undefined);
        assert.strictEqual(brokenLimits(UNLIMITED, HELD), undefined);
        assert.strictEqual(
            brokenLimits(ALL, { ...HELD, PidsLimit: 0, NanoCpus: 2e9 }),
            "the lab host is not held to 1.5 processors and 500 processes",
        );
    });
});

describe("a finished lab with limits", () => {
    const scenario = course.netns!;
    const options = { ...defaultsOf(scenario), limits: ALL };
    const look = (inForce: Container["HostConfig"], made = options) => {
        const inspected = {
            Id: "1",
            Name: "/lab",
            State: { Running: true, Paused: false, Status: "running" },
            Config: { Image: "host:1", Labels: {} },
            HostConfig: inForce,
            NetworkSettings: { Networks: {} },
        };
        const machine = parseMachine(
            JSON.stringify({
                marks: null,
                images: [],
                containers: [inspected],
                volumes: [],
                networks: [],
                routes: [],
                ports: [],
            }),
        );
        const live = snapshot({
            namespaces: {
                test1: { lo: [], "veth-test1": ["192.168.33.1/24"] },
                test2: { lo: [], "veth-test2": ["192.168.33.2/24"] },
            },
        });
        const marks = {
            ...marksOf("netns", { generation: "4e5f6a7b", tokens: { host: "made", limits: "made" } }),
            options: made,
        };
        return finishedLook(machine, marks, { state: "healthy", container: machine.containers[0]!, live });
    };
    const wanted = (limits: Limits) => ({
        owner: "0a1b2c3d",
        stack: "netns",
        scenario,
        options: { ...options, limits },
        kind: "nested" as const,
        image: "host:1",
        subnet: undefined,
    });

    it("goes on as it is while they are in force", () => {
        const plan = planLab(look(HELD), wanted(ALL));
        assert.deepStrictEqual([plan.broken, plan.replaces, plan.tokens.limits], [{}, undefined, "made"]);
        assert.deepStrictEqual(driftOf(look(HELD).lab!), []);
    });

    it("is held to them again, and to nothing else, where somebody let it go", () => {
        const found = look({ ...HELD, PidsLimit: 0 });
        const why = "the lab host is not held to 500 processes";
        assert.deepStrictEqual(planLab(found, wanted(ALL)).broken, { limits: why });
        assert.strictEqual(planLab(found, wanted(ALL)).tokens.limits, `repair 1: ${why}`);
        assert.deepStrictEqual(driftOf(found.lab!), [why]);
    });

    it("goes on under other limits, or none, and is not taken for unchanged", () => {
        for (const limits of [{ ...ALL, memory: "1g" }, UNLIMITED]) {
            const plan = planLab(look(HELD), wanted(limits));
            assert.deepStrictEqual([plan.broken, plan.replaces], [{}, undefined]);
            assert.strictEqual(isAsMade(look(HELD), scenario, plan), false);
        }
        assert.strictEqual("limits" in planLab(look(HELD), wanted(UNLIMITED)).tokens, false);
    });
});
