import { join } from "path";
import { Elsewhere, isBare } from "../../components/lib/elsewhere";
import { HostEntry } from "../../stacks/hosts";
import { reach } from "../../stacks/reach";
import { Checkout, InputError, readCheckout } from "../../stacks/settings";
import { groupsOf } from "../clean";
import { LabError, messageOf } from "../lib/errors";
import { findLeftovers } from "../lib/leftovers";
import { LabStack, NamedStack, ROOT } from "../lib/stacks";
import { Facts, factsOf } from "./facts";
import { Examined, OtherMachine } from "./judge";
import { examineLabs } from "./live";
import { SetUp } from "./set-up";

const STATE = join(ROOT, ".lab");

/** Reads all that `lab doctor` judges by. Read-only, and with a time limit. @throws LabError when nothing can be read of this machine */
export async function examine(named: readonly NamedStack[], setUp: SetUp): Promise<Examined> {
    const stacks = named.flatMap(({ settings }) => settings ?? []);
    const checkout = ownCheckout();
    const [facts, others, { groups, labs }] = await Promise.all([
        factsOf(undefined, STATE).catch((error: unknown) => {
            throw new LabError(`could not read this machine: ${messageOf(error)}`);
        }),
        otherMachines(stacks),
        liveLabs(stacks, checkout),
    ]);
    return { named, setUp, facts, owner: checkout?.owner, labs, groups, others };
}

/** What set-up wrote down; undefined before it. */
function ownCheckout(): Checkout | undefined {
    try {
        return readCheckout(ROOT);
    } catch (error) {
        if (error instanceof InputError) return undefined;
        throw error;
    }
}

/** An engine that hangs is not waited for as long as when something is to be removed, in seconds. */
const PATIENCE = 15;

/**
 * What labs have left, and the labs of those stacks that may have something: others need no look. Where the engine does not say what is
 * there, no lab can be looked at either.
 */
async function liveLabs(
    stacks: readonly LabStack[],
    checkout: Checkout | undefined,
): Promise<Pick<Examined, "groups" | "labs">> {
    const groups = await findLeftovers(PATIENCE).then(
        (things) => groupsOf(things, {}),
        () => null,
    );
    if (!checkout || !groups) return { groups, labs: new Map() };
    const has = ({ stack }: LabStack) => groups.some((group) => group.ownership === "own" && group.stack === stack);
    const looked = stacks.filter((stack) => stack.kind === "direct" || stack.hosts.length > 0 || has(stack));
    return { groups, labs: await examineLabs(looked, checkout) };
}

async function otherMachines(stacks: readonly LabStack[]): Promise<OtherMachine[]> {
    const machines = new Map<string, { entry: HostEntry; stacks: LabStack[] }>();
    for (const stack of stacks)
        for (const entry of stack.hosts) {
            const key = JSON.stringify(entry);
            machines.set(key, { entry, stacks: [...(machines.get(key)?.stacks ?? []), stack] });
        }
    return Promise.all(
        [...machines.values()].map(async ({ entry, stacks: of }) => ({
            name: entry.name,
            stacks: of,
            ...(await ask(entry)),
        })),
    );
}

async function ask(entry: HostEntry): Promise<{ facts: Facts | string; bare: boolean }> {
    let place: Elsewhere | undefined;
    try {
        [place] = await reach([entry]);
        return { facts: await factsOf(place, ""), bare: isBare(place!) };
    } catch (error) {
        return { facts: messageOf(error), bare: false };
    }
}
