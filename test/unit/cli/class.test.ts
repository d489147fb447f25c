import * as assert from "assert";
import { renderAnswers } from "../../../cli/class/exec";
import { files, Grade, gradesOf, renderGrades } from "../../../cli/class/grade";
import { classOf } from "../../../cli/class/left";
import { renderStatus } from "../../../cli/class/status";
import { CheckReport } from "../../../cli/lib/live-checks";

const check = (status: "passed" | "failed") => ({
    id: `is-${status}`,
    title: `It ${status}`,
    where: "lab host",
    command: "true",
    expected: "all",
    observed: status === "passed" ? "all" : "=HYPERLINK(1)\u001b[2J",
    status,
    ok: status === "passed",
    proves: "it",
    hint: "look",
});
const UP: CheckReport = { stack: "c-01", state: "up", host: "h", checks: [check("passed"), check("failed")] };
const ABSENT: CheckReport = { stack: "c-02", state: "absent", host: null, message: "There is no such lab", checks: [] };

describe("answers of a class", () => {
    const answers = [
        { stack: "c-01", exitCode: 0, output: "a\u001b[2J\nb" },
        { stack: "c-02", exitCode: 1, output: "" },
        { stack: "c-03", exitCode: 0, output: "a\u001b[2J\nb" },
        { stack: "c-04", exitCode: undefined, ended: "no end in time" as const, output: "" },
    ];
    it("are shown once where they are equal, the most frequent first, and do nothing to a terminal", () => {
        assert.strictEqual(
            renderAnswers(answers),
            "2 seats, exit code 0: c-01 c-03\n    a?[2J\n    b\n\n" +
                "1 seat, exit code 1: c-02\n    (it printed nothing)\n\n" +
                "1 seat, no end in time: c-04\n    (it printed nothing)\n",
        );
    });
});

describe("grades of a class", () => {
    const grades: Grade[] = [UP, ABSENT].flatMap(gradesOf);
    it("have a row for each check, and one for a seat that cannot be graded, each with its reason", () => {
        assert.deepStrictEqual(
            grades.map(({ seat, check, status, reason }) => [seat, check, status, reason]),
            [
                ["c-01", "is-passed", "passed", ""],
                ["c-01", "is-failed", "failed", "=HYPERLINK(1)?[2J"],
                ["c-02", "", "error", "There is no such lab"],
            ],
        );
    });
    it("are no formulas to a spreadsheet", async () => {
        const { "grades.csv": csv = "" } = await files("c", grades);
        assert.match(csv, /^seat,check,title,status,expected,reason,hint\n/);
        assert.match(csv, /,'=HYPERLINK\(1\)/);
    });
    it("are JUnit's failures and errors", async () => {
        const { "grades.xml": xml = "" } = await files("c", grades);
        assert.match(xml, /<testsuites tests="3" failures="1" errors="1"/);
        assert.match(xml, /<testcase classname="c\.c-02\.seat" name="the seat can be graded">/);
    });
    it("are a line for each seat to whoever reads them", () => {
        assert.match(renderGrades([UP, ABSENT], "out"), /^c-01 +1\/2 +is-failed\nc-02 +absent\n/m);
    });
});

describe("the seats of a class", () => {
    it("are a line each, with the first thing that is broken", () => {
        const report = {
            stack: "c-01",
            state: "up",
            broken: ["x is gone", "y"],
            handMade: ["mine"],
            added: [],
        } as const;
        assert.match(
            renderStatus([{ ...report, broken: [...report.broken], handMade: [...report.handMade], added: [] }]),
            /^c-01 +up +2 +1 +x is gone$/m,
        );
    });
    it("have the names of a roster, where there is one", () => {
        const report = { state: "up" as const, broken: [], handMade: [], added: [] };
        const named = renderStatus([
            { ...report, stack: "c-01", name: "Anna\u001b[2J" },
            { ...report, stack: "c-02", name: undefined },
        ]);
        assert.match(named, /^seat +name +state [^]*^c-01 +Anna\?\[2J +up +0 +0\nc-02 {2,}up +0 +0$/m);
        assert.doesNotMatch(renderStatus([{ ...report, stack: "c-01" }]), /name/);
    });
    it("are those of the class with the longest name that fits", () => {
        assert.strictEqual(classOf("a-b-01", ["a", "a-b", "b"]), "a-b");
        assert.strictEqual(classOf("a-01", ["a", "a-b"]), "a");
        assert.strictEqual(classOf("ab-01", ["a"]), undefined);
    });
});
