import { json, printable } from "../components/lib/printable";
import { EXIT } from "./lib/errors";
import { findLabs } from "./lib/labs";
import { CheckReport, readLive, tryChecks } from "./lib/live-checks";
import { renderChecks, tally } from "./lib/report";

/** Options of `lab check`. */
export interface CheckOptions {
    /** How long a check may go on trying, in seconds. */
    within: number;
    json?: boolean;
}

/** `lab check`: tries the lessons' claims on the live labs, and changes nothing. */
export async function check(names: readonly string[], options: CheckOptions): Promise<number> {
    const labs = await readLive(names, findLabs);
    const reports = await Promise.all(labs.map((lab) => tryChecks(lab, options.within)));
    process.stdout.write(options.json ? json(reports) : renderReports(reports));
    return exitCodeOf(reports);
}

/** 2 where a lab could not be read, 1 where a check failed, a lab is not up, or nothing was checked at all. */
export function exitCodeOf(reports: readonly CheckReport[]): number {
    if (reports.some(({ state }) => state === "unreadable")) return EXIT.unusable;
    const fine =
        reports.length > 0 && reports.every(({ state, checks }) => state === "up" && checks.every(({ ok }) => ok));
    return fine ? EXIT.fine : EXIT.failed;
}

/** What `lab check` prints. */
export function renderReports(reports: readonly CheckReport[]): string {
    if (reports.length === 0) return "No lab is up. `./lab up STACK` makes one.\n";
    return reports
        .map(({ stack, host, message, checks }) => {
            if (message !== undefined) return `${stack}: ${printable(message)}\n`;
            return `${stack} (${host ?? "on this machine"}): ${tally(checks)}\n${renderChecks(checks)}`;
        })
        .join("\n");
}
