import { printableLine } from "../../components/lib/printable";
import { Picture, pictureOf } from "./boxes";
import { Link, Topology } from "./model";
import { WORDS, PictureLanguage } from "./words";

/** A picture in Mermaid's language, as wikis and Git hosts show it. Nodes have numbers: Mermaid takes few characters in names. */
export function mermaidOf(topology: Topology, language: PictureLanguage): string {
    const picture = pictureOf(topology, WORDS[language]);
    const { boxes, tunnels } = picture;
    const numbers = new Map(boxes.map(({ node }, index) => [node.id, `n${index}`]));
    const name = (id: string) => numbers.get(id)!;
    const links = topology.links.filter(({ from, to }) => numbers.has(from.node) && numbers.has(to.node));
    const dashed = boxes.filter((box) => box.dashed || box.node.wrong !== undefined).map(({ node }) => name(node.id));
    return [
        "flowchart TB",
        ...clustersIn(picture, null, name),
        ...links.map((link) => `  ${name(link.to.node)} ${lineOf(link, tunnels.length)} ${name(link.from.node)}`),
        ...(dashed.length > 0
            ? ["  classDef wrong stroke-dasharray:6 4,stroke-width:2px", `  class ${dashed.join(",")} wrong`]
            : []),
        "",
    ].join("\n");
}

function clustersIn({ clusters, boxes }: Picture, place: string | null, name: (id: string) => string): string[] {
    const nodes = boxes
        .filter((box) => box.place === place)
        .map(({ node, lines }) => {
            const text = labelOf(lines.map((one) => one.text));
            return `  ${name(node.id)}${node.kind === "bridge" ? `[${text}]` : `(${text})`}`;
        });
    const inside = clusters
        .filter((cluster) => cluster.place === place)
        .flatMap((cluster) => [
            `  subgraph c${clusters.indexOf(cluster)} [${labelOf([cluster.label?.text ?? cluster.node.name])}]`,
            ...clustersIn({ clusters, boxes } as Picture, cluster.id, name),
            "  end",
        ]);
    return [...nodes, ...inside];
}

function lineOf({ kind, from, to, missing, vni }: Link, tunnels: number): string {
    const ends = [to.interface, from.interface].filter((one) => one !== null);
    const text = kind === "tunnel" && tunnels > 0 ? [`VXLAN ${vni ?? ""}`] : kind === "gateway" ? [] : ends;
    const label = text.length === 0 ? "" : `|${labelOf([text.join(" – ")])}|`;
    if (missing) return `-.-${label}`;
    return `${kind === "tunnel" ? "===" : kind === "veth" || kind === "uplink" ? "---" : "-.-"}${label}`;
}

/**
 * A label in quotes. Mermaid reads `#…;` in it as a character, Markdown between backticks, and HTML unless a page says otherwise: all that
 * is not a letter, a digit or harmless is written as a number.
 */
function labelOf(lines: readonly string[]): string {
    return `"${lines.map((one) => printableLine(one).replace(/[^\p{L}\p{N} .,:/@_…→–·+✗■-]/gu, (char) => `#${char.codePointAt(0)};`)).join("<br>")}"`;
}
