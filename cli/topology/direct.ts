import { Claims } from "../../components/lib/lesson";
import { Link, Node, Topology } from "./model";

/**
 * Of a lab that is on a machine: what the lesson made, and what else is plugged into its networks. All else on the machine is somebody's
 * own, and counted only.
 */
export function ofLesson(
    { nodes, links }: Pick<Topology, "nodes" | "links">,
    claims: Claims,
): Pick<Topology, "nodes" | "links" | "leftOut"> {
    const isOwn = (node: Node) =>
        node.missing === true ||
        (node.kind === "container"
            ? claims.containers.includes(node.name) ||
              (node.service !== undefined && claims.services.includes(node.service))
            : node.kind === "namespace"
              ? claims.namespaces.includes(node.name)
              : node.kind === "bridge"
                ? claims.networks.includes(node.name)
                : true);
    const own = new Set(nodes.filter(isOwn).map(({ id }) => id));
    const tied = (from: ReadonlySet<string>, kind: Node["kind"]) => {
        const ids = new Set(nodes.filter((node) => node.kind === kind).map(({ id }) => id));
        return links.flatMap(({ from: one, to: other }: Link) =>
            from.has(one.node) && ids.has(other.node)
                ? [other.node]
                : from.has(other.node) && ids.has(one.node)
                  ? [one.node]
                  : [],
        );
    };
    const containers = new Set([...own].filter((id) => id.startsWith("container:")));
    const bridges = new Set([...[...own].filter((id) => id.startsWith("bridge:")), ...tied(containers, "bridge")]);
    const shown = new Set([...own, ...bridges, ...tied(bridges, "container")]);
    const others = nodes.filter(({ id }) => !shown.has(id));
    const leftOut: Record<string, number> = {};
    for (const { kind } of others) leftOut[`${kind}s of others`] = (leftOut[`${kind}s of others`] ?? 0) + 1;
    const kept = nodes.filter(({ id }) => shown.has(id));
    const about = new Set(kept.flatMap(addressesOf));
    return {
        nodes: kept.map((node) =>
            node.kind === "lab-host" && node.nat !== null
                ? { ...node, nat: node.nat.filter((rule) => wordsOf(rule).some((word) => about.has(word))) }
                : node,
        ),
        links: links.filter(({ from, to }) => shown.has(from.node) && shown.has(to.node)),
        leftOut,
    };
}

/** The addresses by which rules name a node: a container's own, a bridge's subnets. */
function addressesOf(node: Node): string[] {
    if (node.kind === "bridge") return node.subnets.map(({ subnet }) => subnet);
    if (node.kind !== "container") return [];
    return node.interfaces.flatMap(({ addresses }) => addresses.map((address) => address.split("/")[0]!));
}

/** The words of a rule, addresses without the port or the length of 32 bits that may follow. */
function wordsOf(rule: string): string[] {
    return rule.split(/\s+/).map((word) => word.replace(/:\d+$|\/32$/, ""));
}
