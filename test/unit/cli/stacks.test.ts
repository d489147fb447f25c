import * as assert from "assert";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "fs";
import { tmpdir } from "os";
import { join } from "path";
import { LabError } from "../../../cli/lib/errors";
import { knownStacks, LabStack, selectStacks } from "../../../cli/lib/stacks";
import { course } from "../../../components/lessons";
import { readSettings } from "../../../stacks/settings";

describe("the stacks that a command line names", () => {
    let root: string;
    beforeEach(() => {
        root = mkdtempSync(join(tmpdir(), "lab-stacks-"));
        mkdirSync(join(root, "stacks"));
    });
    afterEach(() => rmSync(root, { recursive: true }));

    const config = (stack: string, lines: readonly string[]) =>
        writeFileSync(join(root, "stacks", `Pulumi.${stack}.yaml`), lines.map((line) => `${line}\n`).join(""));

    function refusal(names: readonly string[]): LabError {
        try {
            selectStacks(names, root);
        } catch (error) {
            assert.ok(error instanceof LabError, String(error));
            return error;
        }
        return assert.fail("it was not refused");
    }

    it("are those of the course, in its order, when it names none", () => {
        config("mine", ["config:", "  docker-network-labs:scenario: netns"]);
        const names = selectStacks([], root).map(({ stack }) => stack);
        const single = Object.values(course).filter(({ group }) => group === "single-host");
        assert.deepStrictEqual(
            names,
            single.map(({ name }) => name),
        );
        assert.ok(names.length >= 8 && !names.includes("blank"), names.join());
    });

    it("may be those of a group, each once", () => {
        const of = (...names: string[]) => selectStacks(names, root).map(({ stack }) => stack);
        assert.deepStrictEqual(of("single-host", "netns", "blank"), [...of(), "blank"]);
        assert.deepStrictEqual(of("course").slice(0, 8), of());
    });

    it("have the names, ports and numbers that were chosen", () => {
        config("custom-bridge", [
            "config:",
            "  docker-network-labs:names:",
            "    test1: alpha",
            "  docker-network-labs:extra: 2",
        ]);
        const [{ options }] = selectStacks(["custom-bridge"], root) as [LabStack];
        assert.deepStrictEqual([options.names.test1, options.names.test3, options.extra], ["alpha", "test3", 2]);
    });

    it("are each taken once, as named", () => {
        const names = selectStacks(["netns", "custom-bridge", "netns"], root).map(({ stack }) => stack);
        assert.deepStrictEqual(names, ["netns", "custom-bridge"]);
    });

    it("may be others that have a config file", () => {
        config("mine", ["config:", "  docker-network-labs:scenario: netns"]);
        const [mine] = selectStacks(["mine"], root);
        assert.deepStrictEqual([mine?.stack, mine?.scenario], ["mine", course.netns]);
        assert.deepStrictEqual(knownStacks(root), [...Object.keys(course), "mine"]);
    });

    it("have their config as it was written: 20.10 is no number", () => {
        config("netns", ["encryptionsalt: v1:x", "config:", "  docker-network-labs:docker: 20.10"]);
        assert.strictEqual(selectStacks(["netns"], root)[0]?.docker, "20.10");
    });

    it("have their config in either form of a key, as pulumi has it", () => {
        config("netns", ["config:", "  engine: direct", "  docker-network-labs:config:names: {test1: 7a}"]);
        const [netns] = selectStacks(["netns"], root) as [LabStack];
        assert.deepStrictEqual([netns.kind, netns.options.names.test1], ["direct", "7a"]);
    });

    it("are refused when a key is there in both forms", () => {
        config("netns", ["config:", "  engine: direct", "  docker-network-labs:engine: nested"]);
        assert.match(
            refusal(["netns"]).message,
            /: docker-network-labs:engine is there twice, once in a short form\. /,
        );
    });

    it("have the engine that was meant, where a number without quotes lost its last digit in the program", () => {
        assert.strictEqual(readSettings("netns", (key) => (key === "docker" ? "20.1" : "")).docker, "20.10");
    });

    it("have the defaults where a file says nothing", () => {
        for (const lines of [[], ["encryptionsalt: v1:x"], ["config:"], ["config:", "  docker-network-labs:engine:"]]) {
            config("netns", lines);
            assert.strictEqual(selectStacks(["netns"], root)[0]?.kind, "nested");
        }
    });

    it("have the project's defaults where they say nothing", () => {
        writeFileSync(join(root, "Pulumi.yaml"), "config:\n  engine:\n    type: string\n    default: direct\n");
        config("custom-bridge", ["config:", "  docker-network-labs:engine: nested"]);
        const kinds = selectStacks(["netns", "custom-bridge"], root).map(({ kind }) => kind);
        assert.deepStrictEqual(kinds, ["direct", "nested"]);
    });

    it("are refused in one message when there are none of these names, with those that there are", () => {
        const { message, exitCode } = refusal(["nope", "netns", "a;b", "x y", "../netns"]);
        assert.strictEqual(
            message,
            `there is no stack "nope", "a;b", "x y", "../netns". Stacks: ${Object.keys(course).join(", ")}. ` +
                "Groups of them: single-host, overlay, course.",
        );
        assert.strictEqual(exitCode, 2);
    });

    it("are refused with every problem of every config, by stack", () => {
        config("netns", ["config:", "  docker-network-labs:engine: vm"]);
        config("Bad", ["config:", "  docker-network-labs:scenario: netns"]);
        const { message, exitCode } = refusal(["netns", "Bad"]);
        assert.match(message, /^stack netns: .*\n {2}- engine: "vm" is not known\. Allowed: nested, direct\./);
        assert.match(message, /\nstack Bad: .*\n {2}- stack: "Bad" cannot be a lab's name\./);
        assert.strictEqual(exitCode, 2);
    });

    it("are refused when a config is secret, because it cannot be read without running the tool", () => {
        config("netns", ["config:", "  docker-network-labs:engine:", "    secure: AAAA"]);
        assert.match(
            refusal(["netns"]).message,
            /- engine: it is a secret, .* Set it with: pulumi config set engine VALUE\n/,
        );
    });

    it("are refused when their file is no YAML, by the file's name", () => {
        config("netns", ["config: ["]);
        assert.match(
            refusal(["netns"]).message,
            /^stack netns: .*\n {2}- stacks\/Pulumi\.netns\.yaml: it cannot be read: .* at line 2, column 1\. /,
        );
    });
});
