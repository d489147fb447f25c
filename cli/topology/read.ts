import { addedTo, driftOf, madeLesson } from "../../components/lib/finished-lab";
import { FinishedHost, Look } from "../../components/lib/look";
import { UnreadableLabError } from "../../components/lib/observe";
import { labelKey, SOLE_HOST } from "../../components/lib/project";
import { lookAtLabs, ReadLab } from "../lib/labs";
import { stateOf } from "../lib/live-checks";
import { LabStack } from "../lib/stacks";
import { bounded } from "./bounds";
import { ofLesson } from "./direct";
import { compared, hostNode } from "./expected";
import { machineIdOf, machinesOf, publishedOn } from "./machines";
import { HostNode, Link, Node, Topology, VERSION } from "./model";
import { idOf, partsOfPlace, PlaceParts } from "./place";
import { interfaceOf } from "./spaces";
import { tunnelsOf } from "./tunnels";

/**
 * A lab's network, read from the live lab alone.
 *
 * @throws UnreadableLabError
 */
export async function readTopology(stack: LabStack): Promise<Topology> {
    const [lab] = await lookAtLabs([stack], true);
    if (lab!.unreadable !== undefined) throw new UnreadableLabError(lab!.unreadable);
    return topologyOf(lab!);
}

/** The network of a lab that was looked at, with what is plugged in where (`lookAtLabs(stacks, true)`). */
export function topologyOf({
    stack: { stack },
    found,
    at,
}: Pick<ReadLab, "found" | "at"> & { stack: { stack: string } }): Topology {
    const { lab } = found;
    const { nodes, links, leftOut } = lab ? finished(found) : { ...unfinished(found), leftOut: {} };
    const broken = lab ? [...driftOf(lab), ...addedTo(lab)] : [];
    const unplugged = links.flatMap(({ wrong }) => wrong ?? []);
    return {
        version: VERSION,
        stack,
        scenario: lab?.marks.scenario ?? null,
        kind: lab?.kind ?? null,
        state: stateOf(found),
        at: new Date(at).toISOString(),
        nodes: sorted(nodes),
        links: sorted(links),
        wrong: [...new Set([...broken, ...unplugged])].sort(),
        leftOut,
    };
}

function finished(found: Look): Pick<Topology, "nodes" | "links" | "leftOut"> {
    const lab = found.lab!;
    const places = Object.entries(lab.hosts).map(([name, host]) => {
        const parts = host.state === "healthy" ? partsOfPlace(name, host.live) : undefined;
        return { name, parts, node: hostOf(name, host, parts) };
    });
    const overlays = places.flatMap(({ name, parts }) =>
        parts ? [{ name, spaces: parts.spaces, bridges: parts.overlays }] : [],
    );
    const seen = {
        nodes: places.flatMap(({ node, parts }): Node[] => [node, ...(parts?.nodes ?? [])]),
        links: [...places.flatMap(({ parts }): Link[] => parts?.links ?? []), ...tunnelsOf(overlays)],
    };
    const { nodes, links } = compared(lab, seen.nodes, seen.links);
    const own =
        lab.kind === "direct" ? ofLesson({ nodes, links }, madeLesson(lab).claims) : { nodes, links, leftOut: {} };
    return bounded(placed(found, own), own.leftOut);
}

/** Of a lab whose last `up` did not finish, the lab hosts that there are: what should be in them is not known. */
function unfinished(found: Look): Pick<Topology, "nodes" | "links"> {
    const hosts = found.machine.containers
        .filter(({ Config }) => Config.Labels[labelKey("role")] === "lab-host")
        .map(({ Name, State, Config }): HostNode => {
            const name = Config.Labels[labelKey("host")] ?? SOLE_HOST;
            const id = `${idOf("lab-host", name, "")}/${Name}`;
            return { ...hostNode(id, name), container: Name, state: State.Running ? "running" : "stopped" };
        });
    return placed(found, { nodes: hosts, links: [] });
}

/** Puts lab hosts on their machines. */
function placed(found: Look, { nodes, links }: Pick<Topology, "nodes" | "links">): Pick<Topology, "nodes" | "links"> {
    const hosts = nodes.filter((node) => node.kind === "lab-host");
    const machines = machinesOf(found, hosts);
    const inPlace = nodes.map((node) =>
        node.kind === "lab-host" ? { ...node, in: machineIdOf(found, node.name) } : node,
    );
    return { nodes: [...machines.nodes, ...inPlace], links: [...machines.links, ...links] };
}

function hostOf(name: string, host: FinishedHost, parts: PlaceParts | undefined): HostNode {
    const own = parts?.spaces.own;
    const devices = (own?.devices ?? []).filter(
        (device) => device.master === undefined && !leadsInside(parts!, device.ifname),
    );
    return {
        ...hostNode(idOf("lab-host", name, ""), name),
        container: host.container?.Name ?? null,
        state: host.state === "healthy" ? "running" : "stopped",
        interfaces: devices.map(interfaceOf),
        routes: [...(own?.routes ?? [])],
        nat: host.state === "healthy" ? (host.live.wires?.nat ?? null) : null,
        published: publishedOn(host),
    };
}

/** Whether an interface of the lab host's is the end of a link that is shown. */
function leadsInside({ links }: PlaceParts, name: string): boolean {
    return links.some(({ kind, to }) => kind === "veth" && to.interface === name && to.node.startsWith("lab-host:"));
}

function sorted<T extends { id: string }>(all: readonly T[]): T[] {
    return [...all].sort((one, other) => (one.id < other.id ? -1 : one.id > other.id ? 1 : 0));
}
