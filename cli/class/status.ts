import { json, printableLine } from "../../components/lib/printable";
import { DriftReport, exitCodeOf, reportOn } from "../drift";
import { table } from "../lib/text";
import { lookAtSeats, namesIn } from "./seats";

/** How a seat is, and who has it, where the roster says that. */
export interface SeatReport extends DriftReport {
    name?: string;
}

/** `lab class status`: how each seat is, a line for each; tries no check, and changes nothing. */
export async function status(classroom: string, ids: readonly string[], options: { json?: boolean }): Promise<number> {
    const labs = await lookAtSeats(classroom, ids);
    const names = namesIn(classroom);
    const reports = labs.map((lab): SeatReport => ({ ...reportOn(lab), name: names.get(lab.stack.stack) }));
    process.stdout.write(options.json ? json(reports) : renderStatus(reports));
    return exitCodeOf(reports);
}

/** What `lab class status` prints. */
export function renderStatus(reports: readonly SeatReport[]): string {
    const named = reports.some(({ name }) => name !== undefined);
    const placed = reports.some(({ machine }) => machine !== undefined);
    const rows = reports.map(({ stack, name = "", machine = "", movesTo, state, broken, handMade, message }) => [
        stack,
        ...(named ? [printableLine(name)] : []),
        ...(placed ? [movesTo === undefined ? machine : `${machine} → ${movesTo}`] : []),
        state,
        String(broken.length),
        String(handMade.length),
        printableLine(message ?? broken[0] ?? ""),
    ]);
    return table(
        ["seat", ...(named ? ["name"] : []), ...(placed ? ["machine"] : []), "state", "broken", "by hand", "first"],
        rows,
    );
}
