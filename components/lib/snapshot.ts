import { z } from "zod";
import { UNLIMITED } from "./limits";
import { printableLine, quoted } from "./printable";
import { isOf } from "./project";
import { NO_SSH } from "./ssh";
import { parseWires, publishedShape, Wires } from "./wires";

// What Docker and iproute2 print, cut down to what is looked at. A lab host answers for itself, so its answer is
// input like any other: what does not have this shape is an answer that could not be read, and no text in it has more than one line.

const text = z.string().transform(printableLine);

const address = z.object({ family: text, local: text.optional(), prefixlen: z.number() });

const link = z.object({
    ifname: text,
    ifalias: text.optional(),
    flags: z.array(text),
    master: text.optional(),
    addr_info: z.array(address).default([]),
});

const labelMap = z
    .record(text, text)
    .nullish()
    .transform((map) => map ?? {});

/** A number that an engine leaves out, or gives as null, where it is 0. */
const count = z
    .number()
    .nullish()
    .transform((number) => number ?? 0);

const container = z.object({
    Id: text,
    Name: text.transform((name) => name.replace(/^\//, "")),
    State: z.object({ Running: z.boolean(), Paused: z.boolean(), Status: text, StartedAt: text.default("") }),
    Config: z.object({ Labels: labelMap, Image: text }),
    HostConfig: z
        .object({ Memory: count, NanoCpus: count, PidsLimit: count })
        .default({ Memory: 0, NanoCpus: 0, PidsLimit: 0 }),
    NetworkSettings: z.object({
        Ports: publishedShape.optional(),
        Networks: z
            .record(text, z.object({ IPAddress: text.nullish() }))
            .nullish()
            .transform((map) => map ?? {}),
    }),
});

const network = z.object({
    Id: text,
    Name: text,
    Driver: text,
    Labels: labelMap,
    IPAM: z.object({
        Config: z
            .array(z.object({ Subnet: text.optional() }))
            .nullish()
            .transform((list) => list ?? []),
    }),
});

const namespace = z.object({
    inode: text,
    mark: text,
    /** Null for a leftover file that is no namespace. */
    links: z.array(link).nullable(),
});

/**
 * A word of the marks, which root in a lab host can write as well: the commands of the lesson that was made have such words in their text,
 * and some of those are run on the machine.
 */
const word = z.string().regex(/^[\w./:-]*$/);
const words = z.record(word, word);
const port = z.int().min(0).max(65_535);

const marks = z.object({
    /** Of the lab host that they are in, which is the lab's first. */
    generation: word,
    /** The lab's further lab hosts → their generations. */
    others: words.default({}),
    /** The scenario that was made. */
    scenario: word,
    /** What was chosen for it: see course.ts. */
    options: z.object({
        names: words,
        addresses: words,
        ports: z.record(word, port),
        tags: words,
        extra: z.int().min(0).max(1000),
        machinePort: port,
        nodes: z.int().min(1).max(1000).default(1),
        stop: z.array(word).readonly().default([]),
        encrypted: z.boolean().default(false),
        proof: z.boolean().default(true),
        evidence: z.boolean().default(true),
        limits: z.object({ memory: word, cpus: word, processes: word, disk: word.default("") }).default(UNLIMITED),
        ssh: z.object({ address: word, port }).default(NO_SSH),
        machines: words.default({}),
        dockerOnly: z.boolean().default(false),
    }),
    tokens: z.record(word, text),
    checksFailed: z.array(word),
    /** The ids of all that was made; not in what an earlier version of this project wrote. */
    made: z.array(text).optional(),
});

const snapshot = z.object({
    engine: text,
    /** The engine's version. */
    version: text.default(""),
    /** Whether its engine is in a swarm, as the engine says it: "active", "inactive", "pending", "error", "locked". */
    swarm: text.default("inactive"),
    /** Whether it is in a swarm that this stack began or joined. */
    ownSwarm: z.boolean().default(false),
    /** The swarm's services → how many replicas of each run and are wanted ("2/2"); what a manager knows. */
    services: z.record(text, text).default({}),
    marks: marks.nullable(),
    containers: z.array(container),
    /** By name: engines list them in no order. */
    networks: z.array(network).transform((list) => list.sort((one, other) => (one.Name < other.Name ? -1 : 1))),
    /** All images, by name and tag. */
    images: z.array(text),
    /** Those of them that this stack has built. */
    ownImages: z.array(text),
    links: z.array(link),
    namespaces: z.record(text, namespace),
    /** The rules by which published ports lead to containers (iptables' chain DOCKER of the table nat); null where they cannot be read. */
    natRules: z.array(text).nullable().default(null),
    /** Of a seat that has SSH: the name of what opens it, and what is not as it was made, in words. */
    ssh: z
        .object({ credential: text, wrong: z.array(text) })
        .nullable()
        .default(null),
});

/** A file on the machine that is the disk of a lab host: its size in bytes, and whether it is mounted. */
const disk = z.object({ size: z.number(), mounted: z.boolean() });

const machine = z.object({
    /** Of a lab on the machine itself (the direct kind). */
    marks: marks.nullable(),
    /** This project's images, by name and tag. */
    images: z.array(text),
    containers: z.array(container),
    volumes: z.array(z.object({ Name: text, Labels: labelMap })),
    networks: z.array(network),
    routes: z.array(z.object({ dst: text, dev: text.optional() })),
    /** The ends of veth pairs that are on the machine itself, with the bridges that they are plugged into. */
    veths: z.array(z.object({ ifindex: z.number(), ifname: text, master: text.optional() })).default([]),
    /** TCP ports that something listens at. */
    ports: z.array(z.number()),
    /** Ids of the stack's networks that are not kept from the machine as they were made (sh/fence.sh). */
    unfenced: z.array(text).default([]),
    /** Generations of lab hosts with a disk of their own → that disk. */
    disks: z.record(text, disk).default({}),
    /** What the machine lacks for lab hosts with such disks, in words; "" where they can be made. */
    diskLacks: text.default(""),
});

/** The parts of what a machine is asked for, by which others ask for some of them. */
export const machineShape = machine.shape;

/** A network interface, as `ip -j address` shows it. */
export type Link = z.infer<typeof link>;
/** A container, as `docker container inspect` shows it. */
export type Container = z.infer<typeof container>;
/** What a lab's last resource wrote down: see drift.ts. */
export type Marks = z.infer<typeof marks>;
/** The disk of a lab host that has one of its own: see disk-make.sh. */
export type Disk = z.infer<typeof disk>;
/** What is live in the place where a lab runs, with what is plugged in where if that was asked for. */
export type Snapshot = z.infer<typeof snapshot> & { wires?: Wires };
/** What the machine's engine holds of one stack, and which addresses are taken. */
export type Machine = z.infer<typeof machine>;

/** An interface in a namespace; undefined when it is not there. */
export function linkIn(live: Snapshot, namespace: string, name: string): Link | undefined {
    return live.namespaces[namespace]?.links?.find(({ ifname }) => ifname === name);
}

/** The addresses of an interface, in CIDR notation. */
export function addressesOf(link: Link | undefined): string[] {
    return (link?.addr_info ?? []).map(({ local, prefixlen }) => `${local}/${prefixlen}`);
}

/**
 * Reads the answer of observe.sh.
 *
 * @param wires whether it was asked what is plugged in where (wires.sh)
 * @throws Error when it does not have the known shape
 */
export function parseSnapshot(answer: string, wires = false): Snapshot {
    const all: unknown = JSON.parse(answer);
    return { ...checked(snapshot, all), ...(wires && { wires: parseWires(all) }) };
}

/** What observe-machine.sh prints of several stacks. */
const machines = machine.extend({ marks: z.record(text, z.unknown()) });

/**
 * Reads the answer of observe-machine.sh.
 *
 * @returns what the machine holds of each stack, or why the stack's own part cannot be read
 * @throws Error when it does not have the known shape
 */
export function parseMachines(answer: string, owner: string, stacks: readonly string[]): (Machine | Error)[] {
    const all = parsed(machines, answer);
    return stacks.map((stack) => {
        try {
            return {
                ...all,
                marks: checked(marks.nullable(), all.marks[stack]),
                containers: all.containers.filter(({ Config }) => isOf(Config, owner, stack)),
                volumes: all.volumes.filter((volume) => isOf(volume, owner, stack)),
            };
        } catch (error) {
            return error as Error;
        }
    });
}

/** Reads what a machine holds of one stack. @throws Error when it does not have the known shape */
export function parseMachine(answer: string): Machine {
    return parsed(machine, answer);
}

/** Reads a marks file. @throws Error when it does not have the known shape */
export function parseMarks(answer: string): Marks {
    return parsed(marks, answer);
}

function parsed<T>(shape: z.ZodType<T>, answer: string): T {
    return checked(shape, JSON.parse(answer));
}

function checked<T>(shape: z.ZodType<T>, value: unknown): T {
    const { data, error } = shape.safeParse(value);
    if (data !== undefined) return data;
    const [{ path, message } = { path: [], message: "" }] = error!.issues;
    throw new Error(`the answer has not the known form at ${quoted(path.join("."))}: ${message}`);
}
