import * as assert from "assert";
import { course } from "../../components/lessons";
import { defaultsOf } from "../../components/lib/course";
import { driftOf } from "../../components/lib/finished-lab";
import { handMade } from "../../components/lib/hand-made";
import { FinishedLab, Look } from "../../components/lib/look";
import { planLab } from "../../components/lib/plan";
import { parseMachine, Snapshot } from "../../components/lib/snapshot";
import { straysOf } from "../../components/lib/strays";
import { marksOf } from "../support/lesson";
import { finishedLook } from "../support/look";
import { snapshot } from "../support/snapshot";

const scenario = course["custom-bridge"]!;
const options = defaultsOf(scenario);
const whose = { owner: "0a1b2c3d", stack: "custom-bridge" };
const labels = (more: Record<string, string> = {}) =>
    Object.fromEntries(
        Object.entries({ ...whose, token: "made", ...more }).map(([k, v]) => [`docker-network-labs.${k}`, v]),
    );

/** The lab, of whose containers and network the marks know some; their ids are their names. */
function labWith(made: string[] | undefined, more: readonly string[] = [], own = labels()): Look {
    const live: Snapshot = snapshot({
        containers: [
            { name: "test1", status: "running", networks: ["bridge", "xin-bridge"] },
            ...["test3", ...more].map((name) => ({ name, status: "running" as const, networks: ["xin-bridge"] })),
        ],
        networks: ["bridge", "host", "none", "xin-bridge"],
    });
    for (const { Config } of live.containers) Config.Labels = own;
    live.networks.find(({ Name }) => Name === "xin-bridge")!.Labels = own;
    const tokens = Object.fromEntries(
        ["host", "checks", "test1", "test3", "xin-bridge", "connection", "guests"].map((part) => [part, "made"]),
    );
    const machine = parseMachine(
        JSON.stringify({ marks: null, images: [], containers: [], volumes: [], networks: [], routes: [], ports: [] }),
    );
    const found = finishedLook(
        machine,
        marksOf("custom-bridge", { generation: "4e5f6a7b", tokens, options, made }),
        { state: "healthy", live },
        "direct",
    );
    const lab: FinishedLab = { ...found.lab!, strays: straysOf(found.lab!, whose) };
    return { ...found, lab };
}

const names = ({ lab }: Look) => lab!.strays.map(({ kind, name }) => `${kind} ${name}`);
const wanted = { ...whose, scenario, options, kind: "direct", image: "", subnet: undefined } as const;
const ALL = ["test1", "test3", "xin-bridge"];

describe("what an up that did not finish has left in a finished lab", () => {
    it("is what carries the lab's labels and a token, and is not on record", () => {
        assert.deepStrictEqual(names(labWith(ALL)), []);
        assert.deepStrictEqual(names(labWith(["test1"])), ["container test3", "network xin-bridge"]);
    });

    it("is nothing of anybody else's, nor what a Command made, nor known of a lab of an earlier version", () => {
        const unmarked = Object.fromEntries(Object.entries(labels()).filter(([key]) => !key.endsWith(".token")));
        for (const own of [labels({ owner: "ffffffff" }), labels({ stack: "other" }), unmarked, {}])
            assert.deepStrictEqual(names(labWith([], [], own)), []);
        assert.deepStrictEqual(names(labWith(undefined)), []);
    });

    it("counts as not there: its part is made again, under a token that was never before", () => {
        const { broken, tokens } = planLab(labWith(["test1", "xin-bridge"]), wanted);
        assert.deepStrictEqual(broken, {
            test3: "test3 was removed; an `up` that did not finish has left test3 (test3)",
        });
        assert.deepStrictEqual([tokens.test3, tokens.test1], [`repair 1: ${broken.test3}`, "made"]);
    });

    it("may be a part that the finished lab did not have", () => {
        const { tokens } = planLab(labWith(ALL, ["extra1"]), { ...wanted, options: { ...options, extra: 1 } });
        assert.strictEqual(tokens.extra1, "repair 1: an `up` that did not finish has left extra1 (extra1)");
        assert.strictEqual(tokens.test3, "made");
    });

    it("is no hand-made work, and drift names it", () => {
        const found = labWith(ALL, ["extra1"]);
        assert.deepStrictEqual(handMade({ ...found, lab: { ...found.lab!, kind: "nested" } }, wanted), []);
        assert.deepStrictEqual(driftOf(found.lab!), ["an `up` that did not finish has left extra1 (extra1)"]);
    });
});
