import { Node, Topology } from "./model";

/** Boxes beside each other in a row of a lab host at the most: what is wider cannot be read. */
const ROW = 6;

/** What is drawn around other nodes: machines, and the lab hosts in them. */
export function placesOf({ nodes }: Topology): Node[] {
    return nodes.filter(({ kind }) => kind === "machine" || kind === "lab-host");
}

/**
 * In which row and order nodes stand: the machine's networks, lab hosts, their bridges, and what is plugged into those. Beside each other they
 * stand by what they are plugged into, then by name, so that one more leaves the others in their order.
 */
export function orderOf(topology: Topology): { levels: ReadonlyMap<string, number>; order: Node[] } {
    const levels = levelsOf(topology);
    const weight = weightsOf(topology);
    const shown = topology.nodes.filter(({ id }) => levels.has(id));
    const order = [...shown].sort(
        (one, other) =>
            compare(one.in ?? "", other.in ?? "") ||
            levels.get(one.id)! - levels.get(other.id)! ||
            weight(one) - weight(other) ||
            compare(one.id, other.id),
    );
    return { levels: wrapped(order, levels), order };
}

/** A row that is too long goes on below. */
function wrapped(order: readonly Node[], levels: ReadonlyMap<string, number>): Map<string, number> {
    const counts = new Map<string, number>();
    return new Map(
        order.map(({ id, in: place }) => {
            const level = levels.get(id)!;
            const before = counts.get(`${place} ${level}`) ?? 0;
            counts.set(`${place} ${level}`, before + 1);
            return [id, level < 3 ? level : level + Math.floor(before / ROW) / 1000];
        }),
    );
}

/** A swarm has this network for the ports of its services. Where it publishes none it says nothing, and it is left out of the picture. */
function isIdleIngress({ kind, name, id }: Node, links: Topology["links"]): boolean {
    return (
        kind === "bridge" && name === "ingress" && !links.some((link) => link.kind === "veth" && link.to.node === id)
    );
}

function levelsOf({ nodes, links }: Topology): Map<string, number> {
    const machines = nodes.filter(({ kind }) => kind === "machine").map(({ id }) => id);
    const levels = new Map<string, number>();
    for (const { kind, id, in: place } of nodes.filter((node) => !isIdleIngress(node, links))) {
        if (kind === "bridge") levels.set(id, machines.includes(place ?? "") ? 0 : 2);
        if (kind === "lab-host") levels.set(id, 1);
        if (kind === "container" || kind === "namespace") levels.set(id, 3);
    }
    // Of two that are tied to each other, the one with the later name is below.
    const pairs = links
        .map(({ from, to }) => [from.node, to.node].sort() as [string, string])
        .filter((ends) => ends.every((end) => (levels.get(end) ?? 0) >= 3))
        .sort(([one], [other]) => compare(one, other));
    for (const [first, second] of pairs) levels.set(second, Math.max(levels.get(second)!, levels.get(first)! + 1));
    return levels;
}

/**
 * Docker's own bridge is the first, and overlay networks are on the side of the lab host from which they lead to others; what is plugged in
 * stands below the middle of its bridges.
 */
function weightsOf({ nodes, links }: Topology): (node: Node) => number {
    const [first] = nodes.filter(({ kind }) => kind === "lab-host").map(({ id }) => id);
    const side = (node: Node) =>
        node.kind === "bridge" && node.driver === "overlay"
            ? node.in === first
                ? 2
                : -1
            : Number(node.name !== "bridge");
    const bridges = nodes
        .filter(({ kind }) => kind === "bridge")
        .sort((one, other) => side(one) - side(other) || compare(one.id, other.id))
        .map(({ id }) => id);
    const plugged = new Map<string, number[]>();
    for (const { kind, from, to } of links) {
        const at = bridges.indexOf(to.node);
        if (kind === "veth" && at >= 0) plugged.set(from.node, [...(plugged.get(from.node) ?? []), at]);
    }
    return ({ id, kind }) => {
        if (kind === "bridge") return bridges.indexOf(id);
        const own = plugged.get(id) ?? [-1];
        return own.reduce((sum, one) => sum + one, 0) / own.length;
    };
}

/** extra10 is behind extra9. */
const { compare } = new Intl.Collator("en", { numeric: true });
