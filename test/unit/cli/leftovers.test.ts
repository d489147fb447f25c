import * as assert from "assert";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "fs";
import { tmpdir } from "os";
import { join } from "path";
import { groupsOf, renderGroups } from "../../../cli/clean";
import { forgetDead, Leftover, Ownership, ownershipOf, parseLeftovers } from "../../../cli/lib/leftovers";

describe("whose an owner id is", () => {
    let folder: string;
    const checkout = (name: string, owner?: string) => {
        mkdirSync(join(folder, name, ".lab"), { recursive: true });
        if (owner !== undefined) writeFileSync(join(folder, name, ".lab", "owner"), `${owner}\n`);
        return join(folder, name);
    };
    const record = (owner: string, path: string) => writeFileSync(join(folder, "records", owner), `${path}\n`);
    const whose = (owner: string) => ownershipOf(owner, join(folder, "here"), join(folder, "records"));

    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "lab-unit-"));
        mkdirSync(join(folder, "records"));
        record("0000000a", checkout("here", "0000000a"));
    });
    afterEach(() => rmSync(folder, { recursive: true }));

    it("is this checkout's, also when its .lab/ is lost", () => {
        assert.strictEqual(whose("0000000a"), "own");
        rmSync(join(folder, "here", ".lab"), { recursive: true });
        assert.strictEqual(whose("0000000a"), "own");
    });

    it("is another one's while that has it, and is dead when that is gone or has another one", () => {
        record("0000000b", checkout("there", "0000000b"));
        assert.strictEqual(whose("0000000b"), "alive");
        checkout("there", "0000000c");
        assert.strictEqual(whose("0000000b"), "dead");
        record("0000000d", join(folder, "nowhere"));
        assert.strictEqual(whose("0000000d"), "dead");
    });

    it("is unknown where it was never written down: labs of other machines on this engine are no leftovers", () => {
        assert.strictEqual(whose("0000000e"), "unknown");
    });

    it("is forgotten when it is dead and nothing is left of it", () => {
        for (const owner of ["0000000d", "0000000f"]) record(owner, join(folder, "nowhere"));
        const left = [{ owner: "0000000f", stack: "netns", kind: "container", name: "x" }];
        forgetDead(left, join(folder, "here"), join(folder, "records"));
        assert.deepStrictEqual(
            ["0000000a", "0000000d", "0000000f"].map((owner) => existsSync(join(folder, "records", owner))),
            [true, false, true],
        );
    });
});

describe("what is found on a machine", () => {
    it("is a lab's only with an owner and a stack of the known forms: no path is made of others", () => {
        const line = (owner: string, stack: string) => `${owner}\t${stack}\tcontainer\tx\n`;
        const text = [
            line("0000000a", "netns"),
            line("0000000a", "../../../etc"),
            line("..", "netns"),
            line("0000000a", ""),
            line('"0000000a"', '"a\\nb"'),
        ].join("");
        assert.deepStrictEqual(parseLeftovers(text), [
            { owner: "0000000a", stack: "netns", kind: "container", name: "x" },
        ]);
        assert.strictEqual(parseLeftovers(line('"0000000a"', '"netns"'))[0]?.stack, "netns");
    });
});

describe("what lab clean removes", () => {
    const owners: Record<string, Ownership> = { a: "own", b: "dead", c: "alive", d: "unknown" };
    const things: Leftover[] = Object.keys(owners).map((owner) => ({ owner, stack: "s", kind: "network", name: "n" }));
    const going = (options: Parameters<typeof groupsOf>[1]) =>
        groupsOf(things, options, (owner) => owners[owner]!).flatMap(({ owner, goes }) => (goes ? [owner] : []));

    it("is this checkout's and nobody's, or what was named", () => {
        assert.deepStrictEqual(going({}), ["a", "b"]);
        assert.deepStrictEqual(going({ owner: ["c"] }), ["c"]);
        assert.deepStrictEqual(going({ all: true }), ["a", "b", "c", "d"]);
    });

    it("is shown by stack and owner, with the way to what stays", () => {
        const text = renderGroups(groupsOf(things.slice(1, 3), {}, (owner) => owners[owner]!));
        assert.strictEqual(
            text,
            "s (owner b, of a checkout that is gone)\n  ✗ network n\n" +
                "s (owner c, of another checkout; stays, unless: ./lab clean --owner c)\n    network n\n",
        );
        assert.match(renderGroups([]), /Nothing of any lab/);
    });
});
