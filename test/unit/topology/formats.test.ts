import * as assert from "assert";
import { instance } from "@viz-js/viz";
import { dotOfTopology } from "../../../cli/topology/dot";
import { mermaidOf } from "../../../cli/topology/mermaid";
import { treeOf } from "../../../cli/topology/tree";
import { topologyOf } from "../../../cli/topology/read";
import { json, printable } from "../../../components/lib/printable";
import { hostileTopology } from "../../support/hostile-topology";
import { recordedLook, recordedNames } from "../../support/recorded-look";

const recorded = (name: string) => topologyOf({ stack: { stack: name }, found: recordedLook(name), at: 0 });
const all = () => [...recordedNames().map(recorded), hostileTopology()];

describe("topologies in other forms", () => {
    it("Graphviz takes the DOT, and has the nodes and links that there are and no others", async () => {
        const viz = await instance();
        for (const topology of all()) {
            const dot = dotOfTopology(topology, "en");
            const result = viz.render(dot, { format: "json0" });
            assert.ok(result.status === "success", JSON.stringify(result.errors));
            const { objects, edges } = JSON.parse(result.output) as {
                objects: { name: string }[];
                edges: { id?: string }[];
            };
            const shown = topology.nodes.filter(({ kind, name }) => kind !== "machine" && name !== "ingress");
            const nodes = objects.filter(({ name }) => !/^(cluster_|tunnel:|%)/.test(name));
            assert.strictEqual(nodes.length, shown.length, topology.stack);
            const hidden = (id: string) => id.endsWith("/ingress");
            const links = topology.links.filter(
                ({ kind, from, to }) => kind !== "tunnel" && !hidden(from.node) && !hidden(to.node),
            );
            assert.strictEqual(edges.filter(({ id }) => id?.startsWith("w")).length, links.length, topology.stack);
            assert.strictEqual(dotOfTopology(topology, "en"), dot);
        }
    });

    it("each line of the Mermaid is one of those that were meant", () => {
        const label = `"(?:[\\p{L}\\p{N} .,:/@_…→–·+✗■-]|#\\d+;|<br>)*"`;
        const lines = [
            `flowchart TB`,
            `  subgraph c\\d+ \\[${label}\\]`,
            `  end`,
            `  n\\d+(\\[${label}\\]|\\(${label}\\))`,
            `  n\\d+ (---|-\\.-|===)(\\|${label}\\|)? n\\d+`,
            `  classDef wrong stroke-dasharray:6 4,stroke-width:2px`,
            `  class n\\d+(,n\\d+)* wrong`,
        ].map((line) => new RegExp(`^${line}$`, "u"));
        for (const topology of all())
            for (const line of mermaidOf(topology, "zh").trimEnd().split("\n"))
                assert.ok(
                    lines.some((known) => known.test(line)),
                    line,
                );
    });

    it("the text has every node and nothing that a terminal obeys, and so has the JSON", () => {
        for (const topology of all()) {
            const tree = treeOf(topology);
            assert.strictEqual(printable(tree), tree);
            assert.ok(topology.nodes.length <= tree.split("\n").length);
            assert.deepStrictEqual(JSON.parse(json(topology)), JSON.parse(JSON.stringify(topology)));
            assert.strictEqual(printable(json(topology)), json(topology));
        }
    });
});
