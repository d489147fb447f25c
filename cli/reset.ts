import { Records, recordsOf } from "../stacks/records";
import { destroy } from "./destroy";
import { EXIT } from "./lib/errors";
import { writeWhole } from "./lib/files";
import { checkout, LabStack, ROOT, selectStacks } from "./lib/stacks";
import { whereaboutsFile } from "../components/lib/project";
import { up } from "./up";

/** `lab reset`: removes labs, after naming what somebody made in them by hand, and makes them anew. */
export async function reset(names: readonly string[], options: { yes?: boolean }): Promise<number> {
    const seats = selectStacks(names).filter(({ machine, movesTo }) => machine !== undefined && movesTo === undefined);
    const records = recordsOf(ROOT);
    const places = seats.map((seat) => [seat, records.of(seat.stack)] as const);
    const removed = await destroy(names, { ...options, anew: true });
    if (removed === EXIT.fine) for (const [seat, record] of places) keepPlace(seat, record);
    return removed === EXIT.fine ? up(names, { yes: true }) : removed;
}

/** A seat that is made anew stays on its machine, though others may be less full by now. */
function keepPlace({ stack }: LabStack, record: ReturnType<Records["of"]>): void {
    if (record?.name !== undefined) writeWhole(whereaboutsFile({ owner: checkout().owner, stack }), record.words);
}
