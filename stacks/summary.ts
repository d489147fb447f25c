import { Scenario } from "../components/lib/course";
import { Lesson, spoken } from "../components/lib/lesson";
import { CheckResult, SIGNS } from "../components/lib/probe";

/**
 * A stack in words, for `pulumi stack output`: what the lesson is about, how its checks came out, what to open, and the course's
 * commands with what to notice. What they printed is in the output `evidence`.
 */
export function summarise(scenario: Scenario, lesson: Lesson, checks: readonly CheckResult[], url?: string): string {
    return [
        scenario.title,
        "",
        ...checks.map(
            ({ status, title, hint }) => `${SIGNS[status]} ${title}${status === "failed" ? `: ${hint}` : ""}`,
        ),
        ...(url ? ["", `Open ${url}`] : []),
        "",
        "By hand (./lab shell blank):",
        ...lesson.commands.map((step) => `  ${spoken(step)}`),
    ].join("\n");
}
