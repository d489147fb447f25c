import type { Options, OptionsOf } from "../../../components/lib/course";

/** The texts of a check, in another language than the lesson's own. */
export interface CheckWords {
    title: string;
    /** Left out where it is what a command prints, and no words. */
    expected?: string;
    proves: string;
    hint: string;
}

/** The texts of a lesson, in another language than its own. */
export interface LessonWords {
    /** What to notice when a command has run: the lesson's own words → these. */
    notices: Readonly<Record<string, string>>;
    /** Titles, by the id of the evidence. */
    evidence: Readonly<Record<string, string>>;
    /** By the id of the check. */
    checks: Readonly<Record<string, CheckWords>>;
}

/** A scenario in another language than its own, under the names and with the numbers that were chosen. */
export interface Translated {
    title: string;
    lesson(options: Options): LessonWords;
}

/** Says a scenario in another language: it knows the choices by their names. */
export function translated<S>(title: string, lesson: (options: OptionsOf<S>) => LessonWords): Translated {
    return { title, lesson: lesson as Translated["lesson"] };
}
