import type { Options, Scenario } from "../../../components/lib/course";
import type { Lesson, Probe, Step } from "../../../components/lib/lesson";
import { chinese } from "./chinese";
import { whereInChinese } from "./chinese/where";
import type { LessonWords } from "./lesson-words";
import { teachings } from "./teaching";
import type { Teaching } from "./teaching-text";
import { inOne } from "./text";
import type { Language } from "./ui";

export type { Exercise, Typed } from "./exercise";
export { observedIn, wrongIn, type Reason } from "./reasons";
export type { Teaching } from "./teaching-text";
export { ui, type Language, type UiWords } from "./ui";

// All that a learner reads on a sheet. A scenario's own file says its lesson in English; here is the rest, and all of it in Chinese.

/**
 * What is taught with a scenario. One that has no words here (it was just added) has its own title, and nothing else.
 *
 * @param options what was chosen for it: exercises speak of the names and addresses that are in the lab
 */
export function teaching(scenario: Scenario, language: Language, options: Options): Teaching {
    const { goal, tryNext, legacy } = teachings[scenario.name]?.(options) ?? { goal: [], tryNext: [], legacy: [] };
    const say = inOne(language);
    return {
        title: (language === "zh" && chinese[scenario.name]?.title) || scenario.title,
        goal: goal.map(say),
        tryNext: tryNext.map((exercise) => ({ ...exercise, task: say(exercise.task), answer: say(exercise.answer) })),
        legacy: legacy.map(({ old, now }) => ({ old: say(old), now: say(now) })),
    };
}

/**
 * The same lesson, with all that is prose in a language: titles, places, what to notice, what is expected, what it proves, hints. Commands
 * are as they were, and so is a text that nobody has translated yet.
 */
export function inLanguage(lesson: Lesson, scenario: Scenario, language: Language, options: Options): Lesson {
    const words = language === "zh" ? chinese[scenario.name]?.lesson(options) : undefined;
    return words ? translate(lesson, words) : lesson;
}

function translate(lesson: Lesson, { notices, evidence, checks }: LessonWords): Lesson {
    const located = <P extends Probe>(probe: P): P => ({ ...probe, where: whereInChinese(probe.where) });
    return {
        ...lesson,
        commands: lesson.commands.map(([command, notice]): Step => {
            return notice === undefined ? [command] : [command, notices[notice] ?? notice];
        }),
        evidence: lesson.evidence.map((probe) => ({ ...located(probe), title: evidence[probe.id] ?? probe.title })),
        checks: lesson.checks.map((check) => ({ ...located(check), ...checks[check.id] })),
    };
}
