import { removeLeftovers } from "./leftovers";
import { ReadLab } from "./labs";
import { EXIT, messageOf } from "./errors";
import { errorsOf, pulumi } from "./pulumi";
import { lock, stateFile } from "./record";
import { checkout } from "./stacks";
import { Thing } from "./words";

// A destroy by the tool takes 0.85 s of processor time for each seat, most of it to start the tool and its plugins. All that a seat has is on this
// machine and carries its labels, so it can go by these, as `lab clean` removes it.

/** An empty record, in the form that the tool exports. */
const EMPTY = JSON.stringify({
    version: 3,
    deployment: { manifest: { time: new Date(0).toISOString(), magic: "", version: "" } },
});

/** How it went. */
export interface Removal {
    removed: Thing[];
    errors: string[];
}

/**
 * Removes a seat's lab by its labels, and has the tool forget it. A removal that is killed in between leaves a record of what is gone, which an
 * `up` makes anew and a destroy forgets.
 *
 * @returns undefined where the tool has to do it: it is no whole lab of a seat on this machine, or somebody works on the stack
 */
export async function removeSeat({ stack: { stack, classroom }, found }: ReadLab): Promise<Removal | undefined> {
    if (classroom === undefined || found.lab?.kind !== "nested" || found.elsewhere.length > 0) return undefined;
    if (stateFile(stack) === undefined) return undefined;
    const unlock = lock(stack);
    if (unlock === undefined) return undefined;
    try {
        await removeLeftovers({ owner: checkout().owner, stack });
        unlock(); // the import locks it itself
        const run = await pulumi(["stack", "import", "--stack", stack], { input: EMPTY });
        const removed = Object.keys(found.lab.hosts).map((name) => ({ kind: "lab host", name }));
        return { removed, errors: run.exitCode === EXIT.fine ? [] : errorsOf([], run) };
    } catch (error) {
        return { removed: [], errors: [messageOf(error)] };
    } finally {
        unlock();
    }
}
