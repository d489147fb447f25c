import { z } from "zod";
import { printableLine } from "./printable";

// What is plugged in where, as Docker and iproute2 print it, cut down to what is drawn: read together with a snapshot (snapshot.ts), and
// input like that.

/** How much of a text is kept: names are short, but who is root in a lab host may make some that are not. */
const LONGEST = 1000;
const text = z.string().transform((all) => printableLine(all.length > LONGEST ? `${all.slice(0, LONGEST)}…` : all));
const optional = text.nullish().transform((value) => value ?? "");
const list = z
    .array(text)
    .nullish()
    .transform((values) => values ?? []);

/** A map that an engine leaves out, or gives as null, where it is empty. */
const mapOf = <T extends z.ZodType>(value: T) =>
    z
        .record(text, value)
        .nullish()
        .transform((map) => map ?? ({} as Record<string, z.output<T>>));

const device = z.object({
    ifindex: z.int(),
    ifname: text,
    flags: z.array(text),
    link_type: optional,
    address: optional,
    /** The bridge that it is plugged into. */
    master: text.optional(),
    /** The interface that it is tied to: by its name in the same namespace, by its index in another one. */
    link: text.nullish(),
    link_index: z.int().optional(),
    /** By which id this namespace knows that other one. */
    link_netnsid: z.int().optional(),
    linkinfo: z.object({ info_kind: optional, info_data: z.object({ id: z.int().optional() }).optional() }).optional(),
    addr_info: z
        .array(z.object({ local: text.optional(), prefixlen: z.int(), scope: optional }))
        .default([])
        // ip prints an empty object for each address that a filter leaves out
        .transform((all) => all.filter(({ local }) => local !== undefined)),
});

const route = z.object({ dst: text, gateway: text.nullish(), dev: text.nullish() });

const endpoint = z.object({
    NetworkID: optional,
    EndpointID: optional,
    IPAddress: optional,
    MacAddress: optional,
    Aliases: list,
    /** Since Docker 25; all names that its DNS server knows. */
    DNSNames: list,
});

/** Container port → where it is published. */
export const publishedShape = mapOf(
    z
        .array(z.object({ HostIp: optional, HostPort: optional }))
        .nullish()
        .transform((all) => all ?? []),
);

const container = z.object({
    Id: text,
    Name: text.transform((name) => name.replace(/^\//, "")),
    State: z.object({ Status: text }),
    Config: z.object({ Labels: mapOf(text), Image: text }),
    HostConfig: z.object({ NetworkMode: optional, Links: list }),
    NetworkSettings: z.object({
        /** Path of its network namespace. */
        SandboxKey: optional,
        Ports: publishedShape,
        Networks: mapOf(endpoint),
    }),
});

const network = z.object({
    Id: text,
    Name: text,
    Driver: text,
    Options: mapOf(text),
    IPAM: z.object({
        Config: z
            .array(z.object({ Subnet: optional, Gateway: optional }))
            .nullish()
            .transform((all) => all ?? []),
    }),
});

const namespace = z.object({
    /** What stands for it: a file of `ip netns`, or of Docker. */
    file: text,
    inode: text,
    /** Null where the file is no namespace. */
    links: z.array(device).nullable(),
    routes: z.array(route),
    /** Where its VXLAN interfaces send to. */
    tunnels: z.array(z.object({ ifname: text, dst: text.optional() })),
});

/** A number, as versions of lsns differ in writing it; null or a word where there is none. */
const id = z.union([z.number(), text, z.null()]);

const answer = z.object({
    containers: z.array(container),
    networks: z.array(network),
    links: z.array(device),
    wires: z.object({
        namespaces: z.array(namespace),
        ids: z.object({
            namespaces: z.array(z.object({ ns: id, netnsid: id })),
        }),
        routes: z.array(route),
        nat: z.array(text).nullable(),
    }),
});

/** A network interface, with what it is tied to. */
export type Device = z.infer<typeof device>;
/** A route, as `ip -j route` shows it. */
export type KernelRoute = z.infer<typeof route>;
/** A container, with all that connects it. */
export type WiredContainer = z.infer<typeof container>;
/** A Docker network, with its options. */
export type WiredNetwork = z.infer<typeof network>;
/** A network namespace, by the file that stands for it. */
export type WiredNamespace = z.infer<typeof namespace>;

/** What is plugged in where in the place where a lab runs. */
export interface Wires {
    containers: WiredContainer[];
    networks: WiredNetwork[];
    /** The place's own interfaces, IPv4 routes, and rules of iptables' table nat (null where they cannot be read). */
    links: Device[];
    routes: KernelRoute[];
    nat: string[] | null;
    namespaces: WiredNamespace[];
    /** The ids by which it knows other namespaces → their inodes. */
    ids: Readonly<Record<string, string>>;
}

/** Reads from an answer of observe.sh what wires.sh has added to it. @throws Error when it does not have the known shape */
export function parseWires(all: unknown): Wires {
    const { data, error } = answer.safeParse(all);
    if (error) {
        const [{ path, message } = { path: [], message: "" }] = error.issues;
        throw new Error(`the answer has not the known form at ${printableLine(path.join("."))}: ${message}`);
    }
    const { wires, ...rest } = data;
    const { ids, ...own } = wires;
    const known = ids.namespaces.flatMap(({ ns, netnsid }) =>
        /^\d+$/.test(String(netnsid)) ? [[String(netnsid), String(ns)] as const] : [],
    );
    return { ...rest, ...own, ids: Object.fromEntries(known) };
}
