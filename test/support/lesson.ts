import { course } from "../../components/lessons";
import { defaultsOf, lessonOf } from "../../components/lib/course";
import { Lesson } from "../../components/lib/lesson";
import { Marks } from "../../components/lib/snapshot";

/** The lesson of a scenario with the course's own values. */
export function lessonByName(name: string): Lesson {
    const scenario = course[name]!;
    return lessonOf(scenario, defaultsOf(scenario));
}

/** Marks of a lab that was made with the course's own values. */
export function marksOf(name: string, marks: Partial<Marks> & Pick<Marks, "generation">): Marks {
    return { scenario: name, options: defaultsOf(course[name]!), others: {}, tokens: {}, checksFailed: [], ...marks };
}
