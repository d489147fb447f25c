import * as assert from "assert";
import { readFileSync } from "fs";
import { join } from "path";
import { parse } from "yaml";
import { KEYS, keyProblems } from "../../stacks/keys";
import { readSettings } from "../../stacks/settings";

describe("keyProblems", () => {
    it("knows the keys that Pulumi.yaml describes", () => {
        const text = readFileSync(join(__dirname, "..", "..", "Pulumi.yaml"), "utf8");
        const { config } = parse(text) as { config: Record<string, unknown> };
        const described = Object.keys(config).filter((key) => !key.includes(":"));
        assert.deepStrictEqual([...KEYS].sort(), described.sort());
        assert.deepStrictEqual(keyProblems(KEYS.map((key) => `docker-network-labs:${key}`)), []);
    });

    it("leaves the keys of others alone", () => {
        assert.deepStrictEqual(keyProblems(["docker:host", "aws:region", "pulumi:tags"]), []);
    });

    for (const [key, near] of [
        ["node", "nodes"],
        ["Engine", "engine"],
        ["machineport", "machinePort"],
    ] as const)
        it(`names ${near} for ${key}`, () => {
            const [problem, ...more] = keyProblems([`docker-network-labs:${key}`]);
            assert.deepStrictEqual(more, []);
            assert.ok(problem!.startsWith(`${key}: there is no such key. Did you mean ${near}? Allowed: scenario,`));
        });

    it("names none for what is no slip, and says all at once with other problems", () => {
        const keys = ["docker-network-labs:$(reboot now)", "docker-network-labs:subnets"];
        const read = (key: string) => (key === "engine" ? "big" : undefined);
        assert.throws(
            () => readSettings("netns", read, { keys }),
            /engine: "big".*\n.*"\$\(reboot now\)": there is no such key\. Allowed.*\n.*subnets: .*Did you mean subnet\?/,
        );
    });
});
