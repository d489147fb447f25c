import * as assert from "assert";
import { mkdtempSync, rmSync, writeFileSync } from "fs";
import { tmpdir } from "os";
import { join } from "path";
import { noSeat, readClass, labOf, seatsOf } from "../../stacks/classroom";

describe("a class", () => {
    let root: string;
    beforeEach(() => (root = mkdtempSync(join(tmpdir(), "lab-unit-"))));
    afterEach(() => rmSync(root, { recursive: true }));
    const write = (name: string, text: string) => writeFileSync(join(root, name), text);
    const stacks = (seats: string, scenario = "") =>
        seatsOf("classroom", readClass(seats, scenario, root).made!).map(({ stack }) => stack);
    const problems = (seats: string, scenario = "") => readClass(seats, scenario, root).problems.join("\n");

    it("has a stack for each seat", () => {
        assert.deepStrictEqual(stacks("3"), ["classroom-01", "classroom-02", "classroom-03"]);
        assert.deepStrictEqual(stacks("100").slice(-2), ["classroom-099", "classroom-100"]);
    });
    it("has one for each scenario of a seat, where there are several", () => {
        assert.deepStrictEqual(stacks("1", '["netns","link"]'), ["classroom-01-netns", "classroom-01-link"]);
    });
    it("has labs that are done by hand where no scenario is said", () => {
        assert.strictEqual(seatsOf("classroom", readClass("1", "", root).made!)[0]!.scenario, "blank");
    });

    for (const [what, name, text] of [
        ["a CSV file", "a.csv", "seat,name\nanna,Anna Müller\nb2\n"],
        ["a CSV file without a head, with blank lines", "a.csv", "\ufeffanna, Anna Müller\n\nb2,\n"],
        ["a YAML file", "a.yaml", "- seat: anna\n  name: Anna Müller\n- b2\n"],
    ] as const)
        it(`has the seats of a roster: ${what}`, () => {
            write(name, text);
            assert.deepStrictEqual(readClass(name, "netns", root).made!.people, [
                { seat: "anna", name: "Anna Müller" },
                { seat: "b2" },
            ]);
        });

    for (const [what, seats, scenario, said] of [
        ["none", "0", "", /^seats: "0" is not usable\. Allowed: whole numbers from 1 to 200/],
        ["too many", "201", "", /^seats: "201"/],
        ["a path out of the folder", "../a.csv", "", /^seats: "\.\.\/a\.csv"/],
        ["a roster that is not there", "b.csv", "", /^b\.csv: there is no such file\. /],
        [
            "an unknown scenario",
            "2",
            "netnss",
            /^scenario: "netnss" is none that a seat can have\. Did you mean netns\?/,
        ],
        ["a scenario of several hosts", "2", "overlay-swarm", /^scenario: "overlay-swarm" is none/],
        ["a scenario twice", "2", '["netns","netns"]', /^scenario: "netns" is none .*each once/],
    ] as const)
        it(`is refused: ${what}`, () => assert.match(problems(seats, scenario), said));

    for (const [what, text, said] of [
        [
            "names that no stack can have",
            "Anna\na b\n$(id)\n",
            /"Anna" cannot be[^]*"a b" cannot be[^]*"\$\(id\)" cannot be/,
        ],
        ["a seat twice", "anna\nanna\n", /^a\.csv: "anna" cannot be a seat\. Allowed: .*each once/],
        ["quotes that do not end", '"anna\n', /^a\.csv: it cannot be read: .*\. Allowed: a seat per line/],
        ["no seat", "seat,name\n", /^a\.csv: it has 0 seats/],
    ] as const)
        it(`is refused with a roster of ${what}`, () => {
            write("a.csv", text);
            assert.match(problems("a.csv"), said);
        });

    it("tells the program by a stack's name which scenario is meant, and which stack is no seat", () => {
        const one = readClass("12", "link", root).made!;
        assert.strictEqual(labOf("classroom-07", one)?.scenario, "link");
        assert.strictEqual(labOf("another-07", one)?.scenario, "link");
        for (const stack of ["classroom-13", "classroom-7", "classroom", "-07", "07"])
            assert.strictEqual(labOf(stack, one), undefined, stack);
        const two = readClass("2", '["netns","link"]', root).made!;
        assert.strictEqual(labOf("classroom-02-netns", two)?.scenario, "netns");
        assert.strictEqual(labOf("classroom-02", two), undefined);
        assert.match(noSeat("classroom", one), /is a class.* Allowed: classroom-01 to classroom-12\./);
    });
});
