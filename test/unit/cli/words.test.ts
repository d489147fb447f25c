import * as assert from "assert";
import { inWords, reasonOf, Step, summary, thingOf, wordsOfUrn } from "../../../cli/lib/words";

const URN = "urn:pulumi:mine::docker-network-labs::docker-network-labs:index:CustomBridge$";

function step(type: string, name: string, more: Partial<Step> = {}): Step {
    return { op: "create", urn: `${URN}${type}::${name}`, type, old: null, new: null, ...more };
}

describe("steps of the engine, in words", () => {
    const cases: [string, string, string | undefined][] = [
        ["docker:index/container:Container", "custom-bridge-test1", "container test1"],
        ["docker:index/network:Network", "custom-bridge-xin-bridge", "network xin-bridge"],
        ["docker:index/remoteImage:RemoteImage", "custom-bridge-flask", "image flask"],
        ["docker:index/container:Container", "host-container", "lab host"],
        ["docker:index/volume:Volume", "host-volume", "lab host's volume"],
        ["command:local:Command", "host-ready", "lab host's engine"],
        ["command:local:Command", "host-image", "lab host's image"],
        ["command:local:Command", "custom-bridge-probes", "evidence and checks"],
        ["command:local:Command", "custom-bridge-image-busybox:latest", "image busybox:latest"],
        ["command:local:Command", "custom-bridge-connection", "connection"],
        ["docker:index/service:Service", "custom-bridge-web", "service web"],
        ["docker:index/secret:Secret", "custom-bridge-key", "docker:index/secret:Secret key"],
        ["docker:index/container:Container", "node2-container", "lab host node2"],
        ["command:local:Command", "node1-site", "room for the lab"],
        ["command:local:Command", "node1-net", "lab's network"],
        ["command:local:Command", "node2-ready", "lab host's engine node2"],
        ["command:local:Command", "custom-bridge-node2-probes", "evidence and checks node2"],
        ["pulumi:providers:docker", "host-engine", undefined],
        ["pulumi:pulumi:Stack", "docker-network-labs-mine", undefined],
        ["docker-network-labs:index:LabHost", "host", undefined],
    ];
    for (const [type, name, expected] of cases) {
        it(`${type} ${name}: ${expected ?? "not shown"}`, () => {
            const thing = thingOf(step(type, name), "custom-bridge");
            assert.strictEqual(thing && inWords(thing), expected);
            assert.strictEqual(wordsOfUrn(step(type, name).urn, "custom-bridge"), expected);
        });
    }

    it("have the name that the thing has on the machine", () => {
        const thing = thingOf(step("docker:index/container:Container", "x", { new: { inputs: { name: "web" } } }), "x");
        assert.deepStrictEqual(thing, { kind: "container", name: "web" });
    });

    it("are counted by kind, and what has no kind of its own is a step", () => {
        const kinds = ["step", "container", "lab host", "evidence and checks", "container"];
        assert.strictEqual(summary(kinds.map((kind) => ({ kind, name: "" }))), "1 lab host, 2 containers, 2 steps");
    });
});

describe("the reason of a step", () => {
    const states = (before: unknown, after: unknown, more: Partial<Step> = {}) =>
        step("command:local:Command", "x", {
            old: { inputs: { triggers: before } },
            new: { inputs: { triggers: after } },
            ...more,
        });

    it("is what was broken, where a repair's token is new", () => {
        const repaired = states(["a", "made"], ["a", "repair 1: test1 left xin-bridge"], { keys: ["triggers"] });
        assert.strictEqual(reasonOf(repaired), "test1 left xin-bridge");
    });

    it("is found in labels as well", () => {
        const label = (value: string) => [{ label: "docker-network-labs.token", value }];
        assert.strictEqual(reasonOf(states(label("made"), label("repair 2: test1 is stopped"))), "test1 is stopped");
    });

    it("is not an old repair", () => {
        const token = ["repair 1: test1 left xin-bridge"];
        assert.strictEqual(reasonOf(states(token, token, { diffs: ["stdin"] })), "stdin changes");
    });

    it("names the inputs that differ, each once", () => {
        const changed = states(1, 2, { keys: ["image"], diffs: ["image", "name"] });
        assert.strictEqual(reasonOf(changed), "image, name changes");
    });

    it("is what it stands on, where that is replaced", () => {
        assert.strictEqual(reasonOf(states(1, 1, { keys: ["replaceWith"] })), "what it stands on is replaced");
    });

    it("is left out for what is made or removed", () => {
        assert.strictEqual(
            reasonOf(step("command:local:Command", "x", { new: { inputs: { a: "b" } }, diffs: ["a"] })),
            "",
        );
    });
});
