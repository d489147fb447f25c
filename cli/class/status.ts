import { json, printableLine } from "../../components/lib/printable";
import { DriftReport, exitCodeOf, reportOn } from "../drift";
import { table } from "../lib/text";
import { lookAtSeats } from "./seats";

/** `lab class status`: how each seat is, a line for each; tries no check, and changes nothing. */
export async function status(classroom: string, ids: readonly string[], options: { json?: boolean }): Promise<number> {
    const labs = await lookAtSeats(classroom, ids);
    const reports = labs.map(reportOn);
    process.stdout.write(options.json ? json(reports) : renderStatus(reports));
    return exitCodeOf(reports);
}

/** What `lab class status` prints. */
export function renderStatus(reports: readonly DriftReport[]): string {
    const rows = reports.map(({ stack, state, broken, handMade, message }) => [
        stack,
        state,
        String(broken.length),
        String(handMade.length),
        printableLine(message ?? broken[0] ?? ""),
    ]);
    return table(["seat", "state", "broken", "by hand", "first"], rows);
}
