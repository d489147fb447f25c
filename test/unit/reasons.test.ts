import * as assert from "assert";
import { observedIn, wrongIn } from "../../cli/sheet/words";
import { course } from "../../components/lessons";
import { Check } from "../../components/lib/lesson";
import { lessonOf } from "../../components/lib/course";
import { readChecks } from "../../components/lib/probe";
import { DRIFTS } from "../support/drifts";
import { HAN, mistakesIn } from "../support/prose";
import { snapshot } from "../support/snapshot";
import { variantsOf } from "../support/variants";

/** What else a look says, beside what the parts of lessons do. */
const OTHERS = [
    "lab host node2 is gone",
    "lab host node2 is stopped",
    "the lab's network is not kept from the machine",
    "the lab host's disk is not mounted",
    "the lab host is not held to 512m of memory and 1.5 processors and 500 processes and 1g of disk",
    "sshd was removed",
    "node2 runs",
    "test1 is paused",
    "test1 is stopped; an `up` that did not finish has left test1 (0123456789ab), x (0123456789ab)",
    "mine, yours was plugged into xin-bridge",
    "veth-test1 got 10.9.9.9/24, veth-test2 got 10.9.9.8/24",
    "test1 has no interface on bridge",
    "eth0 of test1 is not plugged into docker0",
];

function assertChinese(why: string): void {
    const { text, language } = wrongIn("zh", why);
    assert.strictEqual(language, "zh", `not known in Chinese: ${why}`);
    assert.match(text, HAN);
    assert.deepStrictEqual(mistakesIn(text), [], why);
    // Names and numbers are in both.
    const names = (words: string) => words.match(/[a-z-]*[0-9][\w./:-]*[a-z0-9]/gi) ?? [];
    assert.deepStrictEqual(names(text).sort(), names(why).sort());
    assert.deepStrictEqual(wrongIn("en", why), { text: why, language: "en" });
}

describe("what a look and a check say by themselves, in Chinese", () => {
    for (const scenario of Object.values(course))
        for (const [how, options] of variantsOf(scenario))
            it(`what can be wrong with ${scenario.name} ${how}`, () => {
                const empty = snapshot({});
                const said = Object.values(lessonOf(scenario, options).parts).flatMap(
                    (part) => part.broken(empty) ?? [],
                );
                assert.ok(said.length > 0);
                said.forEach(assertChinese);
            });

    it("what a preview says of what was broken by hand", () => {
        const said = Object.values(DRIFTS).flatMap((all) => all.flatMap(({ says }) => says));
        assert.ok(said.length > 10);
        said.forEach(assertChinese);
    });

    it("what else there is", () => OTHERS.forEach(assertChinese));

    it("what nobody has translated stays as it is, and is said to be English", () => {
        assert.deepStrictEqual(wrongIn("zh", "something else; test1 is stopped"), {
            text: "something else; test1 is stopped",
            language: "en",
        });
    });

    it("what a check says is apart from what its command printed", () => {
        const check: Check = { ...lessonOf(course.blank!, variantsOf(course.blank!)[0]![1]).checks[0]!, needs: [] };
        const observed = (verdict: string, status: number, output: string) =>
            readChecks(Buffer.from(`check.${check.id}\t${verdict}\t${status}\t${output}\0`).toString("base64"), [
                check,
            ])[0]!.observed;
        const cases: [string, string, string[], string][] = [
            [observed("no", 1, "nine"), "zh", [], "nine"],
            [observed("no", 3, ""), "zh", ["没有输出，退出状态为 3。"], ""],
            [observed("no", 124, "begun"), "zh", ["在一次尝试的时间内没有结束："], "begun"],
            [observed("dead", 1, "Error"), "zh", ["执行本检查的位置不可用："], "Error"],
            [
                observed("dead", 124, ""),
                "en",
                [
                    "The place that this check looks from does not work:",
                    "It did not end within the time of one try:",
                    "It printed nothing, and its exit status was 124.",
                ],
                "",
            ],
            [readChecks("", [check])[0]!.observed, "en", ["There was no answer."], ""],
        ];
        for (const [text, language, said, printed] of cases)
            assert.deepStrictEqual(observedIn(language as "en" | "zh", text), { said, printed });
    });
});
