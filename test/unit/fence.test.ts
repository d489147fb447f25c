import * as assert from "assert";
import { course } from "../../components/lessons";
import { defaultsOf } from "../../components/lib/course";
import { driftOf } from "../../components/lib/finished-lab";
import { Look } from "../../components/lib/look";
import { planLab, Wanted } from "../../components/lib/plan";
import { parseMachine } from "../../components/lib/snapshot";
import { finishedLook, withoutLab } from "../support/look";
import { marksOf } from "../support/lesson";
import { snapshot } from "../support/snapshot";

const scenario = course.netns!;
const why = "the lab's network is not kept from the machine";
const machine = parseMachine(
    JSON.stringify({ marks: null, images: [], containers: [], volumes: [], networks: [], routes: [], ports: [] }),
);
const wanted: Wanted = {
    owner: "0a1b2c3d",
    stack: "netns",
    scenario,
    options: defaultsOf(scenario),
    kind: "nested",
    image: "host:1",
    subnet: undefined,
};

const live = snapshot({
    namespaces: {
        test1: { lo: [], "veth-test1": ["192.168.33.1/24"] },
        test2: { lo: [], "veth-test2": ["192.168.33.2/24"] },
    },
});

/** A finished lab, whose network is fenced or not. */
function found(fenced: boolean, tokens = { host: "made", fence: "made" }): Look {
    const container = {
        Id: "1",
        Name: "lab",
        State: { Running: true, Paused: false, Status: "running", StartedAt: "" },
        Config: { Image: "host:1", Labels: {} },
        HostConfig: { Memory: 0, NanoCpus: 0, PidsLimit: 0 },
        NetworkSettings: { Networks: {} },
    };
    const marks = { ...marksOf("netns", { generation: "4e5f6a7b", tokens }), options: wanted.options };
    const look = finishedLook(machine, marks, { state: "healthy", container, live });
    return { ...look, lab: { ...look.lab!, fenced } };
}

describe("the fence of a lab's network", () => {
    it("is a part of a nested lab, and of no other", () => {
        assert.strictEqual(planLab(withoutLab(machine), wanted).tokens.fence, "made");
        assert.strictEqual("fence" in planLab(withoutLab(machine), { ...wanted, kind: "direct" }).tokens, false);
    });

    it("is left alone while it is whole, and made anew alone where it is not", () => {
        assert.deepStrictEqual(planLab(found(true), wanted).broken, {});
        const plan = planLab(found(false), wanted);
        assert.deepStrictEqual([plan.broken, plan.replaces], [{ fence: why }, undefined]);
        assert.strictEqual(plan.tokens.fence, `repair 1: ${why}`);
        assert.deepStrictEqual([driftOf(found(true).lab!), driftOf(found(false).lab!)], [[], [why]]);
    });
});
