/** How the tests of a phase came out. */
export interface Counts {
    passed: number;
    failed: number;
    skipped: number;
    /** What failed, each with what it said. */
    failures: readonly string[];
}

export const NONE: Counts = { passed: 0, failed: 0, skipped: 0, failures: [] };

/** The sum of several counts. */
export function sum(all: readonly Counts[]): Counts {
    const add = (key: "passed" | "failed" | "skipped") => all.reduce((total, counts) => total + counts[key], 0);
    return {
        passed: add("passed"),
        failed: add("failed"),
        skipped: add("skipped"),
        failures: all.flatMap(({ failures }) => failures),
    };
}

/** The line that ends `lab test`; programs read it. */
export function sumLine({ passed, failed, skipped }: Counts): string {
    return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

/** A phase has failed, too, when it ended badly without naming a failure, and when nothing ran in it. */
export function judged(phase: string, counts: Counts, endedWell: boolean): Counts {
    const silent = counts.failed === 0 && (!endedWell || counts.passed + counts.skipped === 0);
    if (!silent) return counts;
    return { ...counts, failed: 1, failures: [`${phase}: ${endedWell ? "nothing ran" : "ended badly"}`] };
}

/** What a Go test binary printed with -test.v, counted: the tests themselves, without what they are made of. */
export function countGoTests(output: string): Counts {
    const lines = output.split("\n");
    const of = (verdict: string) => lines.filter((line) => line.startsWith(`--- ${verdict}: `));
    const failures = of("FAIL");
    return { passed: of("PASS").length, failed: failures.length, skipped: of("SKIP").length, failures };
}
