import { LabStack } from "../lib/stacks";
import { hostsOf } from "../../components/lib/cluster";
import { Feature } from "./facts";

// What a stack needs of the machine that it is on.

/** A kernel's features; either kind of iptables will do. */
export type Need = Exclude<Feature, "nft" | "legacy"> | "nat";

const MB = 1e6;

/**
 * What labs take while they are up, with their engines and containers. Measured on Debian 12 with 2 cores, engine 20.10, cgroup v1: memory of the
 * lab host's cgroup without what can be dropped, disk of its volume and its container. README (Requirements) has the same in words.
 */
const TAKES = {
    /** A lab host, of a lab that has one: 41 MB (netns) to 65 MB, and 1 to 4 MB of disk, with nginx 27 MB. */
    host: { memory: 65 * MB, disk: 30 * MB },
    /** What flask-redis takes more than others: 121 MB and 97 MB in all. */
    app: { memory: 60 * MB, disk: 70 * MB },
    /** One of several lab hosts: 51 to 86 MB, and up to 128 MB of disk where it keeps the common state (etcd, a swarm's manager). */
    node: { memory: 90 * MB, disk: 130 * MB },
    /** A container of the direct kind; estimated: the engine is there already. */
    container: { memory: 10 * MB, disk: 10 * MB },
};

/** What the tools hold in memory while they work: on one stack (336 MB measured), and on several at the same time (README). */
export const TOOLS = { one: 350 * MB, several: 750 * MB };

/** Free disk that set-up wants at its peak, in bytes, where pulumi has to be built (README: Requirements). */
export const SET_UP_DISK = 6500 * MB;

/** Memory and disk, in bytes. */
export interface Room {
    memory: number;
    disk: number;
}

/** The room that a stack's lab takes. */
export function roomOf({ kind, scenario, options }: LabStack): Room {
    const containers = Object.values(scenario.choices.names).filter((is) => is === "container").length + options.extra;
    if (kind === "direct") return times(containers, TAKES.container);
    const hosts = hostsOf(scenario, options).length;
    const own = hosts > 1 ? times(hosts, TAKES.node) : TAKES.host;
    return scenario.serves && containers > 1 ? sum([own, TAKES.app]) : own;
}

/** The room of several things together. */
export function sum(rooms: readonly Room[]): Room {
    return {
        memory: rooms.reduce((total, { memory }) => total + memory, 0),
        disk: rooms.reduce((total, { disk }) => total + disk, 0),
    };
}

function times(number: number, { memory, disk }: Room): Room {
    return { memory: number * memory, disk: number * disk };
}

/** What a stack needs of its machine's kernel: a lab host has the machine's, with what its own engine needs. */
export function needsOf({ kind, scenario, options }: LabStack): Need[] {
    const engine: Need[] = scenario.images.length > 0 || kind === "nested" ? ["bridge", "bridge-filter", "nat"] : [];
    const nested: Need[] = kind === "nested" ? ["cgroup-namespaces", "overlay"] : [];
    const cluster: Need[] = scenario.cluster ? ["vxlan", ...(kind === "nested" ? (["macvlan"] as const) : [])] : [];
    return ["namespaces", "veth", ...engine, ...nested, ...cluster, ...(options.encrypted ? (["esp"] as const) : [])];
}
