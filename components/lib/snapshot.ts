import { z } from "zod";

// What Docker and iproute2 print, cut down to what is looked at. A lab host answers for itself, so its answer is
// input like any other: what does not have this shape is an answer that could not be read.

const address = z.object({ family: z.string(), local: z.string().optional(), prefixlen: z.number() });

const link = z.object({
    ifname: z.string(),
    ifalias: z.string().optional(),
    flags: z.array(z.string()),
    master: z.string().optional(),
    addr_info: z.array(address).default([]),
});

const labelMap = z
    .record(z.string(), z.string())
    .nullish()
    .transform((map) => map ?? {});

const container = z.object({
    Id: z.string(),
    Name: z.string().transform((name) => name.replace(/^\//, "")),
    State: z.object({ Running: z.boolean(), Paused: z.boolean(), Status: z.string() }),
    Config: z.object({ Labels: labelMap, Image: z.string() }),
    NetworkSettings: z.object({
        Networks: z
            .record(z.string(), z.object({ IPAddress: z.string().nullish() }))
            .nullish()
            .transform((map) => map ?? {}),
    }),
});

const network = z.object({
    Id: z.string(),
    Name: z.string(),
    Driver: z.string(),
    Labels: labelMap,
    IPAM: z.object({
        Config: z
            .array(z.object({ Subnet: z.string().optional() }))
            .nullish()
            .transform((list) => list ?? []),
    }),
});

const namespace = z.object({
    inode: z.string(),
    mark: z.string(),
    /** Null for a leftover file that is no namespace. */
    links: z.array(link).nullable(),
});

const texts = z.record(z.string(), z.string());

const marks = z.object({
    /** Of the lab host that they are in, which is the lab's first. */
    generation: z.string(),
    /** The lab's further lab hosts → their generations. */
    others: z.record(z.string(), z.string()).default({}),
    /** The scenario that was made. */
    scenario: z.string(),
    /** What was chosen for it: see course.ts. */
    options: z.object({
        names: texts,
        addresses: texts,
        ports: z.record(z.string(), z.number()),
        tags: texts,
        extra: z.number(),
        machinePort: z.number(),
        nodes: z.number().default(1),
        stop: z.array(z.string()).readonly().default([]),
        encrypted: z.boolean().default(false),
        machines: texts.default({}),
        dockerOnly: z.boolean().default(false),
    }),
    tokens: texts,
    checksFailed: z.array(z.string()),
});

const snapshot = z.object({
    engine: z.string(),
    /** Whether its engine is in a swarm, as the engine says it: "active", "inactive", "pending", "error", "locked". */
    swarm: z.string().default("inactive"),
    /** Whether it is in a swarm that this stack began or joined. */
    ownSwarm: z.boolean().default(false),
    /** The swarm's services → how many replicas of each run and are wanted ("2/2"); what a manager knows. */
    services: z.record(z.string(), z.string()).default({}),
    marks: marks.nullable(),
    containers: z.array(container),
    networks: z.array(network),
    /** All images, by name and tag. */
    images: z.array(z.string()),
    /** Those of them that this stack has built. */
    ownImages: z.array(z.string()),
    links: z.array(link),
    namespaces: z.record(z.string(), namespace),
});

const machine = z.object({
    /** Of a lab on the machine itself (the direct kind). */
    marks: marks.nullable(),
    /** This project's images, by name and tag. */
    images: z.array(z.string()),
    containers: z.array(container),
    volumes: z.array(z.object({ Name: z.string(), Labels: labelMap })),
    networks: z.array(network),
    routes: z.array(z.object({ dst: z.string() })),
    /** TCP ports that something listens at. */
    ports: z.array(z.number()),
});

/** A network interface, as `ip -j address` shows it. */
export type Link = z.infer<typeof link>;
/** A container, as `docker container inspect` shows it. */
export type Container = z.infer<typeof container>;
/** What a lab's last resource wrote down: see drift.ts. */
export type Marks = z.infer<typeof marks>;
/** What is live in the place where a lab runs. */
export type Snapshot = z.infer<typeof snapshot>;
/** What the machine's engine holds of one stack, and which addresses are taken. */
export type Machine = z.infer<typeof machine>;

/** Reads the answer of observe.sh. @throws Error when it does not have the known shape */
export function parseSnapshot(text: string): Snapshot {
    return snapshot.parse(JSON.parse(text));
}

/** Reads the answer of observe-machine.sh. @throws Error when it does not have the known shape */
export function parseMachine(text: string): Machine {
    return machine.parse(JSON.parse(text));
}

/** Reads a marks file. @throws Error when it does not have the known shape */
export function parseMarks(text: string): Marks {
    return marks.parse(JSON.parse(text));
}
