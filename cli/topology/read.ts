import { SOLE_HOST } from "../../components/lib/project";
import { UnreadableLabError } from "../../components/lib/observe";
import { stateOf } from "../lib/live-checks";
import { lookAtLabs, ReadLab } from "../lib/labs";
import { LabStack } from "../lib/stacks";
import { HostNode, Link, Node, Topology, VERSION } from "./model";
import { idOf, partsOfPlace } from "./place";

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

/** The network of a lab that was looked at with `wires`. */
export function topologyOf({ stack: { stack }, found, at }: ReadLab): Topology {
    const { lab } = found;
    const hosts = Object.entries(lab?.hosts ?? {}).map(([name, host]) => {
        const parts = host.state === "healthy" ? partsOfPlace(name, host.live) : undefined;
        const node: HostNode = {
            kind: "lab-host",
            id: idOf("lab-host", name, ""),
            name,
            in: null,
            container: host.container?.Name ?? null,
            state: host.state === "healthy" ? "running" : "stopped",
            interfaces: [],
            routes: [...(parts?.spaces.own.routes ?? [])],
            nat: host.state === "healthy" ? (host.live.wires?.nat ?? null) : null,
            published: [],
        };
        return { nodes: [node, ...(parts?.nodes ?? [])], links: parts?.links ?? [] };
    });
    void SOLE_HOST;
    return {
        version: VERSION,
        stack,
        scenario: lab?.marks.scenario ?? null,
        kind: lab?.kind ?? null,
        state: stateOf(found),
        at: new Date(at).toISOString(),
        nodes: sorted(hosts.flatMap(({ nodes }): Node[] => nodes)),
        links: sorted(hosts.flatMap(({ links }): Link[] => links)),
        wrong: [],
        leftOut: {},
    };
}

function sorted<T extends { id: string }>(all: readonly T[]): T[] {
    return [...all].sort((one, other) => (one.id < other.id ? -1 : one.id > other.id ? 1 : 0));
}
