import * as assert from "assert";
import { EngineEvent, Journal, withoutScripts } from "../../../cli/lib/journal";
import { errorsOf, parseEvent } from "../../../cli/lib/pulumi";
import { Step } from "../../../cli/lib/words";

const urn = (name: string) =>
    `urn:pulumi:netns::docker-network-labs::docker-network-labs:index:LabHost$command:local:Command::${name}`;

function step(op: string, name: string, more: Partial<Step> = {}): Step {
    return { op, urn: urn(name), type: "command:local:Command", old: null, new: null, ...more };
}

const pre = (op: string, name: string, more: Partial<Step> = {}): EngineEvent => ({
    resourcePreEvent: { metadata: step(op, name, more) },
});
const end = (op: string, name: string): EngineEvent => ({ resOutputsEvent: { metadata: step(op, name) } });
const failed = (name: string): EngineEvent => ({ resOpFailedEvent: { metadata: step("create", name) } });
const diagnostic = (severity: string, message: string, at?: string): EngineEvent => ({
    diagnosticEvent: { severity, message, urn: at },
});

describe("a journal of an operation", () => {
    it("says what is being done, and how much was", () => {
        const journal = new Journal("netns");
        const seen = [pre("create", "netns-test1"), pre("create", "netns-test2"), end("create", "netns-test1")].map(
            (event) => [journal.add(event), journal.now],
        );
        assert.deepStrictEqual(seen, [
            ["making test1", "making test1"],
            ["making test2", "making test1, making test2"],
            [undefined, "1 done, making test2"],
        ]);
        journal.add(failed("netns-test2"));
        assert.strictEqual(journal.now, "1 done");
    });

    it("takes no notice of what stays as it is", () => {
        const journal = new Journal("netns");
        assert.strictEqual(journal.add(pre("same", "netns-test1")), undefined);
        journal.add(end("same", "netns-test1"));
        assert.deepStrictEqual([journal.now, journal.changes], ["", []]);
    });

    it("makes one change of the steps of a replacement, with the reason of any", () => {
        const journal = new Journal("netns");
        const both = { old: { inputs: { triggers: ["made"] } }, new: { inputs: { triggers: ["repair 1: gone"] } } };
        journal.add(pre("delete-replaced", "netns-pair", { old: both.old }));
        journal.add(pre("replace", "netns-pair", both));
        journal.add(pre("create-replacement", "netns-pair", both));
        assert.deepStrictEqual(journal.changes, [
            { op: "replace", thing: { kind: "step", name: "pair" }, reason: "gone" },
        ]);
    });

    it("tells making, changing and removing apart, in order", () => {
        const journal = new Journal("netns");
        for (const op of ["update", "create", "delete"]) journal.add(pre(op, `netns-${op}`));
        assert.deepStrictEqual(
            journal.changes.map(({ op, thing }) => [op, thing.name]),
            [
                ["change", "update"],
                ["make", "create"],
                ["remove", "delete"],
            ],
        );
    });

    it("has the stack's outputs", () => {
        const journal = new Journal("netns");
        const stack = { ...step("create", "x"), type: "pulumi:pulumi:Stack", new: { inputs: {}, outputs: { a: 1 } } };
        journal.add({ resOutputsEvent: { metadata: stack } });
        assert.deepStrictEqual(journal.outputs, { a: 1 });
    });

    it("keeps errors and warnings once each, with what they are about, and without the tool's own noise", () => {
        const journal = new Journal("netns");
        journal.add(diagnostic("warning", "using pulumi-resource-docker from $PATH at /x\n"));
        journal.add(diagnostic("warning", "Attempting to deploy or update resources with 2 pending operations from"));
        journal.add(diagnostic("warning", "This lab will be made anew\n"));
        journal.add(
            diagnostic("error", "sdk-v2/provider2.go:571: no such image: provider=docker@5.2.0", urn("host-ready")),
        );
        journal.add(diagnostic("error", "1 error occurred:\n\t* no such image\n\n", urn("host-ready")));
        journal.add(diagnostic("error", "1 error occurred:\n\t* no such image\n\n", urn("host-ready")));
        journal.add(diagnostic("error", "update failed"));
        journal.add(diagnostic("debug", "Registering resource"));
        assert.deepStrictEqual([journal.warnings, journal.pending], [["This lab will be made anew"], 2]);
        assert.deepStrictEqual(journal.errors, ["lab host's engine: no such image"]);
    });
});

describe("withoutScripts", () => {
    it("leaves what a script said, and drops the script, whatever is quoted in it", () => {
        const message = 'exit status 1: running "echo \\"a\\nb\\" \\\\\n": \nnot there';
        assert.strictEqual(withoutScripts(message), "exit status 1: \nnot there");
    });
    it("does so in the words of the project's own plugin", () => {
        const message = "exit status 1\nthe command was: # a\necho b\nits output was:\nnot there";
        assert.strictEqual(withoutScripts(message), "exit status 1:\nnot there");
    });
});

describe("parseEvent", () => {
    it("reads an event", () => {
        assert.deepStrictEqual(parseEvent('{"sequence":1,"summaryEvent":{"result":"failed"}}'), {
            sequence: 1,
            summaryEvent: { result: "failed" },
        });
    });
    for (const line of ["", "error: no", '{"sequence":', "[1]"]) {
        it(`takes ${JSON.stringify(line)} for none`, () => assert.strictEqual(parseEvent(line), undefined));
    }
});

describe("errorsOf", () => {
    it("has the engine's errors before anything else", () => {
        assert.deepStrictEqual(errorsOf(["a"], { exitCode: 1, stderr: "b" }), ["a"]);
    });
    it("has what the tool wrote when it did not get as far as the engine", () => {
        const stderr = "warning: using pulumi-language-nodejs from $PATH at /x\nerror: the stack is currently locked\n";
        assert.deepStrictEqual(errorsOf([], { exitCode: 255, stderr }), ["the stack is currently locked"]);
    });
    it("says when there is nothing", () => {
        assert.deepStrictEqual(errorsOf([], { exitCode: 137, stderr: "" }), [
            "pulumi ended with exit status 137 and said nothing",
        ]);
    });
});
