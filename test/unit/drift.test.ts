import * as assert from "assert";
import * as fc from "fast-check";
import { containerPart, tokens } from "../../components/lib/drift";
import { snapshot } from "../support/snapshot";

describe("tokens", () => {
    it("are 'made' for a new lab", () => {
        assert.deepStrictEqual(tokens({}, ["a", "b"], {}), { a: "made", b: "made" });
    });

    it("stay as they were written down while a part is healthy", () => {
        assert.deepStrictEqual(tokens({ a: "repair 3: a was removed" }, ["a"], {}), { a: "repair 3: a was removed" });
    });

    it("count the repairs of each part by itself, and say why", () => {
        const stored = { a: "repair 3: a was removed", b: "made" };
        assert.deepStrictEqual(tokens(stored, ["a", "b", "c"], { a: "a is stopped", c: "c left x" }), {
            a: "repair 4: a is stopped",
            b: "made",
            c: "repair 1: c left x",
        });
    });

    it("always differ from the stored one when something is broken, so that the resource is replaced", () => {
        fc.assert(
            fc.property(fc.string(), fc.string({ minLength: 1 }), (stored, why) => {
                assert.notStrictEqual(tokens({ a: stored }, ["a"], { a: why }).a, stored);
            }),
        );
    });
});

describe("containerPart", () => {
    const part = containerPart("test1", "xin-bridge");
    const states: [string, Parameters<typeof snapshot>[0], string | undefined][] = [
        ["is not there", { containers: [] }, "test1 was removed"],
        [
            "is stopped",
            { containers: [{ name: "test1", status: "exited", networks: ["xin-bridge"] }] },
            "test1 is stopped",
        ],
        [
            "is paused",
            { containers: [{ name: "test1", status: "paused", networks: ["xin-bridge"] }] },
            "test1 is paused",
        ],
        [
            "left its network",
            { containers: [{ name: "test1", status: "running", networks: ["bridge"] }] },
            "test1 left xin-bridge",
        ],
        [
            "is as it was made",
            { containers: [{ name: "test1", status: "running", networks: ["xin-bridge"] }] },
            undefined,
        ],
    ];
    for (const [title, live, expected] of states) {
        it(`says what is broken of a container that ${title}`, () => {
            assert.strictEqual(part.broken(snapshot(live)), expected);
        });
    }
});
