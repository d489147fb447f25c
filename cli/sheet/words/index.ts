import type { Lesson } from "../../../components/lib/lesson";
import type { Options, Scenario } from "../../../components/lib/course";
import type { Language } from "./ui";
export { ui, type Language, type UiWords } from "./ui";

export interface Exercise {
    task: string;
    answer: string;
    commands: string[];
    shows: string;
}
export interface Teaching {
    title: string;
    goal: string[];
    tryNext: [Exercise, Exercise, Exercise];
    legacy: { old: string; now: string }[];
}

/** Stand-in. */
export function teaching(scenario: Scenario, _language: Language, _options: Options): Teaching {
    const exercise = { task: "Do `x`.", answer: "See `y`.", commands: [], shows: "" };
    return {
        title: scenario.title,
        goal: ["One."],
        tryNext: [exercise, exercise, exercise],
        legacy: [{ old: "`brctl`", now: "`bridge`" }],
    };
}

export function inLanguage(lesson: Lesson, _scenario: Scenario, _language: Language, _options: Options): Lesson {
    return lesson;
}
