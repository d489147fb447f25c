import { mkdirSync, writeFileSync } from "fs";
import { join } from "path";
import type { Builder } from "junit-report-builder";
import { json, printable } from "../../components/lib/printable";
import { exitCodeOf } from "../check";
import { CheckReport, tryChecks } from "../lib/live-checks";
import { sideBySide } from "../lib/side-by-side";
import { table } from "../lib/text";
import { findSeats } from "./seats";

/** What one check of one seat came to: a row of the table. */
export interface Grade {
    seat: string;
    /** The check's id; empty where a seat could not be graded at all. */
    check: string;
    title: string;
    /** `error` is a seat that could not be graded. */
    status: "passed" | "failed" | "blocked" | "error";
    expected: string;
    /** What was seen instead, or why the seat could not be graded. */
    reason: string;
    hint: string;
}

const COLUMNS: readonly (keyof Grade)[] = ["seat", "check", "title", "status", "expected", "reason", "hint"];

/**
 * `lab class grade`: tries every check of every seat, and writes grades.csv, grades.json and grades.xml (JUnit). A seat that cannot be graded
 * has a row that says why.
 *
 * @param within how long a check may go on trying, in seconds
 * @param out the folder of the files; it is made where it is missing
 */
export async function grade(
    ids: readonly string[],
    options: { class: string; within: number; out: string },
): Promise<number> {
    const labs = await findSeats(options.class, ids);
    const jobs = labs.map((lab) => ({
        name: lab.stack.stack,
        run: async () => {
            const result = await tryChecks(lab, options.within);
            return { result, ok: true, words: result.state };
        },
    }));
    const reports = await sideBySide(jobs, true);
    const grades = reports.flatMap(gradesOf);
    mkdirSync(options.out, { recursive: true });
    for (const [name, text] of Object.entries(await files(options.class, grades)))
        writeFileSync(join(options.out, name), text);
    process.stdout.write(renderGrades(reports, options.out));
    return exitCodeOf(reports);
}

/** The rows of one seat. */
export function gradesOf({ stack, message, checks }: CheckReport): Grade[] {
    if (message !== undefined)
        return [{ seat: stack, check: "", title: "", status: "error", expected: "", reason: message, hint: "" }];
    return checks.map(({ id, title, status, expected, observed, hint }) => ({
        seat: stack,
        check: id,
        title,
        status,
        expected,
        reason: status === "passed" ? "" : printable(observed),
        hint: status === "passed" ? "" : hint,
    }));
}

/** Name of a file → its text. */
export async function files(classroom: string, grades: readonly Grade[]): Promise<Record<string, string>> {
    const { stringify } = await import("csv-stringify/sync");
    return {
        // A spreadsheet takes a cell that begins like a formula for one, and a student may have written it.
        "grades.csv": stringify([...grades], { header: true, columns: [...COLUMNS], escape_formulas: true }),
        "grades.json": json(grades),
        "grades.xml": await junit(classroom, grades),
    };
}

async function junit(classroom: string, grades: readonly Grade[]): Promise<string> {
    // Its types are those of its ES module, and this is the other one.
    const { default: report } = (await import("junit-report-builder")) as unknown as { default: Builder };
    const builder = report.newBuilder();
    for (const seat of new Set(grades.map((one) => one.seat))) {
        const suite = builder.testSuite().name(seat);
        for (const { check, title, status, expected, reason, hint } of grades.filter((one) => one.seat === seat)) {
            const name = title || "the seat can be graded";
            const test = suite
                .testCase()
                .className(`${classroom}.${seat}.${check || "seat"}`)
                .name(name);
            if (status === "failed") test.failure(`expected ${expected}; observed ${reason}; ${hint}`, "check");
            if (status === "blocked") test.error(reason, "blocked");
            if (status === "error") test.error(reason, "seat");
        }
    }
    return builder.build();
}

/** What `lab class grade` prints. */
export function renderGrades(reports: readonly CheckReport[], out: string): string {
    const rows = reports.map(({ stack, state, checks }) => [
        stack,
        state === "up" ? `${checks.filter(({ ok }) => ok).length}/${checks.length}` : state,
        checks.flatMap(({ ok, id }) => (ok ? [] : [id])).join(" "),
    ]);
    return `${table(["seat", "passed", "not passed"], rows)}\n${join(out, "grades.csv")}, grades.json and grades.xml are written.\n`;
}
