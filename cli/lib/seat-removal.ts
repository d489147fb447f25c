import { isOf, labelKey, marksFile, runFolder, whereaboutsFile } from "../../components/lib/project";
import { run } from "../../components/lib/run";
import { LIMITS, onMachine, script } from "../../components/lib/script";
import { EXIT, messageOf } from "./errors";
import { ReadLab } from "./labs";
import { errorsOf, pulumi } from "./pulumi";
import { removeRecord } from "./files";
import { emptyRecord, lock } from "./record";
import { checkout } from "./stacks";

// A destroy by the tool takes 0.85 s of processor time for each seat, most of it to start the tool and its plugins. All that a seat has is on one
// machine and was seen, so what the seats have there goes at once, and then the tool forgets it.

/** An empty record, in the form that the tool exports. */
const EMPTY = JSON.stringify({
    version: 3,
    deployment: { manifest: { time: new Date(0).toISOString(), magic: "", version: "" } },
});

/** The removal of seats. */
export interface Removal {
    /** The stacks that it removes the labs of; those of all others are left to the tool. */
    stacks: ReadonlySet<string>;
    /** Waits until the labs are gone, and has the tool forget one of them. @returns what went wrong */
    forget(stack: string): Promise<string[]>;
}

/**
 * Begins to remove the labs of seats: nested ones that nobody works on, those of a machine together. A removal that is killed in between leaves a record of what
 * is gone, which an `up` makes anew and a destroy forgets.
 */
export function removeSeats(labs: readonly ReadLab[]): Removal {
    const { owner } = checkout();
    const unlocks = new Map<string, () => void>();
    for (const { stack } of labs.filter(isSeatAlone)) {
        const unlock = lock(stack.stack);
        if (unlock) unlocks.set(stack.stack, unlock);
    }
    const machines = new Map<string, ReadLab[]>();
    for (const lab of labs.filter(({ stack }) => unlocks.has(stack.stack))) {
        const key = JSON.stringify(lab.found.elsewhere);
        machines.set(key, [...(machines.get(key) ?? []), lab]);
    }
    const gone = new Map<string, Promise<string | undefined>>();
    for (const there of machines.values()) {
        const removed = removeAll(owner, there).catch((error: unknown) => messageOf(error));
        for (const { stack } of there) gone.set(stack.stack, removed);
    }
    return {
        stacks: new Set(unlocks.keys()),
        async forget(stack) {
            const error = await gone.get(stack);
            unlocks.get(stack)!(); // the tool locks it itself
            return error === undefined ? forgetLab(owner, stack) : [error];
        },
    };
}

/** Has the tool and this machine forget a lab that is gone. @returns what went wrong */
export async function forgetLab(owner: string, stack: string): Promise<string[]> {
    // Where it was goes first: so one that is killed in between is not looked for there.
    removeRecord(whereaboutsFile({ owner, stack }));
    const unlock = lock(stack);
    const emptied = unlock !== undefined && emptyRecord(stack);
    unlock?.();
    if (emptied) return [];
    const imported = await pulumi(["stack", "import", "--stack", stack], { input: EMPTY });
    return imported.exitCode === EXIT.fine ? [] : errorsOf([], imported);
}

/** Whether a lab is a seat's, and nothing but lab hosts on one machine. */
function isSeatAlone({ stack, found: { elsewhere, machine } }: ReadLab): boolean {
    return (
        stack.classroom !== undefined &&
        elsewhere.length <= 1 &&
        machine.marks === null &&
        machine.containers.length > 0 &&
        machine.containers.every(({ Config }) => Config.Labels[labelKey("role")] === "lab-host")
    );
}

async function removeAll(owner: string, labs: readonly ReadLab[]): Promise<undefined> {
    const args = labs.flatMap(({ stack: { stack }, found: { machine } }) => {
        const networks = machine.networks.filter((network) => isOf(network, owner, stack)).map(({ Id }) => Id);
        const places = [stack, runFolder({ owner, stack, generation: "any" }), marksFile({ owner, stack })];
        const ids = [machine.containers.map(({ Id }) => Id), networks, machine.volumes.map(({ Name }) => Name)];
        return [...places, ...ids.map((all) => all.join(" "))];
    });
    const text = script("fence", "sweep", "bridge-out", "lab-hosts-remove");
    await run(onMachine(LIMITS.change, labs[0]?.found.elsewhere[0]), text, [owner, ...args], "", LIMITS.change + 15);
}
