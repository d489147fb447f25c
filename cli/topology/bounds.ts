import { Node, Topology } from "./model";

/** How many nodes of a kind are shown of a lab host, and how many entries of a list of a node: far more than any lesson has. */
const MOST_NODES = { machine: 50, "lab-host": 50, bridge: 24, container: 60, namespace: 40 } as const;
const MOST_ENTRIES = 64;

type Drawn = Pick<Topology, "nodes" | "links">;

/**
 * What can be drawn of a topology: who is root in a lab host can make thousands of things there. The lesson's own are kept before others,
 * and what is left out is counted.
 */
export function bounded(
    { nodes, links }: Drawn,
    leftOut: Record<string, number> = {},
): Drawn & Pick<Topology, "leftOut"> {
    const counts = new Map<string, number>();
    const left = new Map(Object.entries(leftOut));
    const count = (what: string, more = 1) => left.set(what, (left.get(what) ?? 0) + more);
    const own = nodes.filter(({ foreign }) => !foreign);
    const kept = [...own, ...nodes.filter(({ foreign }) => foreign)].filter((node) => {
        const key = `${node.kind}s of ${node.in ?? "the lab"}`;
        const before = counts.get(key) ?? 0;
        counts.set(key, before + 1);
        if (before < MOST_NODES[node.kind]) return true;
        count(key);
        return false;
    });
    const ids = new Set(kept.map(({ id }) => id));
    const shown = kept.map((node) => shortLists(node, count));
    const ended = links.filter(({ from, to }) => ids.has(from.node) && ids.has(to.node));
    const cut = cutLinks(ended, count);
    return { nodes: shown, links: cut, leftOut: Object.fromEntries([...left].sort()) };
}

function shortLists<N extends Node>(node: N, count: (what: string, more: number) => void): N {
    const entries = Object.entries(node).map(([key, value]: [string, unknown]) => {
        if (!Array.isArray(value) || value.length <= MOST_ENTRIES) return [key, value];
        count(`${key} of ${node.id}`, value.length - MOST_ENTRIES);
        return [key, value.slice(0, MOST_ENTRIES) as unknown[]];
    });
    return Object.fromEntries(entries) as N;
}

/** A node has no more links than it has entries. */
function cutLinks(links: Topology["links"], count: (what: string) => void): Topology["links"] {
    const ends = new Map<string, number>();
    return links.filter(({ from: { node } }) => {
        const before = ends.get(node) ?? 0;
        ends.set(node, before + 1);
        if (before >= MOST_ENTRIES) count(`links of ${node}`);
        return before < MOST_ENTRIES;
    });
}
