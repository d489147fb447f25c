import { engineSocket, Identity, labelKey, marksFile, SOLE_HOST } from "./project";
import { Remote, urlOf } from "./remote";
import { run, ScriptError } from "./run";
import { inLabHost, LIMITS, onMachine, Place, script } from "./script";
import { Container, Machine, Marks, parseMachine, parseMarks, parseSnapshot, Snapshot } from "./snapshot";

/** Where a lab runs: in a container with an engine of its own, or on the machine's own engine and namespaces. */
export type LabHostKind = "nested" | "direct";

/** A lab that could not be read. It is never taken for absent: whoever looked stops, says so, and changes nothing. */
export class UnreadableLabError extends Error {}

/** What a look at a stack's lab found. */
export interface Look {
    /** The machine that the lab is on, when that is not this one. */
    remote?: Remote;
    /** What the machine's engine holds of the stack, and which addresses are taken. */
    machine: Machine;
    /** The stack's lab, when its last `up` finished. */
    lab: FinishedLab | undefined;
    /** Without a finished lab: whether something of the stack is there, made by an `up` that did not finish. */
    unfinished: boolean;
    /** What is live in lab hosts that answer and are of no finished lab. */
    orphans: Snapshot[];
}

/** A lab whose last `up` finished: its first lab host has the marks that it wrote. */
export interface FinishedLab {
    kind: LabHostKind;
    marks: Marks;
    /** Its lab hosts by name. One that is gone is not among them; the first one always is. */
    hosts: Readonly<Record<string, FinishedHost>>;
}

/**
 * A lab host of a finished lab. A healthy one answers, though parts of it may be broken; a stopped one does not run, and what is in it
 * comes back by starting it. The machine itself is no container.
 */
export type FinishedHost =
    { state: "stopped"; container: Container } | { state: "healthy"; container?: Container; live: Snapshot };

/** Whose lab is looked at, and on which machine when that is not this one. */
export type Whose = Pick<Identity, "owner" | "stack"> & Pick<Look, "remote">;

/** Looks at the lab of one stack, read-only and with a time limit. @throws UnreadableLabError when no answer came */
export async function look(owner: string, stack: string, remote?: Remote): Promise<Look> {
    const marksPath = marksFile({ owner, stack });
    const whose: Whose = { owner, stack, remote };
    const engine = `${machineIn(remote)}'s Docker engine`;
    const answer = await reading(engine, () =>
        run(onMachine(LIMITS.look, remote), script("ask", "inspect", "observe-machine"), [owner, stack, marksPath]),
    );
    const machine = await reading(engine, () => parseMachine(answer));
    if (remote) machine.images.push(...(await imagesHere())); // they are carried there
    const seen = await lookAround(machine, whose);
    return { ...(remote && { remote }), ...seen };
}

/** Looks at a lab on a machine that was looked at. */
async function lookAround(machine: Machine, whose: Whose): Promise<Look> {
    const { owner, stack } = whose;
    const hosts = machine.containers.filter((container) => container.Config.Labels[labelKey("role")] === "lab-host");
    const seen = (await Promise.all(hosts.map((host) => lookAtHost(host, whose)))).filter((host) => host !== undefined);
    if (hosts.length > 0) return { machine, ...nestedLab(seen) };
    if (machine.marks) {
        const live = await observeMachine(whose);
        const lab = {
            kind: "direct",
            marks: machine.marks,
            hosts: { [SOLE_HOST]: { state: "healthy", live } },
        } as const;
        return { machine, lab, unfinished: false, orphans: [] };
    }
    const mine = [
        ...machine.containers,
        ...machine.volumes,
        ...machine.networks.filter((network) => isOf(network, owner, stack)),
    ];
    return { machine, lab: undefined, unfinished: mine.length > 0, orphans: [] };
}

/** A lab host that was looked at, with the marks that are in it. */
type SeenHost = FinishedHost & { container: Container; marks: Marks | undefined };

/** Which of the lab hosts that were seen make up the finished lab. The marks in its first one say so. */
function nestedLab(seen: readonly SeenHost[]): Pick<Look, "lab" | "unfinished" | "orphans"> {
    const firsts = seen.filter(({ container, marks }) => marks?.generation === labelOf(container, "generation"));
    const first = firsts.find(({ state }) => state === "healthy") ?? firsts[0];
    const marks = first?.marks;
    const isOfLab = (host: SeenHost) => {
        const name = nameOf(host.container);
        return (
            host === first ||
            (name in (marks?.others ?? {}) && marks!.others[name] === labelOf(host.container, "generation"))
        );
    };
    const orphans = seen.flatMap((host) => (host.state === "healthy" && !isOfLab(host) ? [host.live] : []));
    if (!first || !marks) return { lab: undefined, unfinished: true, orphans };
    const own = [first, ...seen.filter((host) => host !== first && isOfLab(host))];
    // eslint-disable-next-line @typescript-eslint/no-unused-vars -- the marks are the lab's
    const hosts = Object.fromEntries(own.map(({ marks: _, ...host }) => [nameOf(host.container), host]));
    return { lab: { kind: "nested", marks, hosts }, unfinished: false, orphans };
}

/** The name of a lab host within its lab. */
function nameOf(container: Container): string {
    return labelOf(container, "host") ?? SOLE_HOST;
}

function labelOf({ Config }: Container, key: string): string | undefined {
    return Config.Labels[labelKey(key)];
}

/** A machine in words. */
function machineIn(remote?: Remote): string {
    return remote ? `machine ${remote.name} (${urlOf(remote)})` : "this machine";
}

/** The project's images on this machine. */
async function imagesHere(): Promise<string[]> {
    const text = script("inspect") + "\nprintf '[%s]' \"$(image_names --filter label=docker-network-labs.image)\"";
    const answer = await reading("this machine's images", () => run(onMachine(LIMITS.look), text, []));
    return JSON.parse(answer) as string[];
}

/** Looks at the machine itself, as the place where a lab of the direct kind runs. @throws UnreadableLabError */
export async function observeMachine(whose: Whose): Promise<Snapshot> {
    return reading(machineIn(whose.remote), () => observe(onMachine(LIMITS.look, whose.remote), whose));
}

/** Whether an object's labels say that it belongs to this stack of this owner. */
export function isOf(object: { Labels: Record<string, string> }, owner: string, stack: string): boolean {
    return object.Labels[labelKey("owner")] === owner && object.Labels[labelKey("stack")] === stack;
}

/** Looks into one lab host; undefined when nothing was ever made in it. */
async function lookAtHost(container: Container, whose: Whose): Promise<SeenHost | undefined> {
    const { remote, ...lab } = whose;
    const { Name: name, State: state } = container;
    const marksPath = marksFile(lab);
    if (state.Paused) throw new UnreadableLabError(`Lab host ${name} is paused. Run: docker unpause ${name}`);
    if (state.Status === "created") return undefined; // never started, so nothing was ever made in it
    if (!state.Running) {
        const marks = await reading(`the stopped lab host ${name}`, () => marksOfStopped(name, marksPath, remote));
        return { state: "stopped", marks, container };
    }
    const live = await reading(`lab host ${name}`, () =>
        patiently(() => observe(inLabHost(name, LIMITS.look, remote), lab)),
    );
    const generation = labelOf(container, "generation") ?? "";
    await reading(`lab host ${name}`, () => proveSocket(engineSocket({ ...lab, generation }), live.engine, remote));
    return { state: "healthy", marks: live.marks ?? undefined, container, live };
}

async function observe(place: Place, lab: Pick<Identity, "owner" | "stack">): Promise<Snapshot> {
    const args = [marksFile(lab), lab.owner, lab.stack];
    return parseSnapshot(await run(place, script("ask", "inspect", "observe"), args));
}

async function marksOfStopped(name: string, marksPath: string, remote?: Remote): Promise<Marks | undefined> {
    const text = await run(onMachine(LIMITS.look, remote), script("marks-of-stopped"), [name, marksPath]);
    return text === "" ? undefined : parseMarks(text);
}

/** Everything that is declared in a lab host goes through its socket, so that is looked at before each use. */
async function proveSocket(socket: string, engine: string, remote?: Remote): Promise<void> {
    const answer = await run(onMachine(LIMITS.look, remote), `${script("socket")}\nengine_behind "$1"`, [socket]);
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
