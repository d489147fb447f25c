import * as assert from "assert";
import { parseMachines, parseMarks, parseSnapshot } from "../../components/lib/snapshot";
import { marksOf } from "../support/lesson";
import { snapshot } from "../support/snapshot";

const marks = marksOf("port-mapping", { generation: "4e5f6a7b", tokens: { web: "made" } });

describe("what a lab host answers", () => {
    it("has names of one printable line", () => {
        const live = snapshot({ networks: ["a\u001b[2J\n  ✗ b"], namespaces: { "c\u009b": {} } });
        assert.deepStrictEqual(
            [live.networks.map(({ Name }) => Name), Object.keys(live.namespaces)],
            [["a?[2J?  ✗ b"], ["c?"]],
        );
    });

    it("has marks as its last `up` wrote them", () => assert.deepStrictEqual(parseMarks(JSON.stringify(marks)), marks));

    const forged: [string, object, RegExp][] = [
        ["a name that is a command", { names: { web: "web; id" } }, /at "options\.names\.web"/],
        ["an image's tag that is one", { tags: { nginx: "$(id)" } }, /at "options\.tags\.nginx"/],
        ["a machine of such a name", { machines: { "`id`": "192.0.2.1" } }, /at "options\.machines\.`id`"/],
        ["a host to stop of such a name", { stop: ["node2\nid"] }, /at "options\.stop\.0"/],
        ["a port that is none", { machinePort: 70_000 }, /at "options\.machinePort"/],
        ["more containers than a machine can bear", { extra: 1e9 }, /at "options\.extra"/],
    ];
    for (const [what, options, says] of forged)
        it(`is not taken with ${what} in its marks`, () => {
            const text = JSON.stringify({ ...marks, options: { ...marks.options, ...options } });
            assert.throws(() => parseMarks(text), says);
        });

    it("is not taken when it has another form", () =>
        assert.throws(() => parseSnapshot("{}"), /the answer has not the known form/));
});

describe("what a machine answers of several stacks", () => {
    const labelled = (stack: string, owner = "0a1b2c3d") => ({
        "docker-network-labs.owner": owner,
        "docker-network-labs.stack": stack,
    });
    const volume = (Name: string, Labels: object) => ({ Name, Labels });
    const answer = JSON.stringify({
        marks: { one: null, two: { generation: "$(id)" } },
        images: [],
        containers: [],
        volumes: [
            volume("of one", labelled("one")),
            volume("of two", labelled("two")),
            volume("of another", labelled("one", "ffffffff")),
        ],
        networks: [],
        routes: [],
        ports: [80],
    });
    const [one, two] = parseMachines(answer, "0a1b2c3d", ["one", "two"]);

    it("is each stack's own, and what all of them share", () => {
        assert.ok(one && !(one instanceof Error));
        assert.deepStrictEqual([one.volumes.map(({ Name }) => Name), one.ports, one.marks], [["of one"], [80], null]);
    });

    it("is unreadable for the stack alone whose marks have not the known form", () => {
        assert.ok(two instanceof Error);
        assert.match(two.message, /has not the known form at "generation"/);
    });
});
