import { quoted } from "./printable";
import { SOLE_HOST } from "./project";
import { baseOf, parseCidr } from "./subnet";
import type { Options, Scenario } from "./course";

/** What a scenario says about its lab hosts when it needs several of them. */
export interface Cluster {
    /** How many there can be, and are unless said otherwise. */
    nodes: { least: number; most: number; usual: number };
    /** What the hosts are called that keep the common state, for example "manager". */
    member: string;
    /** Whether one member that is lost can be made anew by itself; otherwise all lab hosts are. */
    mendsMembers: boolean;
    /** Whether its hosts can be machines of their own, with the engines that they have. */
    onMachines?: true;
    /** Whether the traffic between the hosts can be encrypted. */
    encrypts?: true;
    /** The settings of one of them: environment of its processes, more flags of its engine. */
    settings(node: string, options: Options): { environment: Record<string, string>; flags: string[] };
}

/** The name under which a cluster's scenario has the network between its lab hosts among its addresses. */
export const UNDERLAY = "underlay";

/** The course's machines are .10 and .11 of their network. */
const FIRST_ADDRESS = 10;

/** The names of a lab's lab hosts, the first one first. */
export function hostsOf({ cluster }: Pick<Scenario, "cluster">, options: Nodes): string[] {
    return cluster ? nodesOf(options) : [SOLE_HOST];
}

type Nodes = Pick<Options, "nodes" | "machines">;

/** The names of a cluster's lab hosts, the first one first. */
export function nodesOf({ nodes, machines }: Nodes): string[] {
    return onMachines({ machines }) ? Object.keys(machines) : nodeNames(nodes);
}

/** Whether each lab host is a machine of its own. */
export function onMachines({ machines }: Pick<Options, "machines">): boolean {
    return Object.keys(machines).length > 0;
}

/** The names of several lab hosts. */
export function nodeNames(nodes: number): string[] {
    return Array.from({ length: nodes }, (_, index) => `node${index + 1}`);
}

/** The lab hosts that keep the cluster's common state: three of them where there are three or more, so that one may be lost. */
export function membersOf(hosts: readonly string[]): string[] {
    return hosts.slice(0, hosts.length >= 3 ? 3 : 1);
}

/** The address of a lab host, by which the others know it: on the underlay, or its machine's own. */
export function addressOf(node: string, options: Options): string {
    const own = options.machines[node];
    if (own !== undefined) return own;
    const { base, prefix } = parseCidr(options.addresses[UNDERLAY]!)!;
    const number = Number(node.slice("node".length)) - 1 + FIRST_ADDRESS;
    return baseOf({ base, prefix }).replace(/\d+$/, (last) => String(Number(last) + number));
}

/** The same with the length of the network's prefix. */
export function cidrOf(node: string, options: Options): string {
    return `${addressOf(node, options)}/${parseCidr(options.addresses[UNDERLAY]!)!.prefix}`;
}

/**
 * Which lab hosts are made anew when some are lost. Everything is made through the first one; and where members are lost the others
 * may not be able to go on.
 */
export function renewed(cluster: Cluster | undefined, hosts: readonly string[], lost: readonly string[]): string[] {
    const members = membersOf(hosts).filter((host) => lost.includes(host));
    const fatal = !cluster || lost.includes(hosts[0]!) || (members.length > 0 && !cluster.mendsMembers);
    return fatal || members.length > 1 ? [...hosts] : [...lost];
}

/** Why lab hosts cannot be stopped as a lesson; undefined when they can. */
export function stopProblem(
    { member }: Cluster,
    hosts: readonly string[],
    stop: readonly string[],
): string | undefined {
    const [first] = hosts;
    const others = hosts.slice(1).join(", ");
    const unknown = stop.filter((host) => !hosts.includes(host));
    if (unknown.length > 0) return `There is no ${quoted(unknown.join(", "))}. Allowed: ${others}`;
    if (new Set(stop).size < stop.length) return `A host is there twice. Allowed: each of ${others} once`;
    const members = membersOf(hosts);
    if (stop.includes(first!))
        return members.length === 1
            ? `${first} is the only ${member}: without it nothing can be made or seen. Allowed: ${others}`
            : `The lab is made and looked at through ${first}. Allowed: ${others}`;
    const gone = members.filter((host) => stop.includes(host));
    return gone.length > 1
        ? `Of ${members.length} ${member}s ${gone.length} would be gone, and one that is left is no majority: it refuses every change, ` +
              `because it cannot know whether the others decided otherwise. Stop one of ${members.slice(1).join(", ")} at the most`
        : undefined;
}
