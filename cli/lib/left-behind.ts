import { existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from "fs";
import { dirname, join } from "path";
import { proveEngine } from "../../components/lib/found-elsewhere";
import { Elsewhere } from "../../components/lib/elsewhere";
import { LostMachineError } from "../../components/lib/observe";
import { labelKey, leftFile, OWNER_ID, PROJECT, STACK_NAME, whereaboutsFile } from "../../components/lib/project";
import { run } from "../../components/lib/run";
import { LIMITS, onMachine } from "../../components/lib/script";
import { HostEntry } from "../../stacks/hosts";
import { reach } from "../../stacks/reach";
import { readLeft } from "../../stacks/records";
import { LabError, messageOf } from "./errors";
import { removeRecord, textOf } from "./files";
import { removeLeftovers } from "./leftovers";
import { stateFile } from "./record";
import { forgetLab } from "./seat-removal";
import { LabStack } from "./stacks";

// A lab on a machine that does not answer cannot be removed. Where it is given up (cli/lib/moves.ts), what it has there is written down on this
// machine, with how that one is reached, and removed when it answers again.

const FOLDER = `/var/lib/${PROJECT}`;

/** What a lab has left on a machine. */
export interface LeftBehind {
    owner: string;
    stack: string;
    machine: HostEntry;
    /** When it was given up, as a date. */
    since: string;
}

/** Writes down that a lab is left on a machine. */
export function leave(owner: string, stack: string, machine: HostEntry): void {
    const file = leftFile({ owner, stack });
    const others = readLeft(file).filter((left) => left.machine.name !== machine.name);
    write(file, [...others, { machine, since: new Date().toISOString() }]);
}

/** All that is written down as left behind. @throws Error where that cannot be read */
export function leftBehind(folder = FOLDER): LeftBehind[] {
    const owners = existsSync(folder) ? readdirSync(folder).filter((name) => OWNER_ID.test(name)) : [];
    return owners.flatMap((owner) =>
        readdirSync(join(folder, owner)).flatMap((name) => {
            const stack = /^(.*)\.left$/.exec(name)?.[1] ?? "";
            if (!STACK_NAME.test(stack)) return [];
            return readLeft(join(folder, owner, name)).map((left) => ({ owner, stack, ...left }));
        }),
    );
}

/** What became of something that was left behind: why it is still there, or undefined where it is gone. */
export interface Fetched {
    left: LeftBehind;
    why?: string;
}

/** Where the lab of a stack is now, as it is written down. */
function whereIs({ owner, stack }: LeftBehind): string | undefined {
    return textOf(whereaboutsFile({ owner, stack }));
}

/** Ends what was begun to be given up and killed: the lab is nowhere, and the tool may not have forgotten it yet. */
export async function endGivingUp(all: readonly LeftBehind[]): Promise<void> {
    for (const left of all) {
        if (whereIs(left) !== undefined) continue;
        const errors = await forgetLab(left.owner, left.stack);
        if (errors.length > 0) throw new LabError(`${left.stack} could not be given up: ${errors.join("\n")}`);
    }
}

/** Removes what was left behind, as far as its machines answer. */
export function fetchAll(all: readonly LeftBehind[]): Promise<Fetched[]> {
    return Promise.all(all.map(fetchOne));
}

async function fetchOne(left: LeftBehind): Promise<Fetched> {
    const { owner, stack, machine } = left;
    try {
        // One that was killed at its beginning has given nothing up: the lab is there.
        if (whereIs(left)?.startsWith(`${machine.name} (`) !== true) {
            const [elsewhere] = await reach([machine]);
            await proveEngine(elsewhere!, false);
            await refuseLive(left, elsewhere!);
            await removeLeftovers({ owner, stack }, elsewhere);
        }
        forgetLeft(left);
        return { left };
    } catch (error) {
        const why = error instanceof LostMachineError ? error.words : messageOf(error).replaceAll(/\s+/g, " ");
        return { left, why };
    }
}

/** Where config names one machine twice, what was given up there under one name may be what is there under the other. @throws LabError */
async function refuseLive({ owner, stack }: LeftBehind, elsewhere: Elsewhere): Promise<void> {
    const flags = Object.entries({ owner, stack }).flatMap(([key, value]) => [
        "--filter",
        `label=${labelKey(key)}=${value}`,
    ]);
    const text = 'docker container ls --all --quiet --no-trunc "$@"';
    const ids = (await run(onMachine(LIMITS.look, elsewhere), text, flags)).split("\n").filter((id) => id !== "");
    const state = textOf(stateFile(stack) ?? "") ?? "";
    if (ids.some((id) => state.includes(id)))
        throw new LabError(`the lab of ${stack} that is used now is there as well: hosts names one machine twice`);
}

function forgetLeft({ owner, stack, machine }: LeftBehind): void {
    const file = leftFile({ owner, stack });
    const others = readLeft(file).filter((left) => left.machine.name !== machine.name);
    if (others.length > 0) write(file, others);
    else removeRecord(file);
}

/** Unlike what can be done without, it is written or the error says why not. */
function write(file: string, left: readonly Omit<LeftBehind, "owner" | "stack">[]): void {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.new`, JSON.stringify(left));
    renameSync(`${file}.new`, file);
}

/** What is still left behind, a line for each machine. */
export function renderLeft(fetched: readonly Fetched[]): string {
    const machines = new Map<string, Fetched[]>();
    for (const one of fetched) {
        const { name } = one.left.machine;
        machines.set(name, [...(machines.get(name) ?? []), one]);
    }
    return [...machines]
        .flatMap(([name, all]) => {
            const stacksOf = (some: readonly Fetched[]) => some.map(({ left }) => left.stack).join(" ");
            const there = all.filter(({ why }) => why !== undefined);
            const gone = all.filter(({ why }) => why === undefined);
            return [
                ...(gone.length > 0 ? [`What was left on machine ${name} is removed: ${stacksOf(gone)}.`] : []),
                ...(there.length > 0
                    ? [
                          `Left on machine ${name}, and removed by the next \`class up\` or \`class destroy\` that it answers: ` +
                              `${stacksOf(there)}. Now it said: ${there[0]!.why}`,
                      ]
                    : []),
            ];
        })
        .map((line) => `${line}\n`)
        .join("");
}

/**
 * Begins to remove what the labs of classes have left behind, before stacks of those are worked on. Where one of them is to be made on the machine that it was left
 * on, its end is waited for.
 *
 * @returns what has become of it, at its end
 */
export async function fetchLeft(stacks: readonly LabStack[], owner: string): Promise<{ end: Promise<Fetched[]> }> {
    const rooms = new Set(stacks.flatMap(({ classroom }) => (classroom === undefined ? [] : [`${classroom}-`])));
    const isOf = ({ owner: whose, stack }: LeftBehind) =>
        whose === owner && [...rooms].some((room) => stack.startsWith(room));
    const own = rooms.size > 0 ? leftBehind().filter(isOf) : [];
    await endGivingUp(own);
    const end = fetchAll(own);
    const isInTheWay = ({ stack, machine }: LeftBehind) =>
        stacks.some((lab) => lab.stack === stack && [lab.machine, lab.movesTo].includes(machine.name));
    if (own.some(isInTheWay)) await end;
    return { end };
}
