import * as assert from "assert";
import { createHash } from "crypto";
import { course } from "../../../components/lessons";
import { defaultsOf, lessonOf } from "../../../components/lib/course";
import type { CheckResult } from "../../../components/lib/probe";
import { documentOf, policy } from "../../../cli/sheet/document";
import type { LabFacts, TriedFacts } from "../../../cli/sheet/facts";
import { classPageOf, colourOf } from "../../../cli/sheet/overview";
import { roomFor, shortened } from "../../../cli/sheet/shortened";
import { prose, speechIn } from "../../../cli/sheet/speech";
import { sheetOf } from "../../../cli/sheet/stack-page";
import { ui } from "../../../cli/sheet/words";

const AT = new Date("2026-01-02T03:04:05Z");
const HOSTILE = "</pre><script>alert(1)</script>\u001b[2J\u202e'\"&";

function labOf(name: string, more: Partial<LabFacts> = {}): LabFacts {
    const scenario = course[name]!;
    const options = defaultsOf(scenario);
    const lesson = lessonOf(scenario, options);
    return {
        stack: name,
        scenario,
        options,
        lesson,
        state: "up",
        hosts: [],
        engine: "26.1.5",
        broken: [],
        drawn: false,
        at: AT,
        ...more,
    };
}

function triedOf({ lesson }: LabFacts, output: string, failed: readonly string[] = []): TriedFacts {
    const checks = lesson.checks.map(({ id, title, where, command, expected, proves, hint }): CheckResult => {
        const ok = !failed.includes(id);
        return {
            id,
            title,
            where,
            command,
            expected,
            proves,
            hint,
            ok,
            status: ok ? "passed" : "failed",
            observed: output,
        };
    });
    return {
        checks,
        evidence: lesson.evidence.map((probe) => ({ ...probe, output })),
        at: AT,
        took: 1234,
    };
}

async function pageOf(lab: LabFacts, tried?: TriedFacts): Promise<string> {
    const speech = speechIn(["en", "zh"]);
    return documentOf({ title: () => lab.stack, speech, content: sheetOf({ lab, tried }, { speech, live: false }) });
}

/** A page is too long to be shown whole where a test fails. */
function has(page: string, what: RegExp): void {
    assert.ok(what.test(page), `it has no ${what}`);
}

function hasNot(page: string, what: RegExp): void {
    assert.strictEqual(what.exec(page)?.[0], undefined);
}

describe("the pages of labs", () => {
    for (const name of Object.keys(course)) {
        it(`${name}: whole in both languages, with all that it shows, however much of it there is`, async () => {
            const lab = labOf(name);
            const page = await pageOf(lab, triedOf(lab, `${HOSTILE}${"<&>\"'\n".repeat(200_000)}`));
            assert.ok(page.length < 300_000, `${page.length}`);
            for (const { command } of [...lab.lesson.evidence, ...lab.lesson.checks])
                assert.ok(page.includes(String(prose(command))), command);
            const main = page.slice(page.indexOf("<main"), page.indexOf("</main>"));
            assert.deepStrictEqual(main.match(/.{0,80}(undefined|\[object|[\u001b\u202e]).{0,80}/g), null);
            assert.strictEqual(page.match(/<script>/g)?.length, 1);
            const spans = (language: string) => page.split(`data-in="${language}"`).length;
            assert.strictEqual(spans("en"), spans("zh"));
        });
        it(`${name}: without a lab it is the lesson, and says so`, async () => {
            const page = await pageOf(labOf(name, { state: "absent" }));
            has(page, /class="state grey"/);
            has(page, new RegExp(`\\./lab up ${name}<`));
            hasNot(page, /class="printed"/);
        });
    }

    it("a lab that cannot be read says why, as text", async () => {
        const page = await pageOf(labOf("netns", { state: "unreadable", message: HOSTILE }));
        has(page, /&lt;\/pre&gt;&lt;script&gt;alert\(1\)&lt;\/script&gt;\?\[2J\?/);
    });

    it("a page's policy names what is in it, and nothing else runs", async () => {
        const page = await pageOf(labOf("netns"));
        for (const name of ["style", "script"]) {
            const [, text] = new RegExp(`<${name}>([^]*?)</${name}>`).exec(page)!;
            const hash = createHash("sha256").update(text!).digest("base64");
            assert.ok(policy(false).includes(`${name}-src 'sha256-${hash}'`), name);
        }
        assert.match(policy(false), /^default-src 'none'; /);
        assert.doesNotMatch(policy(false) + policy(true), /unsafe|https?:|\*/);
        hasNot(page, /<(link|img|iframe|object|embed|base|form)\b|\son\w+=|\ssrc=|@import|url\(/);
    });

    it("what is printed is cut to the room that there is, at a whole character", () => {
        assert.deepStrictEqual(shortened("abc", 3), { shown: "abc", leftOut: 0 });
        assert.deepStrictEqual(shortened("网络abc", 7), { shown: "网络a", leftOut: 2 });
        assert.deepStrictEqual(shortened("<<<", 12), { shown: "<<", leftOut: 1 });
        assert.deepStrictEqual(shortened("😀😀", 5), { shown: "😀", leftOut: 2 });
        assert.strictEqual(shortened("x".repeat(10_000_000), roomFor(1)).leftOut, 10_000_000 - roomFor(1));
        assert.ok(roomFor(1000) * 1000 <= 110_000);
    });

    it("code is what stands between backticks, and text whatever it says", () => {
        assert.strictEqual(String(prose("see `a <b>` & c")), "see <code>a &lt;b&gt;</code> &amp; c");
        assert.strictEqual(String(prose("one ` alone")), "one ` alone");
    });

    it("a lab is green only where all is as it should be", () => {
        const lab = labOf("netns");
        const { id } = lab.lesson.checks[0]!;
        assert.strictEqual(colourOf({ lab, tried: triedOf(lab, "") }), "green");
        assert.strictEqual(colourOf({ lab, failedAtUp: [] }), "green");
        assert.strictEqual(colourOf({ lab, failedAtUp: [id] }), "red");
        assert.strictEqual(colourOf({ lab, tried: triedOf(lab, "", [id]) }), "red");
        assert.strictEqual(colourOf({ lab, tried: { ...triedOf(lab, ""), message: "no answer" } }), "red");
        assert.strictEqual(colourOf({ lab: labOf("netns", { broken: ["lo is down"] }) }), "red");
        assert.strictEqual(colourOf({ lab: labOf("netns", { state: "stopped" }) }), "red");
        assert.strictEqual(colourOf({ lab: labOf("netns", { state: "unfinished" }) }), "red");
        assert.strictEqual(colourOf({ lab: labOf("netns", { state: "absent" }) }), "grey");
        assert.strictEqual(colourOf({ lab: labOf("netns", { state: "unreadable" }) }), "grey");
    });

    it("a class has a tile for each seat, with who has it and which check failed", async () => {
        const lab = labOf("netns");
        const [first] = lab.lesson.checks;
        const tiles = [
            { lab: { ...lab, stack: "c-01" }, failedAtUp: [], seat: "01", person: "Ada <Lovelace>" },
            { lab: { ...lab, stack: "c-02" }, tried: triedOf(lab, "", [first!.id]), seat: "02", person: "王" },
            { lab: labOf("netns", { stack: "c-03", state: "absent" }), seat: "03" },
        ];
        const page = String(await classPageOf("c", tiles, { speech: speechIn(["en"]) }));
        has(page, /1 as they should be, 1 that need a look, 1 not up/);
        const [, one, two, three] = page.split('<li class="tile ');
        assert.match(one!, /^green[^]*Ada &lt;Lovelace&gt;/);
        assert.match(two!, /^red[^]*王/);
        assert.ok(two!.includes(String(prose(first!.title))));
        assert.match(three!, /^grey/);
    });

    it("has all its words in both languages", () => {
        const keys = (words: object): string[] =>
            Object.entries(words).flatMap(([key, value]) =>
                typeof value === "object" ? keys(value as object).map((one) => `${key}.${one}`) : [key],
            );
        assert.deepStrictEqual(keys(ui("zh")), keys(ui("en")));
    });
});
