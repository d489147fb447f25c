import * as assert from "assert";
import type { Finding } from "../../cli/doctor/finding";
import type { Verdict } from "../../cli/doctor/render";
import { counted, saw } from "./record";
import { Ended } from "./run";

/** What `lab doctor --json` said. */
export interface Report {
    exitCode: number;
    stacks: Verdict[];
    findings: Finding[];
}

/** Reads it. */
export function reportOf({ exitCode, stdout, all }: Ended): Report {
    assert.ok(stdout.startsWith("{"), all);
    return { exitCode, ...(JSON.parse(stdout) as Omit<Report, "exitCode">) };
}

/** What is not fine, of one kind. */
export function worse({ findings }: Report, id: string): Finding[] {
    return findings.filter((finding) => finding.id === id && finding.state !== "fine");
}

/**
 * Fails unless just one thing of a kind is said of a stack; a problem keeps it from running.
 *
 * @param scenario of the stack, where its name is another
 */
export function assertSays(
    report: Report,
    stack: string,
    [id, state]: readonly [id: string, state: Finding["state"]],
    words: RegExp,
    scenario = stack,
): void {
    const [finding, ...more] = worse(report, id).filter(({ stacks }) => stacks.includes(stack));
    assert.ok(finding, `nothing is said of ${id}: ${JSON.stringify(report.findings, undefined, 1)}`);
    assert.deepStrictEqual(more, []);
    assert.strictEqual(finding.state, state);
    assert.match(`${finding.what}: ${finding.value}\n${finding.fix}`, words);
    const verdict = report.stacks.find((one) => one.stack === stack)!;
    if (state === "problem") assert.deepStrictEqual([report.exitCode, verdict.runs], [2, false]);
    named(scenario, finding.what, state);
}

/** Writes down that the doctor named something. */
export function named(scenario: string, what: string, state: Finding["state"]): void {
    const outcome = state === "unknown" ? "said to be unknown" : `named as a ${state}, with its fix`;
    saw({ suite: "doctor", stack: scenario, fault: what, outcome });
    counted("faults that the doctor named");
}
