import type { Options, OptionsOf } from "../../../components/lib/course";
import type { Exercise } from "./exercise";
import type { Text } from "./text";

/** What is taught with a lab, in one language. */
export interface Teaching {
    title: string;
    /** What one understands afterwards: two to four short sentences. */
    goal: readonly string[];
    /** Three exercises; none for a scenario that has no words here. */
    tryNext: readonly Exercise[];
    /** What is out of date in the lesson, and what is used instead. */
    legacy: readonly { old: string; now: string }[];
}

/** An exercise in every language. */
export type ExerciseText = Exercise<Text>;

/** The same in every language; the English title is the scenario's own. */
export interface TeachingText {
    goal: readonly Text[];
    tryNext: readonly [ExerciseText, ExerciseText, ExerciseText];
    legacy: readonly { old: Text; now: Text }[];
}

/** What is taught with a scenario, under the names and with the numbers that were chosen. */
export type Taught = (options: Options) => TeachingText;

/** Says what is taught with a scenario: it knows the choices by their names. */
export function taught<S>(teaching: (options: OptionsOf<S>) => TeachingText): Taught {
    return teaching as Taught;
}
