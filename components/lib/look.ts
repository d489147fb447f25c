import { Elsewhere } from "./elsewhere";
import { imagesHere, proveEngine } from "./found-elsewhere";
import {
    askMachine,
    marksIn,
    marksOfStopped,
    observeLabHost,
    observeMachine,
    UnreadableLabError,
    Whose,
} from "./observe";
import { isOf, labelKey, SOLE_HOST } from "./project";
import { inLabHost, onMachine, Place } from "./script";
import { Container, Disk, Machine, Marks, Snapshot } from "./snapshot";
import { Stray, straysOf } from "./strays";

/** Where a lab runs: in a container with an engine of its own, or on the machine's own engine and namespaces. */
export type LabHostKind = "nested" | "direct";

/** What was found of a stack's lab, without a look at what is in it. */
export interface Found<Lab = FoundLab> {
    /** The machines that the lab is on, the first one first; none for this machine. */
    elsewhere: readonly Elsewhere[];
    /** What the (first) machine's engine holds of the stack, and which addresses are taken. */
    machine: Machine;
    /** The stack's lab, when its last `up` finished. */
    lab: Lab | undefined;
    /** Without a finished lab: whether something of the stack is there, made by an `up` that did not finish. */
    unfinished: boolean;
}

/** What a look at a stack's lab found. */
export interface Look extends Found<FinishedLab> {
    /** What is live in lab hosts that answer and are of no finished lab. */
    orphans: Snapshot[];
}

/** A lab whose last `up` finished: its first lab host has the marks that it wrote. `Live` is what is known of what is in a lab host. */
export interface FoundLab<Live = unknown> {
    kind: LabHostKind;
    marks: Marks;
    /** Its lab hosts by name. One that is gone is not among them; the first one always is. */
    hosts: Readonly<Record<string, FinishedHost<Live>>>;
}

/** A lab whose last `up` finished, and that was looked at. */
export interface FinishedLab extends FoundLab<Snapshot> {
    /** What a later `up` that did not finish has made in it. */
    strays: readonly Stray[];
    /** Whether its network is kept from the machine as it was made (sh/fence.sh); a lab on the machine itself has no network of its own. */
    fenced: boolean;
}

/**
 * A lab host of a finished lab. A healthy one answers, though parts of it may be broken; a stopped one does not run, and what is in it
 * comes back by starting it. The machine itself is no container.
 */
export type FinishedHost<Live = Snapshot> =
    | { state: "stopped"; container: Container; disk?: Disk }
    | { state: "healthy"; container?: Container; disk?: Disk; live: Live };

/**
 * Looks at the lab of one stack, read-only and with a time limit.
 *
 * @param elsewhere the machines that it is on, when that is not this one; several for a lab of the direct kind with a lab host on each
 * @param wires whether to read as well what is plugged in where (some hundredths of a second)
 * @throws UnreadableLabError when no answer came, an engine is not fit, or the lab is not where it is looked for
 */
export async function look(
    owner: string,
    stack: string,
    elsewhere: readonly Elsewhere[] = [],
    wires = false,
): Promise<Look> {
    const found = await finding(owner, stack, elsewhere, {
        inside: (name, generation, whose) => observeLabHost(name, generation, { ...whose, wires }),
        here: (whose) => observeMachine({ ...whose, wires }),
    });
    const lab = found.lab && {
        ...found.lab,
        strays: straysOf(found.lab, { owner, stack }),
        fenced: isFenced(found.lab, found.machine),
    };
    return { ...found, lab };
}

/** Finds the lab of one stack, and looks no further: at a third of what a look takes. @throws UnreadableLabError as `look` does */
export async function find(owner: string, stack: string, elsewhere: readonly Elsewhere[] = []): Promise<Found> {
    return finding(owner, stack, elsewhere, {
        inside: async (name, _, whose) => ({ marks: await marksIn(name, whose) }),
        here: () => Promise.resolve({ marks: null }),
    });
}

/** How lab hosts are looked at: nested ones, and machines that are lab hosts themselves. */
interface Looks<Live> {
    inside(container: string, generation: string, whose: Whose): Promise<Live>;
    here(whose: Whose): Promise<Live>;
}

/** What is looked at in any case. */
type Marked = Pick<Snapshot, "marks">;

async function finding<Live extends Marked>(
    owner: string,
    stack: string,
    elsewhere: readonly Elsewhere[],
    looks: Looks<Live>,
): Promise<Found<FoundLab<Live>> & { orphans: Live[] }> {
    const several = elsewhere.length > 1;
    const carried = await imagesHere(owner, stack, elsewhere);
    await Promise.all(elsewhere.map((place) => proveEngine(place, several)));
    const places = elsewhere.length > 0 ? elsewhere : [undefined];
    const machines = await Promise.all(places.map((place) => askMachine({ owner, stack, elsewhere: place })));
    const machine = machines[0]!;
    machine.images.push(...carried);
    const seen = several
        ? await acrossMachines(machines, elsewhere, { owner, stack }, looks)
        : await onOneMachine(machine, { owner, stack, elsewhere: elsewhere[0] }, looks);
    return { elsewhere, machine, ...seen };
}

/** Where a lab host is, when that is not this machine: on the machine of its name where there are several. */
export function placeOf({ elsewhere }: Pick<Found, "elsewhere">, host?: string): Elsewhere | undefined {
    return elsewhere.find(({ name }) => name === host) ?? elsewhere[0];
}

/** Where scripts run in a finished lab: in one of its lab hosts, by default the first, or on the machine itself. */
export function placeIn(found: Found, host: string | undefined, seconds: number): Place {
    const { hosts, kind } = found.lab!;
    const container = host === "machine" ? undefined : hosts[host ?? Object.keys(hosts)[0]!]?.container;
    // What is for a lab host is never done on the machine instead.
    if (!container && host !== "machine" && kind === "nested") throw new Error(`there is no lab host ${host}`);
    const elsewhere = placeOf(found, host);
    return container ? inLabHost(container.Name, seconds, elsewhere) : onMachine(seconds, elsewhere);
}

/** What there is on machines that were asked. */
interface Seen<Live> extends Pick<Found, "unfinished"> {
    lab: FoundLab<Live> | undefined;
    orphans: Live[];
}

/** Looks at a lab on a machine that was asked. */
async function onOneMachine<Live extends Marked>(
    machine: Machine,
    whose: Whose,
    looks: Looks<Live>,
): Promise<Seen<Live>> {
    const hosts = machine.containers.filter((container) => container.Config.Labels[labelKey("role")] === "lab-host");
    const seen = (await Promise.all(hosts.map((host) => lookAtHost(host, machine, whose, looks)))).filter(
        (host) => host !== undefined,
    );
    if (hosts.length > 0) return nestedLab(seen);
    const { marks } = machine;
    if (!marks) return { lab: undefined, unfinished: holdsAny(machine, whose), orphans: [] };
    const live = await looks.here(whose);
    const lab = { kind: "direct", marks, hosts: { [SOLE_HOST]: { state: "healthy", live } } } as const;
    return { lab, unfinished: false, orphans: [] };
}

/** Looks at a lab that is itself spread over machines which were asked. Its marks are on the first. */
async function acrossMachines<Live>(
    machines: readonly Machine[],
    elsewhere: readonly Elsewhere[],
    whose: Whose,
    looks: Looks<Live>,
): Promise<Seen<Live>> {
    const { marks } = machines[0]!;
    if (!marks)
        return { lab: undefined, unfinished: machines.some((machine) => holdsAny(machine, whose)), orphans: [] };
    const hosts = await Promise.all(
        elsewhere.map(async (place) => {
            const live = await looks.here({ ...whose, elsewhere: place });
            return [place.name, { state: "healthy", live }] as const;
        }),
    );
    return { lab: { kind: "direct", marks, hosts: Object.fromEntries(hosts) }, unfinished: false, orphans: [] };
}

/** Whether none of the networks that a lab's lab hosts are on lacks anything of its fence. */
function isFenced({ hosts }: Pick<FoundLab, "hosts">, { networks, unfenced }: Machine): boolean {
    const own = Object.values(hosts).flatMap(({ container }) => Object.keys(container?.NetworkSettings.Networks ?? {}));
    return !networks.some(({ Id, Name }) => own.includes(Name) && unfenced.includes(Id));
}

/** Whether a machine's engine holds anything of a stack. */
function holdsAny({ containers, volumes, networks }: Machine, { owner, stack }: Whose): boolean {
    return [...containers, ...volumes, ...networks.filter((network) => isOf(network, owner, stack))].length > 0;
}

/** A lab host that was looked at, with the marks that are in it. */
type SeenHost<Live> = FinishedHost<Live> & { container: Container; marks: Marks | undefined };

/** Which of the lab hosts that were seen make up the finished lab. The marks in its first one say so. */
function nestedLab<Live>(seen: readonly SeenHost<Live>[]): Seen<Live> {
    const firsts = seen.filter(({ container, marks }) => marks?.generation === labelOf(container, "generation"));
    const first = firsts.find(({ state }) => state === "healthy") ?? firsts[0];
    const marks = first?.marks;
    const isOfLab = (host: SeenHost<Live>) => {
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

/** Looks into one lab host; undefined when nothing was ever made in it. */
async function lookAtHost<Live extends Marked>(
    container: Container,
    { disks }: Machine,
    whose: Whose,
    looks: Looks<Live>,
): Promise<SeenHost<Live> | undefined> {
    const { Name: name, State: state } = container;
    const generation = labelOf(container, "generation") ?? "";
    const disk = disks[generation];
    if (state.Paused) throw new UnreadableLabError(`Lab host ${name} is paused. Run: docker unpause ${name}`);
    if (state.Status === "created") return undefined; // never started, so nothing was ever made in it
    if (!state.Running)
        return { state: "stopped", marks: await marksOfStopped(name, generation, whose), container, disk };
    const live = await looks.inside(name, generation, whose);
    return { state: "healthy", marks: live.marks ?? undefined, container, disk, live };
}
