import { addressOf, nodesOf, onMachines, UNDERLAY } from "./cluster";
import { Definition, Options } from "./course";
import { containerPart, networkPart, Part } from "./drift";
import { Probe } from "./lesson";
import {
    byAddress,
    byName,
    forwarding,
    onTheWire,
    outOfReach,
    Packets,
    tenantsOn,
    tenantsRun,
    vxlan,
} from "./overlay-checks";
import { parseCidr } from "./subnet";

// What both overlay scenarios show and claim in the same words: one container on each lab host, all on one overlay network.

/** The container of the lesson on one lab host. */
export interface Tenant {
    /** Its name in the course, which its part and checks go by whatever it is called. */
    key: string;
    name: string;
    node: string;
}

/** The containers of an overlay lesson, one on each lab host, in their order. */
export function tenantsOf({ names, ...options }: Pick<Options, "names" | "nodes" | "machines">): Tenant[] {
    return nodesOf(options).map((node, index) => {
        const key = `test${index + 1}`;
        return { key, name: names[key] ?? key, node };
    });
}

/** Who plays which part in an overlay lesson. */
export interface Cast {
    tenants: readonly Tenant[];
    /** The one on the first lab host, which always runs. */
    first: Tenant;
    /** Those on other lab hosts that run. */
    up: readonly Tenant[];
    /** Those whose lab hosts are stopped as a lesson. */
    down: readonly Tenant[];
}

/** Who plays which part in an overlay lesson with these options. */
export function castOf(options: Pick<Options, "names" | "nodes" | "machines" | "stop">): Cast {
    const tenants = tenantsOf(options);
    const [first, ...others] = tenants as [Tenant, ...Tenant[]];
    const isDown = ({ node }: Tenant) => options.stop.includes(node);
    return { tenants, first, up: others.filter((one) => !isDown(one)), down: others.filter(isDown) };
}

/** What both overlay lessons make, show and claim; `wire` is what the hosts' network sees of a ping. */
export function overlayLesson(
    options: Options,
    wire: Packets,
): Pick<Definition, "claims" | "evidence" | "checks"> & { parts: Record<string, Part> } {
    const { demo = "" } = options.names;
    const { tenants, first, up, down } = castOf(options);
    const [near] = up;
    return {
        claims: { containers: furtherNames(tenants, options) },
        parts: {
            ...(onMachines(options) ? {} : underlayParts(tenants, options)),
            demo: networkPart(demo),
            ...tenantParts(tenants, demo),
        },
        evidence: [
            ...up.slice(0, 1).map(({ node }) => ({
                ...probe("networks", `The networks of ${node}`, node, "docker network ls"),
                on: node,
            })),
            probe("inspect", `${demo}, and who is on it`, first.node, `docker network inspect ${demo}`),
            forwarding(demo, first.node),
        ],
        checks: [
            ...tenantsRun([first, ...up]),
            ...tenantsOn([first, ...up], demo),
            ...up.flatMap((other) => [byName(first, other), byName(other, first)]),
            ...(near ? [byAddress(first, near)] : []),
            ...down.map((other) => outOfReach(first, other)),
            vxlan(demo, first),
            ...(near ? [onTheWire(first, near, onMachines(options) ? "any" : "eth1", wire)] : []),
        ],
    };
}

/** Something to see on one of the lab hosts. */
export function probe(id: string, title: string, where: string, command: string): Probe {
    return { id, title, where, command };
}

/** The tenants' names beyond those that can be chosen. */
function furtherNames(tenants: readonly Tenant[], { names }: Pick<Options, "names">): string[] {
    return tenants.filter(({ key }) => !(key in names)).map(({ name }) => name);
}

/** What is wrong with choices for an overlay lesson that are each right by themselves. */
export function overlayProblems(options: Options): string[] {
    const further = furtherNames(tenantsOf(options), options);
    const clashes = Object.entries(options.names).filter(([, name]) => further.includes(name));
    const underlay = options.addresses[UNDERLAY]!;
    return [
        ...clashes.map(
            ([key, name]) =>
                `names.${key}: "${name}" is that of the container on another lab host. Allowed: any but ${further.join(", ")}. ` +
                `Change it, or: pulumi config rm --path names.${key}`,
        ),
        ...(parseCidr(underlay)!.prefix > 27
            ? [
                  `addresses.${UNDERLAY}: "${underlay}" is too small for the addresses .10 and up. Allowed: /8 to /27, such as 192.168.205.0/24. ` +
                      `Change it, or: pulumi config rm --path addresses.${UNDERLAY}`,
              ]
            : []),
    ];
}

/** The tenants as parts. */
function tenantParts(tenants: readonly Tenant[], network: string): Record<string, Part> {
    return Object.fromEntries(
        tenants.map(({ key, name, node }) => [key, { ...containerPart(name, network), on: node }]),
    );
}

/** A lab host's interface on the underlay, as a part of the lab host itself. */
function underlayParts(tenants: readonly Tenant[], options: Options): Record<string, Part> {
    return Object.fromEntries(
        tenants.map(({ node }) => {
            const address = addressOf(node, options);
            const broken: Part["broken"] = ({ links }) => {
                const link = links.find(({ ifname }) => ifname === "eth1");
                if (!link) return `eth1 was removed from ${node}`;
                if (!link.addr_info.some(({ local }) => local === address)) return `eth1 of ${node} lost ${address}`;
                return link.flags.includes("UP") ? undefined : `eth1 of ${node} is down`;
            };
            return [node, { on: node, lostAtRestart: false, broken }];
        }),
    );
}
