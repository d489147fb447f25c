import { Check, Exhibit, Probe } from "./lesson";
import { printable } from "./printable";

/** How long a check goes on trying at `up`, in seconds. */
export const PATIENCE = 3;

/** How long one try of a check may take, in seconds: in an emulated machine a docker command takes a while beside others. */
export const TRY_SECONDS = 55;

const SEPARATOR = "\u001f";

/** A probe with what it printed. */
export interface Evidence extends Omit<Probe, "on" | "settles"> {
    output: string;
}

/** How a check came out: `ok` is true for "passed" alone. */
export interface CheckResult {
    id: string;
    title: string;
    where: string;
    command: string;
    expected: string;
    /** What was seen: the command's output, or why the check could not be judged. */
    observed: string;
    status: "passed" | "failed" | "blocked";
    ok: boolean;
    proves: string;
    hint: string;
}

/** How a check came out, as a sign in front of its title. */
export const SIGNS = { passed: "✓", failed: "✗", blocked: "–" } as const satisfies Record<
    CheckResult["status"],
    string
>;

/** Exit status of `timeout` for what it ended. */
const TIMED_OUT = 124;

interface Answer {
    verdict: string;
    status: number;
    output: string;
}

/**
 * The probes and checks as standard input of probe.sh.
 *
 * @param settling whether what they look at was just made, so that each may have its own time to come true
 * @throws Error for text that would not survive the way there
 */
export function encodeProbes(evidence: readonly Exhibit[], checks: readonly Check[], settling = false): string {
    const seconds = ({ settles = 0 }: Probe) => String(settling ? settles : 0);
    const records = [
        ...evidence.map((one) => [`evidence.${one.id}`, seconds(one), "any", one.shows ?? "", "", one.command]),
        ...checks.map((check) => [
            `check.${check.id}`,
            seconds(check),
            check.exit,
            check.output ?? "",
            check.alive ?? "",
            check.command,
        ]),
    ];
    const bad = records.find((fields) => fields.some((field) => /[\n\u001f\0]/.test(field)));
    if (bad) throw new Error(`probe "${bad[0]}" has a line break or a control character; a probe is one line of text`);
    return records.map((fields) => fields.join(SEPARATOR) + "\n").join("");
}

/** Where probes run: in the first lab host (undefined), in further ones, on the machine. */
export function placesOf(probes: readonly Probe[]): Probe["on"][] {
    return [...new Set(probes.map(({ on }) => on))];
}

/** Whether a probe is one of those that run in one place. */
export function isOn(on: Probe["on"]): (probe: Probe) => boolean {
    return (probe) => probe.on === on;
}

function parseAnswers(stdout: string): Map<string, Answer> {
    const places = stdout.split("\n").map((line) => Buffer.from(line, "base64").toString("utf8"));
    const records = places.flatMap((text) => text.split("\0").slice(0, -1));
    return new Map(
        records.map((record) => {
            const [id = "", verdict = "", status, ...output] = record.split("\t");
            return [id, { verdict, status: Number(status), output: printable(output.join("\t").trimEnd()) }];
        }),
    );
}

/** What probe.sh printed, as evidence. */
export function readEvidence(stdout: string, evidence: readonly Exhibit[]): Evidence[] {
    const answers = parseAnswers(stdout);
    return evidence.map(({ id, title, where, command }) => {
        const output = answers.get(`evidence.${id}`)?.output ?? "(no answer)";
        return { id, title, where, command, output };
    });
}

/**
 * What probe.sh printed, as check results in the order of the checks. A check that failed while one that it needs did not pass
 * either is blocked: the first cause stands out, and the rest follows from it.
 */
export function readChecks(stdout: string, checks: readonly Check[]): CheckResult[] {
    const answers = parseAnswers(stdout);
    const passed = new Set<string>();
    return checks.map((check) => {
        const answer = answers.get(`check.${check.id}`);
        const missing = (check.needs ?? []).filter((need) => !passed.has(need));
        const ok = answer?.verdict === "ok" && missing.length === 0;
        if (ok) passed.add(check.id);
        const status = ok ? "passed" : missing.length > 0 ? "blocked" : "failed";
        const { id, title, where, command, expected, proves, hint } = check;
        return { id, title, where, command, expected, observed: observed(answer, missing), status, ok, proves, hint };
    });
}

function observed(answer: Answer | undefined, missing: readonly string[]): string {
    if (missing.length > 0) return `not judged: it needs ${missing.join(", ")}`;
    if (!answer) return "no answer";
    const late = answer.status === TIMED_OUT ? "no end within the time of one try: " : "";
    const output = late + (answer.output || `(no output, exit status ${answer.status})`);
    return answer.verdict === "dead" ? `the place that this check looks from does not work: ${output}` : output;
}
