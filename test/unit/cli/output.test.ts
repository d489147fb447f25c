import * as assert from "assert";
import { exitCodeOf, renderReports } from "../../../cli/check";
import { CheckReport } from "../../../cli/lib/live-checks";
import { renderDestroy } from "../../../cli/destroy";
import { DriftReport, exitCodeOf as exitCodeOfDrift, renderDrift } from "../../../cli/drift";
import { isYes } from "../../../cli/lib/ask";
import { describeError, LabError } from "../../../cli/lib/errors";
import { renderChecks, renderFailure } from "../../../cli/lib/report";
import { count, indent, table } from "../../../cli/lib/text";
import { PreviewResult, renderJson, renderPreview } from "../../../cli/preview";
import { renderUp, UpResult } from "../../../cli/up";
import { CheckResult } from "../../../components/lib/probe";

function result(status: CheckResult["status"], more: Partial<CheckResult> = {}): CheckResult {
    return {
        id: status,
        title: `${status} title`,
        where: "lab host",
        command: "brctl show",
        expected: "a veth",
        observed: "nothing",
        status,
        ok: status === "passed",
        proves: "it",
        hint: "look",
        ...more,
    };
}

describe("text", () => {
    it("lines up columns, and leaves no blanks at a line's end", () => {
        assert.strictEqual(
            table(
                ["a", "bb"],
                [
                    ["ccc", ""],
                    ["d", "e"],
                ],
            ),
            "a    bb\nccc\nd    e\n",
        );
    });
    it("indents lines, but not empty ones", () => assert.strictEqual(indent("a\n\nb\n", "  "), "  a\n\n  b\n"));
    it("counts", () => assert.deepStrictEqual([count(1, "change"), count(0, "change")], ["1 change", "0 changes"]));
    for (const [answer, expected] of [
        ["y", true],
        [" YES ", true],
        ["", false],
        ["n", false],
        ["yesterday", false],
    ] as const) {
        it(`takes ${JSON.stringify(answer)} for a ${expected ? "yes" : "no"}`, () =>
            assert.strictEqual(isYes(answer), expected));
    }
});

describe("errors", () => {
    it("say what to do, without a stack trace, and carry their exit code", () => {
        assert.deepStrictEqual(describeError(new LabError("no lab", "./lab up x", 1)), {
            text: "lab: no lab\n  what to do: ./lab up x",
            exitCode: 1,
        });
        assert.strictEqual(describeError(new LabError("bad input")).exitCode, 2);
    });
    it("of a full disk is what to mend", () => {
        const full = Object.assign(new Error("ENOSPC: no space left on device, write"), { syscall: "write" });
        const { text, exitCode } = describeError(full);
        assert.match(text, /^lab: ENOSPC: no space left on device, write\n {2}what to do: make room on the disk: /);
        assert.strictEqual(exitCode, 1);
    });
    it("are bugs when nobody foresaw them, and show where", () => {
        const { text, exitCode } = describeError(new TypeError("x is not a function"));
        assert.match(text, /^lab: this is a bug in lab, .*\nTypeError: x is not a function\n {4}at /);
        assert.strictEqual(exitCode, 1);
    });
});

describe("check results", () => {
    it("have a line each, and for a failure what was expected, what was seen and where to look", () => {
        const checks = [
            result("passed"),
            result("failed", { observed: "one\ntwo" }),
            result("blocked", { observed: "not judged: it needs failed" }),
        ];
        assert.strictEqual(
            renderChecks(checks),
            [
                "  ✓ passed title",
                "  ✗ failed title",
                "      tried     brctl show (lab host)",
                "      expected  a veth",
                "      observed  one",
                "                two",
                "      hint      look",
                "  – blocked title (not judged: it needs failed)",
                "",
            ].join("\n"),
        );
    });

    const report = (state: CheckReport["state"], ...checks: CheckResult[]): CheckReport => ({
        stack: "x",
        state,
        host: null,
        checks,
    });
    const codes: [string, CheckReport[], number][] = [
        ["all pass", [report("up", result("passed")), report("up", result("passed"))], 0],
        ["one fails", [report("up", result("passed")), report("up", result("failed"))], 1],
        ["one is blocked", [report("up", result("blocked"))], 1],
        ["a lab is absent", [report("absent")], 1],
        ["a lab is stopped", [report("stopped"), report("up", result("passed"))], 1],
        ["a lab is unfinished", [report("unfinished")], 1],
        ["a lab cannot be read, whatever else fails", [report("up", result("failed")), report("unreadable")], 2],
        ["there is no lab at all", [], 1],
    ];
    for (const [title, reports, expected] of codes) {
        it(`give ${expected} when ${title}`, () => assert.strictEqual(exitCodeOf(reports), expected));
    }

    it("say where they were tried, or why they were not", () => {
        const reports: CheckReport[] = [
            { stack: "a", state: "up", host: "lab-a-1", checks: [result("passed")] },
            { stack: "b", state: "up", host: null, checks: [result("passed")] },
            { stack: "c", state: "stopped", host: "lab-c-1", message: "The lab host is stopped", checks: [] },
        ];
        const lines = renderReports(reports).split("\n");
        assert.deepStrictEqual(
            lines.filter((line) => /^\w/.test(line)),
            ["a (lab-a-1): 1/1 checks passed", "b (on this machine): 1/1 checks passed", "c: The lab host is stopped"],
        );
    });
});

describe("what up prints", () => {
    const fine: UpResult = {
        stack: "netns",
        ok: true,
        interrupted: false,
        seconds: 3.25,
        changes: 11,
        checks: [result("passed")],
        hosts: [],
        warnings: [],
        errors: [],
    };

    it("is a table", () => {
        assert.strictEqual(
            renderUp([fine]),
            "\nstack  checks  changes  seconds  look inside\nnetns  1/1     11       3.3      ./lab shell netns\n",
        );
    });
    it("shows the checks that did not pass, and no others", () => {
        const text = renderUp([{ ...fine, checks: [result("passed"), result("failed")] }]);
        assert.match(text, /netns +1\/2 .*\n\nnetns\n {2}✗ failed title\n/);
        assert.doesNotMatch(text, /passed title/);
    });
    it("shows the tool's own error, then what to do", () => {
        const text = renderUp([{ ...fine, ok: false, checks: [], errors: ["container test1: no such image\nsorry"] }]);
        assert.match(
            text,
            /netns +- .* failed\n\n✗ netns: the operation failed\n {4}container test1: no such image\n {4}sorry\n {2}what to do: `\.\/lab up netns` goes on/,
        );
    });
    it("says that it was interrupted", () => {
        assert.match(
            renderUp([{ ...fine, ok: false, interrupted: true, checks: [] }]),
            /✗ netns: interrupted; what was done/,
        );
    });
});

describe("what destroy prints", () => {
    it("is what was removed of each stack", () => {
        const base = { ok: true, interrupted: false, milliseconds: 1234, warnings: [], errors: [] };
        const removed = [
            { kind: "lab host", name: "" },
            { kind: "container", name: "test1" },
        ];
        assert.strictEqual(
            renderDestroy([
                { ...base, stack: "netns", removed },
                { ...base, stack: "link", removed: [], warnings: ["its lock was removed"] },
            ]),
            "\nstack  seconds  removed\nnetns  1.2      1 lab host, 1 container\nlink   1.2      nothing was there\n" +
                "\nlink: warning: its lock was removed\n",
        );
    });
});

describe("what drift prints", () => {
    const whole: DriftReport = { stack: "netns", state: "up", broken: [], handMade: [], added: [] };

    it("is what is broken and what was made by hand, with nothing that a terminal would obey", () => {
        const wrecked = {
            ...whole,
            stack: "link",
            broken: ["test1 was removed"],
            handMade: ["a\u001b[2Jb"],
            added: ["a got b"],
        };
        assert.strictEqual(
            renderDrift([whole, wrecked]),
            "netns: as it was made\nlink: not as it was made\n  ✗ test1 was removed\n  + a?[2Jb was made by hand\n  + a got b, which is left alone\n",
        );
    });
    it("says of a lab that cannot be compared why", () => {
        const absent = { ...whole, state: "absent" as const };
        const unread = { ...whole, state: "unreadable" as const, message: "no answer" };
        const unfinished = { ...whole, state: "unfinished" as const };
        assert.match(renderDrift([absent, unread, unfinished]), /no such lab\nnetns: no answer\nnetns: its last `up`/);
        assert.match(renderDrift([]), /No lab is up/);
    });
    it("ends with 1 for what is broken, with 2 for what could not be read", () => {
        const made = { ...whole, handMade: ["mine"] };
        const broken = { ...whole, broken: ["test1 was removed"] };
        assert.deepStrictEqual(
            [[made], [made, broken], [{ ...whole, state: "unfinished" as const }]].map(exitCodeOfDrift),
            [0, 1, 1],
        );
        assert.strictEqual(exitCodeOfDrift([broken, { ...whole, state: "unreadable" }]), 2);
    });
});

describe("what preview prints", () => {
    const changed: PreviewResult = {
        stack: "custom-bridge",
        ok: true,
        changes: [{ op: "replace", thing: { kind: "container", name: "test1" }, reason: "test1 is stopped" }],
        warnings: ["careful"],
        errors: [],
    };
    it("is each change with its reason", () => {
        assert.strictEqual(
            renderPreview([changed, { ...changed, stack: "netns", changes: [], warnings: [] }]),
            "custom-bridge: 1 change\n  ! careful\n  ± replace container test1: test1 is stopped\nnetns: no changes\n",
        );
    });
    it("is the same as JSON", () => {
        assert.deepStrictEqual(JSON.parse(renderJson([changed])), [
            {
                stack: "custom-bridge",
                ok: true,
                changes: [{ op: "replace", kind: "container", name: "test1", reason: "test1 is stopped" }],
                warnings: ["careful"],
                errors: [],
            },
        ]);
    });
});

describe("advice", () => {
    const advice = (error: string, again = "./lab up netns") =>
        renderFailure({ stack: "netns", interrupted: false, errors: [error] }, again).split("what to do: ")[1];
    it("for a locked stack is to wait, or to lift a dead lock", () => {
        assert.match(advice("the stack is currently locked by 1 lock(s)")!, /pulumi cancel --yes --stack netns/);
    });
    for (const [what, error, first] of [
        ["a full disk", "write /var/lib/docker/tmp/x: no space left on device", "make room on the disk: "],
        [
            "a full disk that hides behind an engine",
            "unexpected EOF\nNo space left on device",
            "make room on the disk: ",
        ],
        ["a quota", "write: disk quota exceeded", "make room on the disk: "],
        ["memory that ran out", "fork: Cannot allocate memory", "make room in memory, where that ran out: "],
        ["a program that was killed", "making container test1: exit status 137", "make room in memory, where that ran"],
        [
            "an engine that stopped",
            "Cannot connect to the Docker daemon at unix:///run/docker.sock.",
            "start the engine",
        ],
        [
            "a lab host that ended, as one with too little memory does",
            'error during connect: Post "http://%2Frun%2Fdocker-network-labs%2Fb3bf2741%2Fnetns%2F956307cf%2Fdocker.sock/v1.45/x": EOF',
            "give the lab host more memory, where `limits` holds it to too little: pulumi config set --path limits.memory 1g --stack netns; `./lab up netns`, where somebody stopped it; or",
        ],
        ["an engine that stops", "error during connect: Get http://docker/v1.45/x: EOF", "start the engine, where it "],
    ] as const)
        it(`for ${what} is to mend that first, and then to go on`, () => {
            const said = advice(error)!;
            assert.ok(said.startsWith(first), said);
            assert.ok(
                said.endsWith(
                    "; then `./lab up netns` goes on from there, `./lab destroy netns` removes what is there\n",
                ),
            );
        });
    it("for anything else is to go on", () =>
        assert.ok(advice("test1: no such image: exit status 1")!.startsWith("`./lab up netns` goes on from there")));
    it("for a destroy names that once", () =>
        assert.strictEqual(
            advice("no space left on device", "./lab destroy netns")!.split("; then ")[1],
            "`./lab destroy netns` goes on from there\n",
        ));
    it("for a wrong passphrase is to give the right one", () =>
        assert.match(advice("incorrect passphrase")!, /lab env/));
});
