import { inTheWay } from "../../components/lib/claims";
import { diskLacking } from "../../components/lib/disk-lacking";
import { Elsewhere } from "../../components/lib/elsewhere";
import { find, Found, look, Look } from "../../components/lib/look";
import { UnreadableLabError } from "../../components/lib/observe";
import { handMade } from "../../components/lib/hand-made";
import { printableLine } from "../../components/lib/printable";
import { missingImages, planLab, Wanted } from "../../components/lib/plan";
import { readCredential } from "../../stacks/credentials";
import { reach } from "../../stacks/reach";
import { Checkout } from "../../stacks/settings";
import { withoutAgreed } from "./agreed";
import { confirm } from "./ask";
import { LabError } from "./errors";
import { mendFirst } from "./shortages";
import { checkout, LabStack, ROOT } from "./stacks";
import { takenTwice } from "./twins";

/** What a look at a stack's lab came to: what was found, or why it could not be read. */
export type Seen<As extends Found = Look> =
    (ReadLab<As> & { unreadable?: undefined }) | { stack: LabStack; unreadable: string };

/** A lab that was read. */
export interface ReadLab<As extends Found = Look> {
    stack: LabStack;
    found: As;
    /** When it was looked at, in milliseconds since 1970. */
    at: number;
}

/** A finished lab that will be made anew or removed, with what somebody made in it by hand. */
export interface Loss {
    stack: string;
    why: string;
    lost: readonly string[];
}

/**
 * Looks at the labs of some stacks, read-only.
 *
 * @param wires whether to read as well what is plugged in where
 */
export function lookAtLabs(stacks: readonly LabStack[], wires = false): Promise<Seen[]> {
    return readLabs(stacks, (owner, stack, elsewhere) => look(owner, stack, elsewhere, wires));
}

/** Finds the labs of some stacks, for what does not depend on what is in them. */
export function findLabs(stacks: readonly LabStack[]): Promise<Seen<Found>[]> {
    return readLabs(stacks, find);
}

async function readLabs<As extends Found>(stacks: readonly LabStack[], read: Reads<As>): Promise<Seen<As>[]> {
    const { owner } = checkout();
    return Promise.all(
        stacks.map(async (stack) => {
            try {
                const at = Date.now();
                return { stack, found: await read(owner, stack.stack, await reach(stack.hosts)), at };
            } catch (error) {
                if (error instanceof UnreadableLabError) return { stack, unreadable: error.message };
                throw error;
            }
        }),
    );
}

type Reads<As> = (owner: string, stack: string, elsewhere: readonly Elsewhere[]) => Promise<As>;

/** The labs that were read. @throws LabError that names those that could not be */
export function readable<As extends Found>(labs: readonly Seen<As>[]): ReadLab<As>[] {
    const problems = labs.flatMap((lab) =>
        lab.unreadable === undefined ? [] : `${lab.stack.stack}: ${lab.unreadable}`,
    );
    if (problems.length > 0) throw unreadable(problems.join("\n"));
    return labs.flatMap((lab) => (lab.unreadable === undefined ? [lab] : []));
}

function unreadable(why: string): LabError {
    return new LabError(why, mendFirst(why));
}

/** What an `up` would lose: finished labs that it replaces, with hand-made work in them. */
export function lossesOfUp(labs: readonly ReadLab[], made: Checkout): Loss[] {
    return labs.flatMap((lab) => {
        const why = replaces(lab, made);
        const lost = lostOf(lab);
        return why !== undefined && lost.length > 0 ? [{ stack: lab.stack.stack, why, lost }] : [];
    });
}

/** Why an `up` makes a lab anew; undefined where it does not. */
export function replaces({ stack, found }: ReadLab, made: Checkout): string | undefined {
    return planLab(found, wantedOf(stack, made)).replaces;
}

/** What is wanted of a stack's lab in this checkout. */
export function wantedOf(stack: LabStack, { owner, images }: Checkout): Wanted {
    const name = `lab-host-${stack.docker}`;
    const credential =
        stack.seat !== undefined && stack.options.ssh.port > 0
            ? readCredential(stack.seat, ROOT)?.credential
            : undefined;
    return { ...stack, owner, image: images[name] ?? name, credential };
}

/** The images that labs need must be on the machine. @throws LabError that names the missing ones */
export function refuseWithoutImages(labs: readonly ReadLab[], made: Checkout): void {
    const needy = labs.flatMap(({ stack, found }) => {
        const missing = missingImages(found, wantedOf(stack, made), made.images);
        return missing.length > 0 ? [{ stack, missing }] : [];
    });
    if (needy.length === 0) return;
    const list = needy.map(({ stack, missing }) => `  - ${stack.stack}: ${missing.join(", ")}\n`);
    const engines = [...new Set(needy.map(({ stack }) => `./lab setup --engine ${stack.docker}`))];
    throw new LabError(`this machine has no image of\n${list.join("").trimEnd()}`, engines.join(" && "));
}

/** Disks that labs are to have must be possible where they are. @throws LabError that names those that are not */
export function refuseWithoutDisks(labs: readonly ReadLab[], made: Checkout): void {
    const needy = labs.flatMap(({ stack, found }) => {
        const lacking = diskLacking(found, planLab(found, wantedOf(stack, made)));
        return lacking === undefined ? [] : `${stack.stack}: ${lacking}`;
    });
    if (needy.length === 0) return;
    const fix = "pulumi config rm --path limits.disk --stack STACK, or mend what that says: ./lab doctor tells more";
    throw new LabError(needy.join("\n"), fix);
}

/** What a `destroy` would lose: hand-made work in finished labs. */
export function lossesOfDestroy(labs: readonly ReadLab[]): Loss[] {
    return labs.flatMap((lab) => {
        const lost = lostOf(lab);
        return lost.length > 0 ? [{ stack: lab.stack.stack, why: "it is destroyed", lost }] : [];
    });
}

function lostOf({ stack, found }: ReadLab): string[] {
    return handMade(withoutAgreed(stack.stack, found), stack);
}

/** Names what would be lost, and goes on only with a yes. @throws LabError without one */
export async function confirmLosses(losses: readonly Loss[], yes: boolean): Promise<void> {
    if (losses.length === 0) return;
    process.stderr.write(describeLosses(losses));
    await confirm("Go on, and lose it?", yes);
}

function describeLosses(losses: readonly Loss[]): string {
    return losses
        .map(({ stack, why, lost }) => {
            const things = lost.map((thing) => `  - ${printableLine(thing)}\n`).join("");
            return `What was made by hand in the lab of ${stack} will be lost, because ${why}:\n${things}`;
        })
        .join("");
}

/** What stands where the labs are to be made, under their names, without being theirs. @throws LabError that names it */
export async function refuseForeign(labs: readonly ReadLab[]): Promise<void> {
    const made = checkout();
    const planned = labs.map((lab) => ({ ...lab, plan: planLab(lab.found, wantedOf(lab.stack, made)) }));
    const lines = await Promise.all(
        planned.map(async ({ stack, found, plan }) => {
            const lab = { owner: made.owner, stack: stack.stack };
            const names = await mendable(() => inTheWay(found, stack, lab, plan));
            return names.map((name) => `  - ${stack.stack}: ${name}`);
        }),
    );
    const list = [...lines.flat(), ...takenTwice(planned).map((line) => `  - ${line}`)];
    if (list.length === 0) return;
    throw new LabError(
        `where a lab runs there are things with its names, ports or addresses that it did not make, and it leaves them alone:\n${list.join("\n")}`,
        "rename them, or remove them as shown; on the machine itself, a lab host of its own is another way: " +
            "pulumi config set engine nested --stack STACK",
    );
}

/** What cannot be read is for a person to mend, and no bug. */
async function mendable<T>(read: () => Promise<T>): Promise<T> {
    try {
        return await read();
    } catch (error) {
        throw error instanceof UnreadableLabError ? unreadable(error.message) : error;
    }
}
