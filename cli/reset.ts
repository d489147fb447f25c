import { destroy } from "./destroy";
import { EXIT } from "./lib/errors";
import { up } from "./up";

/** `lab reset`: removes labs, after naming what somebody made in them by hand, and makes them anew. */
export async function reset(names: readonly string[], options: { yes?: boolean }): Promise<number> {
    const removed = await destroy(names, { ...options, whole: true });
    return removed === EXIT.fine ? up(names, { yes: true }) : removed;
}
