import DataLoader from "dataloader";
import { Elsewhere, whereabouts } from "./elsewhere";
import { diskFolder, engineSocket, Identity, marksFile } from "./project";
import { run, ScriptError } from "./run";
import { inLabHost, LIMITS, onMachine, Place, script } from "./script";
import { Machine, Marks, parseMachines, parseMarks, parseSnapshot, Snapshot } from "./snapshot";

/** A lab that could not be read. It is never taken for absent: whoever looked stops, says so, and changes nothing. */
export class UnreadableLabError extends Error {}

/** A machine elsewhere that does not answer, or whose engine does not, or that cannot be asked as it is described. */
export class LostMachineError extends UnreadableLabError {
    constructor(
        message: string,
        /** What config calls it. */
        readonly machine: string,
        /** What was said instead of an answer. */
        readonly why: string,
        private readonly what = "does not answer",
    ) {
        super(message);
    }

    /** It in words. */
    get words(): string {
        return `machine ${this.machine} ${this.what} (${this.why})`;
    }
}

/** Whose lab is looked at, and where its engine is when that is not this machine's own. */
export type Whose = Pick<Identity, "owner" | "stack"> & {
    elsewhere?: Elsewhere;
    /** Whether to read as well what is plugged in where. */
    wires?: boolean;
};

/** How an engine is asked at its socket. */
const AT_SOCKET = ["engine-get", "engine-lists"];

/** A machine in words. */
export function machineIn(elsewhere?: Elsewhere): string {
    return elsewhere ? `machine ${whereabouts([elsewhere])}` : "this machine";
}

/** What a machine's engine holds of a stack, and which addresses are taken. @throws UnreadableLabError */
export async function askMachine({ owner, stack, elsewhere }: Whose): Promise<Machine> {
    const engine = `${machineIn(elsewhere)}'s Docker engine`;
    return reading(engine, () => askerOf(owner, elsewhere).load(stack));
}

/** Looks at labs that begin together ask a machine once: those at thirty seats would keep it busy for three seconds. */
type Asker = DataLoader<string, Machine>;
const askers = new Map<string, Asker>();

function askerOf(owner: string, elsewhere?: Elsewhere): Asker {
    const key = JSON.stringify([owner, elsewhere]);
    const asker =
        askers.get(key) ?? new DataLoader((stacks) => askTogether(owner, stacks, elsewhere), { cache: false });
    askers.set(key, asker);
    return asker;
}

async function askTogether(
    owner: string,
    stacks: readonly string[],
    elsewhere?: Elsewhere,
): Promise<(Machine | Error)[]> {
    const text = script("ask", "inspect", ...AT_SOCKET, "holdings", "ports", "disk", "fence", "observe-machine");
    const args = stacks.flatMap((stack) => [stack, marksFile({ owner, stack })]);
    return parseMachines(await run(onMachine(LIMITS.look, elsewhere), text, [owner, ...args]), owner, stacks);
}

/** Looks at the machine itself, as the place where a lab of the direct kind runs. @throws UnreadableLabError */
export async function observeMachine(whose: Whose): Promise<Snapshot> {
    const place = onMachine(LIMITS.look, whose.elsewhere);
    return reading(machineIn(whose.elsewhere), async () =>
        parseSnapshot(await observe(place, ["engine-anywhere"], whose), whose.wires),
    );
}

/**
 * Looks into a nested lab host that runs.
 *
 * @param name of its container
 * @throws UnreadableLabError
 */
export async function observeLabHost(name: string, generation: string, whose: Whose): Promise<Snapshot> {
    const { owner, stack, elsewhere } = whose;
    const place = inLabHost(name, LIMITS.look, elsewhere);
    // What it answers in another form than the known one it will not answer otherwise in a moment.
    const live = await reading(`lab host ${name}`, async () =>
        parseSnapshot(await patiently(() => observe(place, [...AT_SOCKET, "engine-inside"], whose)), whose.wires),
    );
    if (whose.wires) return live; // a picture is made of it, and nothing is declared there
    const socket = engineSocket({ owner, stack, generation });
    await reading(`lab host ${name}`, () => proveSocket(socket, live, elsewhere));
    return live;
}

/** The marks in a nested lab host that runs; null when it has none. @throws UnreadableLabError */
export async function marksIn(name: string, whose: Whose): Promise<Marks | null> {
    return reading(`lab host ${name}`, async () => {
        const place = inLabHost(name, LIMITS.look, whose.elsewhere);
        const text = await patiently(() => run(place, script("marks"), [marksFile(whose)]));
        return text === "" ? null : parseMarks(text);
    });
}

/** The marks in a lab host that is stopped; undefined when it has none. @throws UnreadableLabError */
export async function marksOfStopped(name: string, generation: string, whose: Whose): Promise<Marks | undefined> {
    return reading(`the stopped lab host ${name}`, async () => {
        const place = onMachine(LIMITS.look, whose.elsewhere);
        const disk = diskFolder({ ...whose, generation });
        const text = await run(place, script("marks-of-stopped"), [name, marksFile(whose), disk]);
        return text === "" ? undefined : parseMarks(text);
    });
}

/** What observe.sh prints of a place. @param engine the scripts by which its engine is asked */
async function observe(
    place: Place,
    engine: readonly string[],
    { owner, stack, wires = false }: Whose,
): Promise<string> {
    const text = script("ask", "inspect", ...engine, "swarm-node", ...(wires ? ["wires"] : []), "observe");
    return run(place, text, [marksFile({ owner, stack }), owner, stack]);
}

/** Everything that is declared in a lab host goes through its socket, so that is looked at before each use. */
async function proveSocket(socket: string, { networks }: Snapshot, elsewhere?: Elsewhere): Promise<void> {
    const text = `${script("socket")}\nbridge_behind "$1"`;
    const bridge = (await run(onMachine(LIMITS.look, elsewhere), text, [socket])).trim();
    if (!networks.some(({ Id, Name }) => Id === bridge && Name === "bridge"))
        throw new ScriptError(`another engine answers at ${socket}, so it is not used`);
}

/** A lab host that was just restarted answers after a second or two (many more in emulation): a first refusal is not its last word. */
async function patiently<T>(read: () => Promise<T>): Promise<T> {
    const deadline = Date.now() + 30_000;
    for (;;) {
        try {
            return await read();
        } catch (error) {
            if (Date.now() > deadline) throw error;
            await new Promise((resolve) => setTimeout(resolve, 300));
        }
    }
}

/** Reads something. @throws UnreadableLabError that names it */
export async function reading<T>(what: string, read: () => T | Promise<T>): Promise<T> {
    try {
        return await read();
    } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        throw new UnreadableLabError(`Could not read ${what}, so nothing was changed: ${why}`);
    }
}
