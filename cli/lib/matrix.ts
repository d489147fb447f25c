import { z } from "zod";

/** Environment variable with the file that tests write down in what they saw, a JSON object a line; unset, nothing is written. */
export const RECORD_FILE = "LAB_TEST_RECORD";

const seen = z.object({
    /** What is tried: a key of SUITES. */
    suite: z.string(),
    /** The scenario's name; with " (direct)" behind it where its lab is of that kind. */
    stack: z.string(),
    /** What was done to it, in a few words: the row. */
    fault: z.string(),
    /** What came of it, in a few words. */
    outcome: z.string(),
});
const figure = z.object({ figure: z.string(), count: z.number() });
const run = z.object({
    /** The name of its file. */
    part: z.string(),
    /** The day, as YYYY-MM-DD. */
    on: z.string(),
    minutes: z.number(),
    /** How many tests passed; none failed. */
    passed: z.number(),
    /** The machine, in words. */
    where: z.string(),
});

/** What happened to a lab in a test, and what was seen then. */
export type Seen = z.infer<typeof seen>;
/** One of the figures under the tables; the counts of one name are added up. */
export type Figure = z.infer<typeof figure>;

/** A run of one part of the tests. */
export type Run = z.infer<typeof run>;

/** Reads what the tests wrote down (test/support/record.ts). @throws Error for a line that has another shape */
export function parseRecord(text: string): { seen: Seen[]; figures: Map<string, number>; runs: Run[] } {
    const lines = text
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => z.union([seen, figure, run]).parse(JSON.parse(line)));
    const figures = new Map<string, number>();
    for (const line of lines)
        if ("figure" in line) figures.set(line.figure, (figures.get(line.figure) ?? 0) + line.count);
    return {
        seen: lines.flatMap((line) => ("fault" in line ? [line] : [])),
        figures,
        runs: lines.flatMap((line) => ("part" in line ? [line] : [])),
    };
}

/** What is tried, by the name of its suite, in the order of the page. */
const SUITES: Readonly<Record<string, string>> = {
    preview: "A preview tells the truth",
    purity: "A preview changes nothing",
    drift: "What broke by itself, or by somebody's hand",
    interruption: "What was killed or stopped",
    shortage: "A machine that runs short of disk, of memory, of its engine",
    clean: "What is left behind, and what only looks like it",
    input: "Input that cannot be used",
    doctor: "A machine that cannot run a lab",
    together: "Two at once, and again and again",
};

const INTRODUCTION = `# Reliability

What becomes of a lab when something goes wrong: each cell was seen by a test on a real engine, and written down by that test after it had
asserted it. This page is made by \`./lab test --reliability\`, which runs all of \`test/reliability/\`, or the parts that are named behind it,
and writes it anew; \`./lab test\` runs a part of the same tests, and \`./lab test --all\` the whole.
`;

/** The page docs/RELIABILITY.md: a table for each suite, faults down and stacks across, the figures, and the runs that it is from. */
export function renderReliability(text: string): string {
    const { seen: all, figures, runs } = parseRecord(text);
    const suites = [...new Set([...Object.keys(SUITES), ...all.map(({ suite }) => suite)])];
    const tables = suites.flatMap((suite) => {
        const own = all.filter((one) => one.suite === suite);
        return own.length > 0 ? [`## ${SUITES[suite] ?? suite}\n\n${tableOf(own)}`] : [];
    });
    const rows = [...figures].map(([name, count]) => [name, String(count)]);
    const ran = runs.map(({ part, on, minutes, passed, where }) => [part, on, String(minutes), String(passed), where]);
    return [
        INTRODUCTION,
        ...tables,
        `## Figures\n\n${markdown(["what", "how many"], rows)}`,
        `## Runs\n\n${markdown(["part", "on", "minutes", "tests passed", "machine"], ran)}`,
    ].join("\n");
}

function tableOf(all: readonly Seen[]): string {
    const stacks = [...new Set(all.map(({ stack }) => stack))];
    const faults = [...new Set(all.map(({ fault }) => fault))];
    const cell = (fault: string, stack: string) => {
        const outcomes = all.filter((one) => one.fault === fault && one.stack === stack);
        return [...new Set(outcomes.map(({ outcome }) => outcome))].join("; ");
    };
    return markdown(
        ["fault", ...stacks],
        faults.map((fault) => [fault, ...stacks.map((stack) => cell(fault, stack))]),
    );
}

function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
    const line = (cells: readonly string[]) =>
        `| ${cells.map((cell) => cell.replaceAll("|", "\\|").replaceAll("\n", " ")).join(" | ")} |\n`;
    return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("");
}
