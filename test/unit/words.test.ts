import * as assert from "assert";
import { readFileSync, writeFileSync } from "fs";
import { join } from "path";
import { inLanguage, teaching, ui, type Language } from "../../cli/sheet/words";
import { chinese } from "../../cli/sheet/words/chinese";
import { course } from "../../components/lessons";
import { defaultsOf, lessonOf, Options, Scenario } from "../../components/lib/course";
import { Lesson } from "../../components/lib/lesson";
import { codeIn, HAN, isPrinted, mistakesIn } from "../support/prose";
import { variantsOf } from "../support/variants";

const LANGUAGES: readonly Language[] = ["en", "zh"];

/** All texts of a lesson that a person reads, by where they are. */
function textsOf({ commands, evidence, checks }: Lesson): Record<string, string> {
    const found: Record<string, string> = {};
    commands.forEach(([, notice], index) => notice !== undefined && (found[`notice ${index}`] = notice));
    for (const { id, title, where } of evidence)
        Object.assign(found, { [`${id} title`]: title, [`${id} where`]: where });
    for (const { id, title, where, expected, proves, hint } of checks)
        for (const [field, text] of Object.entries({ title, where, expected, proves, hint }))
            found[`check ${id} ${field}`] = text;
    return found;
}

/** All texts that are taught with a lesson, by where they are. */
function taughtTexts(scenario: Scenario, language: Language, options: Options): Record<string, string> {
    const { title, goal, tryNext, legacy } = teaching(scenario, language, options);
    return Object.fromEntries([
        ["title", title],
        ...goal.map((text, index) => [`goal ${index}`, text]),
        ...tryNext.flatMap(({ task, answer }, index) => [
            [`task ${index}`, task],
            [`answer ${index}`, answer],
        ]),
        ...legacy.flatMap(({ old, now }, index) => [
            [`old ${index}`, old],
            [`now ${index}`, now],
        ]),
    ]) as Record<string, string>;
}

describe("the words of the sheets", () => {
    for (const scenario of Object.values(course)) {
        describe(scenario.name, () => {
            it("both languages stand side by side in test/words: who changes one sees the other", () => {
                const options = defaultsOf(scenario);
                const lesson = lessonOf(scenario, options);
                const [ours, theirs] = LANGUAGES.map((language) => ({
                    ...taughtTexts(scenario, language, options),
                    ...textsOf(inLanguage(lesson, scenario, language, options)),
                })) as [Record<string, string>, Record<string, string>];
                const pairs = Object.keys(ours).map((at) => `${at}\n  ${ours[at]}\n  ${theirs[at]}\n`);
                const file = join(__dirname, "..", "words", `${scenario.name}.txt`);
                if (process.env.LAB_TEST_GOLDEN === "write") writeFileSync(file, pairs.join(""));
                assert.strictEqual(pairs.join(""), readFileSync(file, "utf8"));
            });
            for (const [how, options] of variantsOf(scenario)) {
                describe(how, () => {
                    const english = lessonOf(scenario, options);
                    const inChinese = inLanguage(english, scenario, "zh", options);

                    it("English is the lesson's own", () => {
                        assert.deepStrictEqual(inLanguage(english, scenario, "en", options), english);
                    });
                    it("each text is there in Chinese, and everything else is the same", () => {
                        const [ours, theirs] = [textsOf(english), textsOf(inChinese)];
                        assert.deepStrictEqual(Object.keys(theirs), Object.keys(ours));
                        const left = Object.keys(ours).filter(
                            (at) =>
                                !HAN.test(theirs[at]!) &&
                                !(/ (where|expected)$/.test(at) && isPrinted(theirs[at]!, options)),
                        );
                        assert.deepStrictEqual(
                            left.map((at) => `${at}: ${theirs[at]}`),
                            [],
                        );
                        const commands = ({ commands, evidence, checks }: Lesson) => [
                            ...commands.map(([command]) => command),
                            ...[...evidence, ...checks].map(({ id, command, on }) => [id, command, on]),
                            ...checks.map(({ exit, output, alive, needs, settles }) => [
                                exit,
                                output,
                                alive,
                                needs,
                                settles,
                            ]),
                        ];
                        assert.deepStrictEqual(commands(inChinese), commands(english));
                        assert.deepStrictEqual([inChinese.claims, inChinese.parts], [english.claims, english.parts]);
                    });
                    it("no text is there for what the lesson does not have", () => {
                        const { notices, evidence, checks } = chinese[scenario.name]!.lesson(options);
                        const whole = { ...options, dockerOnly: false };
                        const lesson = lessonOf(scenario, whole);
                        const said = lesson.commands.flatMap(([, notice]) => notice ?? []);
                        assert.deepStrictEqual(
                            Object.keys(notices).filter((notice) => !said.includes(notice)),
                            [],
                        );
                        assert.deepStrictEqual(
                            Object.keys(evidence).sort(),
                            lesson.evidence.map(({ id }) => id).sort(),
                        );
                        assert.deepStrictEqual(Object.keys(checks).sort(), lesson.checks.map(({ id }) => id).sort());
                    });
                    it("Chinese is written as it should be, and names the same code", () => {
                        const [ours, theirs] = LANGUAGES.map((language) => ({
                            ...textsOf(inLanguage(english, scenario, language, options)),
                            ...taughtTexts(scenario, language, options),
                        })) as [Record<string, string>, Record<string, string>];
                        assert.deepStrictEqual(Object.keys(theirs), Object.keys(ours));
                        for (const at of Object.keys(ours))
                            assert.deepStrictEqual(codeIn(theirs[at]!), codeIn(ours[at]!), `${at}: ${theirs[at]}`);
                        assert.deepStrictEqual(
                            Object.values(theirs)
                                .filter((text) => HAN.test(text))
                                .flatMap(mistakesIn),
                            [],
                        );
                    });
                    it("there is a goal of two to four sentences, three exercises, and no empty text", () => {
                        for (const language of LANGUAGES) {
                            const { goal, tryNext, legacy } = teaching(scenario, language, options);
                            assert.ok(goal.length >= 2 && goal.length <= 4);
                            assert.strictEqual(tryNext.length, 3);
                            assert.ok(legacy.length > 0);
                            for (const [at, text] of Object.entries(taughtTexts(scenario, language, options))) {
                                assert.ok(text.trim() !== "" && text === text.trim(), at);
                                assert.ok(!/undefined|NaN|\[object|``/.test(text), `${at}: ${text}`);
                                if (language === "zh")
                                    assert.match(text.replace(/`[^`]*`/g, ""), HAN, `${at}: ${text}`);
                            }
                        }
                    });
                    it("what an exercise types stands in its text, word for word", () => {
                        for (const language of LANGUAGES)
                            for (const { task, answer, commands, undo = [] } of teaching(scenario, language, options)
                                .tryNext)
                                for (const { command } of [...commands, ...undo])
                                    assert.ok(
                                        codeIn(`${task} ${answer}`).includes(command),
                                        `${command} is not in: ${task} ${answer}`,
                                    );
                    });
                    it("an exercise goes by the names that were chosen", () => {
                        const host = Object.keys(options.machines);
                        const nodes =
                            host.length > 0
                                ? host
                                : Array.from({ length: options.nodes }, (_, index) => `node${index + 1}`);
                        for (const { commands } of teaching(scenario, "en", options).tryNext)
                            for (const { command, on } of commands) {
                                assert.ok(on === undefined || nodes.includes(on), on);
                                if (how.startsWith("under other names"))
                                    for (const name of Object.keys(defaultsOf(scenario).names))
                                        assert.doesNotMatch(
                                            command,
                                            new RegExp(`(^|[\\s/])${name}($|[\\s"'])`),
                                            command,
                                        );
                                if (!scenario.raw && scenario.name !== "blank")
                                    assert.match(command, /^docker |^ETCDCTL|\| docker /, "without an engine alone");
                            }
                    });
                });
            }
        });
    }

    it("a scenario that has no words yet has its own", () => {
        const [{ lesson, ...known }] = Object.values(course) as [Scenario];
        const added: Scenario = {
            ...known,
            lesson: (options) => lesson(options),
            name: "just-added",
            title: "Just added",
        };
        const options = defaultsOf(added);
        for (const language of LANGUAGES) {
            assert.deepStrictEqual(teaching(added, language, options), {
                title: "Just added",
                goal: [],
                tryNext: [],
                legacy: [],
            });
            const own = lessonOf(added, options);
            assert.strictEqual(inLanguage(own, added, language, options), own);
        }
    });

    it("what an exercise makes has a name that the lab does not have", () => {
        const options = defaultsOf(course["custom-bridge"]!);
        const named = { ...options, names: { ...options.names, test1: "guest", test3: "Guest2" } };
        const [first] = teaching(course["custom-bridge"]!, "en", named).tryNext;
        assert.match(first!.commands[0]!.command, /--name guest3 /);
    });

    it("the words of the pages are there in both languages, and Chinese ones are Chinese", () => {
        const say = (words: unknown): string[] =>
            typeof words === "string"
                ? [words]
                : typeof words === "function"
                  ? say((words as (...all: unknown[]) => unknown)(3, 4, 5))
                  : Object.values(words as object).flatMap(say);
        const [en, zh] = LANGUAGES.map((language) =>
            say({ ...ui(language), blockedBy: ui(language).blockedBy(["X"]) }),
        );
        assert.strictEqual(zh!.length, en!.length);
        assert.deepStrictEqual(
            zh!.filter((text) => !HAN.test(text)),
            [],
        );
        assert.deepStrictEqual(zh!.flatMap(mistakesIn), []);
        assert.deepStrictEqual(
            en!.filter((text) => HAN.test(text)),
            [],
        );
    });
});
