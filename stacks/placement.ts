import { Options, Scenario } from "../components/lib/course";
import { LabHostKind } from "../components/lib/look";
import { ReadConfig } from "../components/lib/options";
import { quoted } from "../components/lib/printable";
import { HostEntry } from "./hosts";

/** What the machines that config names mean for a scenario. */
export type Placement = Partial<Pick<Options, "machines" | "dockerOnly" | "nodes">>;

const APART = "lab hosts of different machines have no network between them";
const CLUSTER_STORE =
    "its engines are started with --cluster-store, which is gone since Docker 23, so it has lab hosts with an engine of their own";

const hasAddressAlone = (host: HostEntry) => "url" in host && host.url.startsWith("tcp:");

/** Several machines are a lab host each; a machine alone has the whole lab. */
export function placementOf(hosts: readonly HostEntry[]): Placement {
    const dockerOnly = hosts.some(hasAddressAlone);
    if (hosts.length < 2) return dockerOnly ? { dockerOnly } : {};
    const machines = Object.fromEntries(hosts.map(({ name, address = "" }) => [name, address]));
    return { machines, nodes: hosts.length, ...(dockerOnly && { dockerOnly }) };
}

/** Which kinds of lab hosts a scenario can have, and why no others. */
export function kindsOf(
    { nestedOnly, cluster }: Pick<Scenario, "nestedOnly" | "cluster">,
    hosts: readonly HostEntry[],
): { kinds: readonly LabHostKind[]; why?: string } {
    if (nestedOnly) return { kinds: ["nested"], why: "it is a lab host and nothing else" };
    if (!cluster || (cluster.onMachines && hosts.length > 1)) return { kinds: ["nested", "direct"] };
    const why = cluster.onMachines ? "each node is a machine of its own: name at least two in hosts" : CLUSTER_STORE;
    return { kinds: ["nested"], why };
}

/** What is wrong with machines that are each right by themselves, for a scenario. */
export function placementProblems(
    { name, raw, cluster }: Scenario,
    kind: string,
    hosts: readonly HostEntry[],
    read: ReadConfig,
): string[] {
    const several = hosts.length > 1;
    const bare = hosts.find(hasAddressAlone);
    const [nodes, stop] = [read("nodes") || "0", read("stop") || ""];
    const rules: [is: boolean, problem: string][] = [
        [
            bare !== undefined && kind === "nested",
            `engine: "nested" cannot be on machine ${bare?.name}: a lab host there would have an engine that no network address leads to. ` +
                "Set it with: pulumi config set engine direct. Or name the machine by ssh:// in hosts",
        ],
        [
            bare !== undefined && raw === true,
            `hosts: of machine ${bare?.name} there is a Docker engine and no more, and ${name} needs the machine itself: its interfaces, ` +
                "namespaces or ports. Name it by ssh:// in hosts",
        ],
        [
            several && !cluster?.onMachines,
            `hosts: ${hosts.length} machines cannot be: ${cluster ? `${CLUSTER_STORE}, and ${APART}` : `${name} is made on one`}. Allowed: one`,
        ],
        [
            several && cluster?.onMachines === true && kind === "nested",
            `engine: "nested" cannot be on several machines: ${APART}. Set it with: pulumi config set engine direct`,
        ],
        [
            several && hosts.length > (cluster?.nodes.most ?? hosts.length),
            `hosts: ${hosts.length} machines are too many. Allowed: ${cluster?.nodes.most}`,
        ],
        [
            several && !["0", String(hosts.length)].includes(nodes),
            `nodes: ${quoted(nodes)} is not the number of machines in hosts. Remove it with: pulumi config rm nodes`,
        ],
        [
            several && stop !== "",
            `stop: ${quoted(stop)} cannot be: machines of your own are not stopped as a lesson. Remove it with: pulumi config rm stop`,
        ],
        ...hosts.map(({ name: machine, address }, index): [boolean, string] => [
            several && address === undefined,
            `hosts[${index}].address: missing. The other machines reach ${machine} by an IPv4 address. ` +
                `Set it with: pulumi config set --path 'hosts[${index}].address' ADDRESS`,
        ]),
    ];
    return rules.flatMap(([is, problem]) => (is ? [problem] : []));
}
