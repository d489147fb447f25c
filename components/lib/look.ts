import { engineSocket, Identity, labelKey, marksFile } from "./project";
import { run, ScriptError } from "./run";
import { inLabHost, LIMITS, onMachine, Place, script } from "./script";
import { Container, Machine, Marks, parseMachine, parseMarks, parseSnapshot, Snapshot } from "./snapshot";

/** Where a lab runs: in a container with an engine of its own, or on the machine's own engine and namespaces. */
export type LabHostKind = "nested" | "direct";

/** A lab that could not be read. It is never taken for absent: whoever looked stops, says so, and changes nothing. */
export class UnreadableLabError extends Error {}

/** What a look at a stack's lab found. */
export interface Look {
    /** What the machine's engine holds of the stack, and which addresses are taken. */
    machine: Machine;
    /** The stack's lab, when its last `up` finished. */
    lab: FinishedLab | undefined;
    /** Without a finished lab: whether something of the stack is there, made by an `up` that did not finish. */
    unfinished: boolean;
}

/**
 * A lab whose last `up` finished. A healthy one answers, though parts of it may be broken; a stopped one does not run, and what is
 * in it comes back by starting it.
 */
export type FinishedLab = FinishedHost | { state: "healthy"; kind: "direct"; marks: Marks; live: Snapshot };

type FinishedHost = { kind: "nested"; marks: Marks; container: Container } & (
    { state: "stopped" } | { state: "healthy"; live: Snapshot }
);

/** Looks at the lab of one stack, read-only and with a time limit. @throws UnreadableLabError when no answer came */
export async function look(owner: string, stack: string): Promise<Look> {
    const marksPath = marksFile({ owner, stack });
    const answer = await reading("this machine's Docker engine", () =>
        run(onMachine(LIMITS.look), script("ask", "inspect", "observe-machine"), [owner, stack, marksPath]),
    );
    const machine = await reading("this machine's Docker engine", () => parseMachine(answer));
    const hosts = machine.containers.filter((container) => container.Config.Labels[labelKey("role")] === "lab-host");
    const found = await Promise.all(hosts.map((host) => lookAtHost(host, { owner, stack })));
    const finished = found.filter((host) => host !== undefined);
    const best = finished.find((host) => host.state === "healthy") ?? finished[0];
    if (best) return { machine, lab: best, unfinished: false };
    if (hosts.length > 0) return { machine, lab: undefined, unfinished: true };
    if (machine.marks) {
        const live = await observeMachine({ owner, stack });
        return { machine, lab: { state: "healthy", kind: "direct", marks: machine.marks, live }, unfinished: false };
    }
    const mine = [
        ...machine.containers,
        ...machine.volumes,
        ...machine.networks.filter((network) => isOf(network, owner, stack)),
    ];
    return { machine, lab: undefined, unfinished: mine.length > 0 };
}

/** Looks at the machine itself, as the place where a lab of the direct kind runs. @throws UnreadableLabError */
export async function observeMachine(lab: Pick<Identity, "owner" | "stack">): Promise<Snapshot> {
    return reading("this machine", () => observe(onMachine(LIMITS.look), lab));
}

/** Whether an object's labels say that it belongs to this stack of this owner. */
export function isOf(object: { Labels: Record<string, string> }, owner: string, stack: string): boolean {
    return object.Labels[labelKey("owner")] === owner && object.Labels[labelKey("stack")] === stack;
}

/** Looks into one lab host; undefined when it is unfinished. */
async function lookAtHost(
    container: Container,
    lab: Pick<Identity, "owner" | "stack">,
): Promise<FinishedHost | undefined> {
    const { Name: name, State: state } = container;
    const marksPath = marksFile(lab);
    if (state.Paused) throw new UnreadableLabError(`Lab host ${name} is paused. Run: docker unpause ${name}`);
    if (state.Status === "created") return undefined; // never started, so nothing was ever made in it
    if (!state.Running) {
        const marks = await reading(`the stopped lab host ${name}`, () => marksOfStopped(name, marksPath));
        return marks && ofGeneration(container, marks)
            ? { state: "stopped", kind: "nested", marks, container }
            : undefined;
    }
    const live = await reading(`lab host ${name}`, () => patiently(() => observe(inLabHost(name, LIMITS.look), lab)));
    const generation = container.Config.Labels[labelKey("generation")] ?? "";
    await reading(`lab host ${name}`, () => proveSocket(engineSocket({ ...lab, generation }), live.engine));
    return live.marks && ofGeneration(container, live.marks)
        ? { state: "healthy", kind: "nested", marks: live.marks, container, live }
        : undefined;
}

function ofGeneration(container: Container, marks: Marks): boolean {
    return container.Config.Labels[labelKey("generation")] === marks.generation;
}

async function observe(place: Place, lab: Pick<Identity, "owner" | "stack">): Promise<Snapshot> {
    const args = [marksFile(lab), lab.owner, lab.stack];
    return parseSnapshot(await run(place, script("ask", "inspect", "observe"), args));
}

async function marksOfStopped(name: string, marksPath: string): Promise<Marks | undefined> {
    const text = await run(onMachine(LIMITS.look), script("marks-of-stopped"), [name, marksPath]);
    return text === "" ? undefined : parseMarks(text);
}

/** Everything that is declared in a lab host goes through its socket, so that is looked at before each use. */
async function proveSocket(socket: string, engine: string): Promise<void> {
    const answer = await run(onMachine(LIMITS.look), `${script("socket")}\nengine_behind "$1"`, [socket]);
    if (answer.split(" ")[0] !== engine)
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

async function reading<T>(what: string, read: () => T | Promise<T>): Promise<T> {
    try {
        return await read();
    } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        throw new UnreadableLabError(`Could not read ${what}, so nothing was changed: ${why}`);
    }
}
