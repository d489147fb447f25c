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
    return {
        nodes: nodes.filter(({ id }) => shown.has(id)),
        links: links.filter(({ from, to }) => shown.has(from.node) && shown.has(to.node)),
        leftOut,
    };
}
