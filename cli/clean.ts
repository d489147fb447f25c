import { json, printable, printableLine } from "../components/lib/printable";
import { confirm } from "./lib/ask";
import { EXIT, LabError, messageOf } from "./lib/errors";
import { leftFile } from "../components/lib/project";
import { endGivingUp, fetchAll, LeftBehind, leftBehind } from "./lib/left-behind";
import { findLeftovers, forgetDead, Leftover, Ownership, ownershipOf, removeLeftovers } from "./lib/leftovers";

/** Options of `lab clean`. */
export interface CleanOptions {
    /** Owners whose things go, and no others'; by default this checkout's and those of checkouts that are gone. */
    owner?: string[];
    /** Whether everybody's go. */
    all?: boolean;
    yes?: boolean;
    json?: boolean;
}

/** One stack's things on this machine, and whether they are to go. */
export interface Group {
    owner: string;
    ownership: Ownership;
    stack: string;
    things: Leftover[];
    goes: boolean;
}

const WHOSE: Readonly<Record<Ownership, string>> = {
    own: "of this checkout",
    dead: "of a checkout that is gone",
    alive: "of another checkout",
    unknown: "of a checkout that is not on this machine",
};

/** `lab clean`: finds what labs have left on this machine, and removes what is this checkout's or nobody's any more. */
export async function clean(options: CleanOptions): Promise<number> {
    const groups = groupsOf(await reading("nothing was changed"), options);
    const going = groups.filter(({ goes }) => goes);
    const elsewhere = leftBehind().filter(({ owner }) => goesOf(owner, options));
    if (!options.json) process.stdout.write(renderGroups(groups) + elsewhere.map(renderElsewhere).join(""));
    if (going.length + elsewhere.length > 0)
        await confirm("Remove what is marked with ✗, with whatever was made in it by hand?", options.yes === true);
    const failures: string[] = [];
    for (const group of going)
        await removeLeftovers(group).catch((error: unknown) =>
            failures.push(`${group.owner} ${group.stack}: ${messageOf(error)}`),
        );
    await endGivingUp(elsewhere.filter(({ owner }) => ownershipOf(owner) === "own"));
    for (const { left, why } of await fetchAll(elsewhere))
        if (why !== undefined)
            failures.push(
                `${left.stack}: what it has left on machine ${left.machine.name} is still there, and still written down: ${why}. ` +
                    `If that machine is gone for good: rm ${leftFile(left)}`,
            );
    const left = await reading("whether all of it went is not known");
    forgetDead(left);
    for (const { owner, stack, kind, name } of left)
        if (going.some((group) => group.owner === owner && group.stack === stack))
            failures.push(`${owner} ${stack}: ${kind} ${name} is still there`);
    if (options.json) process.stdout.write(json(groups));
    for (const failure of failures) process.stderr.write(`✗ ${printable(failure)}\n`);
    return failures.length > 0 ? EXIT.failed : EXIT.fine;
}

/** What was found, by owner and stack, and what of it is to go. */
export function groupsOf(
    things: readonly Leftover[],
    { owner: owners, all = false }: Pick<CleanOptions, "owner" | "all">,
    whose: (owner: string) => Ownership = ownershipOf,
): Group[] {
    const groups = new Map<string, Group>();
    for (const thing of things) {
        const { owner, stack } = thing;
        const ownership = whose(owner);
        const goes = goesOf(owner, { owner: owners, all }, ownership);
        const group = groups.get(`${owner} ${stack}`) ?? { owner, ownership, stack, things: [], goes };
        groups.set(`${owner} ${stack}`, { ...group, things: [...group.things, thing] });
    }
    return [...groups.values()];
}

/** Whether what an owner has is to go. */
function goesOf(
    owner: string,
    { owner: owners, all = false }: Pick<CleanOptions, "owner" | "all">,
    ownership = ownershipOf(owner),
): boolean {
    return all || (owners ? owners.includes(owner) : ownership === "own" || ownership === "dead");
}

function renderElsewhere({ owner, stack, machine, since }: LeftBehind): string {
    return `${stack} (owner ${owner})\n  ✗ ${printableLine(`what it left on machine ${machine.name} when that did not answer, ${since}`)}\n`;
}

/** What `lab clean` prints of what it found. */
export function renderGroups(groups: readonly Group[]): string {
    if (groups.length === 0) return "Nothing of any lab is on this machine.\n";
    return groups
        .map(({ owner, ownership, stack, things, goes }) => {
            const way = goes ? "" : `; stays, unless: ./lab clean --owner ${owner}`;
            const lines = things.map(({ kind, name }) => `  ${goes ? "✗" : " "} ${printableLine(`${kind} ${name}`)}\n`);
            return `${stack} (owner ${owner}, ${WHOSE[ownership]}${way})\n${lines.join("")}`;
        })
        .join("");
}

/** What cannot be read is not taken for absent. */
async function reading(so: string): Promise<Leftover[]> {
    try {
        return await findLeftovers();
    } catch (error) {
        throw new LabError(`could not read what is on this machine, so ${so}: ${messageOf(error)}`);
    }
}
