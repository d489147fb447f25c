import { existsSync, readdirSync, rmSync } from "fs";
import { join } from "path";
import { Elsewhere } from "../../components/lib/elsewhere";
import { marksFile, OWNER_ID, PROJECT, runFolder, STACK_NAME } from "../../components/lib/project";
import { run } from "../../components/lib/run";
import { LIMITS, onMachine, script } from "../../components/lib/script";
import { textOf } from "./files";
import { ROOT } from "./stacks";

/** Where set-up writes down which checkout an owner id belongs to. */
const RECORDS = `/var/lib/${PROJECT}/owners`;

/** Something of a lab on this machine. */
export interface Leftover {
    owner: string;
    stack: string;
    kind: string;
    name: string;
}

/**
 * Everything of this project's labs on this machine, by its labels and marks.
 *
 * @param seconds how long to wait for the engine
 * @throws ScriptError when that cannot be read
 */
export async function findLeftovers(seconds = LIMITS.look): Promise<Leftover[]> {
    const text = await run(onMachine(seconds), script("ask", "fence", "find-things"), []);
    return parseLeftovers(text);
}

/**
 * Reads the answer of find-things.sh. Anybody can give a container labels: what has no owner's or stack's name as they are given here was
 * not made by a lab, and no path is made of it.
 */
export function parseLeftovers(text: string): Leftover[] {
    return text.split("\n").flatMap((line) => {
        const [owner = "", stack = "", kind = "", name = ""] = line
            .split("\t")
            .map((text) => text.replace(/^"(.*)"$/, "$1"));
        return OWNER_ID.test(owner) && STACK_NAME.test(stack) ? [{ owner, stack, kind, name }] : [];
    });
}

/** Removes everything of one stack of one owner from a machine, by default this one. */
export async function removeLeftovers(
    { owner, stack }: Pick<Leftover, "owner" | "stack">,
    elsewhere?: Elsewhere,
): Promise<void> {
    const identity = { owner, stack, generation: "none" };
    const args = [owner, stack, "", runFolder(identity), marksFile(identity)];
    const text = script("ask", "swarm-node", "fence", "sweep", "site-delete");
    await run(onMachine(LIMITS.change, elsewhere), text, args, "", LIMITS.change + 15);
}

/** Whose an owner id is: this checkout's, that of one which is gone, of another one that is there, or of nobody known here. */
export type Ownership = "own" | "dead" | "alive" | "unknown";

/** Tells whose an owner id is. */
export function ownershipOf(owner: string, root = ROOT, records = RECORDS): Ownership {
    const idOf = (checkout: string) => textOf(join(checkout, ".lab", "owner"))?.trim();
    const recorded = textOf(join(records, owner))?.trim();
    if (idOf(root) === owner || recorded === root) return "own";
    // On an engine that others use from elsewhere there are owners that were never written down here.
    if (recorded === undefined) return "unknown";
    return idOf(recorded) === owner ? "alive" : "dead";
}

/** Removes the records of checkouts that are gone, once nothing of theirs is left. */
export function forgetDead(left: readonly Leftover[], root = ROOT, records = RECORDS): void {
    if (!existsSync(records)) return;
    for (const owner of readdirSync(records))
        if (ownershipOf(owner, root, records) === "dead" && !left.some((thing) => thing.owner === owner))
            rmSync(join(records, owner));
}
