import * as assert from "assert";
import { InputError, readSettings } from "../../stacks/settings";

const read = (values: Record<string, string>) => (key: string) => values[key];

function problems(stack: string, values: Record<string, string>): string[] {
    try {
        readSettings(stack, read(values));
    } catch (error) {
        assert.ok(error instanceof InputError, String(error));
        return error.message.split("\n").slice(1);
    }
    return [];
}

describe("readSettings", () => {
    it("takes the stack's name for the scenario, and a nested lab host with today's engine", () => {
        assert.deepStrictEqual(readSettings("netns", read({})), {
            stack: "netns",
            scenario: "netns",
            kind: "nested",
            docker: "26.1",
            subnet: undefined,
        });
    });

    const bad: [string, string, Record<string, string>, RegExp[]][] = [
        [
            "an unknown scenario",
            "netns",
            { scenario: "nets" },
            [/scenario: "nets" is not known\. Allowed: netns, default-bridge,/],
        ],
        ["a stack that is no scenario", "mine", {}, [/scenario: "mine" is not known/]],
        [
            "an unknown engine kind",
            "netns",
            { engine: "vm" },
            [/engine: "vm" is not known\. Allowed: nested, direct\. Set it/],
        ],
        [
            "an unknown engine version",
            "netns",
            { docker: "28" },
            [/docker: "28" is not known\. Allowed: 26\.1, 20\.10/],
        ],
        ["a name with ;", "a;id", { scenario: "netns" }, [/stack: "a;id" cannot be a lab's name/]],
        ["a name with a space", "a b", { scenario: "netns" }, [/stack: "a b" cannot be a lab's name/]],
        ["a name that is too long", "a".repeat(41), { scenario: "netns" }, [/cannot be a lab's name/]],
        ["a subnet that is none", "netns", { subnet: "10.0.0.0/33" }, [/subnet: "10\.0\.0\.0\/33" is not usable/]],
        ["a subnet that is too small", "netns", { subnet: "10.0.0.0/31" }, [/subnet: "10\.0\.0\.0\/31" is not usable/]],
        [
            "all problems at once",
            "A;",
            { scenario: "x", engine: "y", subnet: "$(id)" },
            [/stack: "A;"/, /scenario: "x"/, /engine: "y"/, /subnet: "\$\(id\)"/],
        ],
    ];
    for (const [title, stack, values, expected] of bad) {
        it(`refuses ${title}`, () => {
            const found = problems(stack, values);
            assert.strictEqual(found.length, expected.length, found.join("\n"));
            expected.forEach((pattern, index) => assert.match(found[index]!, pattern));
        });
    }
});
