/** How the tests of a phase came out. */
export interface Counts {
    passed: number;
    failed: number;
    skipped: number;
}

/** The sum of several counts. */
export function sum(all: readonly Counts[]): Counts {
    const add = (key: keyof Counts) => all.reduce((total, counts) => total + counts[key], 0);
    return { passed: add("passed"), failed: add("failed"), skipped: add("skipped") };
}

/** The line that ends `lab test`; programs read it. */
export function sumLine({ passed, failed, skipped }: Counts): string {
    return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

/** A phase has failed, too, when it ended badly without naming a failure, and when nothing ran in it. */
export function judged(counts: Counts, endedWell: boolean): Counts {
    const silent = counts.failed === 0 && (!endedWell || counts.passed + counts.skipped === 0);
    return silent ? { ...counts, failed: 1 } : counts;
}

/** What a Go test binary printed with -test.v, counted: the tests themselves, without what they are made of. */
export function countGoTests(output: string): Counts {
    const lines = output.split("\n");
    const number = (verdict: string) => lines.filter((line) => line.startsWith(`--- ${verdict}: `)).length;
    return { passed: number("PASS"), failed: number("FAIL"), skipped: number("SKIP") };
}
