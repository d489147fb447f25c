import { CheckResult, SIGNS } from "../../components/lib/probe";
import { printable } from "../../components/lib/printable";
import { mendFirst } from "./shortages";
import { indent } from "./text";

/** Check results for a person: one line each, and for a failure what was expected, what was seen, and where to look. */
export function renderChecks(checks: readonly CheckResult[]): string {
    return checks.map(renderCheck).join("");
}

function renderCheck(check: CheckResult): string {
    const line = `  ${SIGNS[check.status]} ${check.title}`;
    if (check.status === "passed") return `${line}\n`;
    if (check.status === "blocked") return `${line} (${check.observed})\n`;
    const rows = [
        ["tried", `${check.command} (${check.where})`],
        ["expected", check.expected],
        ["observed", printable(check.observed)],
        ["hint", check.hint],
    ];
    const details = rows.map(
        ([name, text]) => `      ${name!.padEnd(8)}  ${indent(text!, " ".repeat(16)).trimStart()}\n`,
    );
    return `${line}\n${details.join("")}`;
}

/** How checks came out, in words: `6/6 checks passed`. */
export function tally(checks: readonly CheckResult[]): string {
    return `${checks.filter((check) => check.ok).length}/${checks.length} checks passed`;
}

/** What is to be known of an operation, however it ended. */
export function renderWarnings({ stack, warnings }: { stack: string; warnings: readonly string[] }): string {
    return warnings.map((warning) => `\n${stack}: warning: ${printable(warning)}\n`).join("");
}

/** An operation that did not succeed: the tool's own errors, then what to do. */
export function renderFailure(
    result: { stack: string; interrupted: boolean; errors: readonly string[] },
    again: string,
): string {
    const { stack, interrupted, errors } = result;
    const what = interrupted ? "interrupted; what was done until then is written down" : "the operation failed";
    const said = errors.map((error) => `${indent(printable(error), "    ")}\n`).join("");
    return `\n✗ ${stack}: ${what}\n${said}  what to do: ${advice(stack, errors.join("\n"), again)}\n`;
}

function advice(stack: string, errors: string, again: string): string {
    if (/currently locked/.test(errors)) {
        return `let the other operation on this stack end; if none is running: pulumi cancel --yes --stack ${stack}`;
    }
    if (/incorrect passphrase|passphrase must be set/.test(errors)) {
        return 'give the passphrase that this stack was made with; `eval "$(./lab env)"` sets that of set-up';
    }
    const first = mendFirst(errors, stack);
    const destroy = `./lab destroy ${stack}`;
    const removes = again === destroy ? "" : `, \`${destroy}\` removes what is there`;
    const then = `\`${again}\` goes on from there${removes}`;
    return first === undefined ? then : `${first}; then ${then}`;
}
