import { printable } from "../../components/lib/printable";
import { indent, table } from "../lib/text";
import { Finding, State, STATES } from "./finding";

const SIGNS: Readonly<Record<State, string>> = { problem: "✗", warning: "!", unknown: "?", fine: "✓" };

/** What is said of one stack in the end. */
export interface Verdict {
    stack: string;
    /** Whether it can run, as far as was seen. */
    runs: boolean;
    /** What keeps it from running. */
    because: string[];
}

/** Which of the stacks can run. */
export function verdicts(stacks: readonly string[], findings: readonly Finding[]): Verdict[] {
    return stacks.map((stack) => {
        const problems = findings.filter(({ state, stacks: of }) => state === "problem" && of.includes(stack));
        return { stack, runs: problems.length === 0, because: [...new Set(problems.map(({ what }) => what))] };
    });
}

/** What `lab doctor` prints: what is not fine, by stacks, the worst first; what is, in short; and which stacks can run. */
export function renderDoctor(stacks: readonly string[], findings: readonly Finding[]): string {
    const bad = findings.filter(({ state }) => state !== "fine");
    const sections = group(bad, ({ stacks: of }) => heading(of, stacks)).sort(
        ([, a], [, b]) => rank(a) - rank(b) || b[0]!.stacks.length - a[0]!.stacks.length,
    );
    const all = verdicts(stacks, findings);
    const rows = all.map(({ stack, runs, because }) => [stack, runs ? "yes" : "no", because.join(", ")]);
    return [
        ...sections.map(([title, of]) => `${title}\n${[...of].sort(byState).map(renderFinding).join("")}\n`),
        renderFine(findings.filter(({ state }) => state === "fine")),
        "\n",
        table(["stack", "can run", "because of"], rows),
    ].join("");
}

function renderFinding({ what, machine, state, value, why, fix }: Finding): string {
    const line = (label: string, text = "") =>
        text && `      ${label}  ${indent(printable(text), " ".repeat(11)).trimStart()}\n`;
    const on = machine === undefined ? "" : ` of machine ${machine}`;
    const seen = indent(printable(value), "    ").trimStart();
    return `  ${SIGNS[state]} ${what}${on}: ${seen}\n${line("why", why)}${line("fix", fix)}`;
}

/** What is fine, a line for each topic. */
function renderFine(findings: readonly Finding[]): string {
    const lines = group(findings, ({ id }) => id.split("/")[0]!).map(([topic, of]) => {
        const said = group(of, ({ value }) => value).map(
            ([value, same]) => `${[...new Set(same.map(({ what }) => what))].join(", ")}: ${value}`,
        );
        return `  ${SIGNS.fine} ${topic.padEnd(12)}${printable(said.join("; "))}\n`;
    });
    return lines.length === 0 ? "" : `fine\n${lines.join("")}`;
}

function heading(of: readonly string[], all: readonly string[]): string {
    return of.length === all.length && all.length > 1 ? "all stacks" : of.join(", ");
}

function group<T>(items: readonly T[], keyOf: (item: T) => string): [string, T[]][] {
    const groups = new Map<string, T[]>();
    for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
    return [...groups];
}

const byState = (a: Finding, b: Finding): number => STATES.indexOf(a.state) - STATES.indexOf(b.state);

function rank(findings: readonly Finding[]): number {
    return Math.min(...findings.map(({ state }) => STATES.indexOf(state)));
}
