import { Box, Cell, cellsIn, pictureOf, Tunnel, Wire } from "./boxes";
import { escaped } from "./escape";
import { Layout, layoutOf, loadGraphviz, Rectangle } from "./layout";
import { Node, Topology } from "./model";
import { STYLE } from "./svg-style";
import { heightOf, leading, PAD, Text } from "./texts";
import { PictureLanguage, Words, WORDS } from "./words";

/** Begins to load what pictures are laid out with, while there is something else to wait for. */
export function prepare(): void {
    loadGraphviz().catch(() => undefined); // whoever draws is told
}

/** Room around the picture, in px. */
const MARGIN = 8;

/**
 * A lab's network as an SVG picture: of no fixed size, without scripts and fonts of its own. It has the colour of the text around it, and
 * CSS variables (see svg-style.ts) for all others. What differs from the lesson is dashed and has a sign.
 */
export async function picture(topology: Topology, language: PictureLanguage): Promise<string> {
    const words = WORDS[language];
    const drawn = pictureOf(topology, words);
    const layout = await layoutOf(drawn);
    const { width, height } = layout;
    const box = [-MARGIN, -MARGIN, width + 2 * MARGIN, height + 2 * MARGIN].join(" ");
    const nodes = new Map(topology.nodes.map((node) => [node.id, node]));
    return [
        `<svg xmlns="http://www.w3.org/2000/svg" class="topology" role="img" lang="${language}" viewBox="${box}" fill="none" stroke="currentColor">`,
        `<title>${escaped(words.title(topology.stack))}</title>`,
        `<desc>${escaped(description(topology, words))}</desc>`,
        `<style>${STYLE}</style>`,
        ...drawn.clusters.map(({ id, label, node }) => clusterOf(layout.clusters.get(id), label, node)),
        ...drawn.wires.map((wire, index) => wireOf(wire, layout.paths.get(`w${index}`), nodes)),
        ...drawn.tunnels.map((tunnel) => tunnelOf(tunnel, layout, nodes)),
        ...drawn.boxes.map((one) => boxOf(one, layout, words)),
        "</svg>",
        "",
    ].join("\n");
}

/** The picture in words. */
function description({ nodes, links, state, wrong }: Topology, words: Words): string {
    const count = (kind: Node["kind"]) => nodes.filter((node) => node.kind === kind && !node.missing).length;
    if (state === "absent") return words.absent;
    const counts = {
        containers: count("container"),
        networks: count("bridge"),
        namespaces: count("namespace"),
        links: links.filter(({ kind, missing }) => kind === "veth" && !missing).length,
    };
    const differs = wrong.length > 0 ? `${words.wrong} ${wrong.join("; ")}.` : state === "up" ? words.allAsMade : "";
    return [words.counted(counts), state === "unfinished" ? words.unfinished : "", differs].filter(Boolean).join(". ");
}

function attributes(all: Readonly<Record<string, string | undefined>>): string {
    return Object.entries(all)
        .map(([name, value]) => (value === undefined ? "" : ` ${name}="${escaped(value)}"`))
        .join("");
}

function rectangle({ x, y, width, height }: Rectangle, radius = 0): string {
    return `<rect x="${x}" y="${y}" width="${width}" height="${height}"${radius ? ` rx="${radius}"` : ""}/>`;
}

function clusterOf(
    at: Layout["clusters"] extends ReadonlyMap<string, infer R> ? R | undefined : never,
    label: Text | undefined,
    node: Node,
): string {
    if (!at) return "";
    const words = label && at.label ? textAt(label, at.label.x - label.width / 2, at.label.y - leading(label) / 2) : "";
    return `<g class="cluster" data-kind="${node.kind}">${rectangle(at, 10)}${words}</g>`;
}

function classesOf(kind: string, { missing, foreign, wrong }: Pick<Node, "missing" | "foreign" | "wrong">): string {
    const marks = { missing, foreign, wrong: wrong !== undefined };
    return [kind, ...Object.entries(marks).flatMap(([name, set]) => (set ? [name] : []))].join(" ");
}

function wireOf({ link }: Wire, path: string | undefined, nodes: ReadonlyMap<string, Node>): string {
    const { kind, from, to, wrong, missing } = link;
    const data = attributes({
        class: classesOf("edge", link),
        "data-kind": kind,
        "data-from": nodes.get(from.node)?.name,
        "data-to": nodes.get(to.node)?.name,
        "data-from-id": from.node,
        "data-to-id": to.node,
        "data-from-interface": from.interface ?? undefined,
        "data-to-interface": to.interface ?? undefined,
        "data-missing": missing ? "true" : undefined,
    });
    const title = wrong ?? [from.interface, to.interface].filter(Boolean).join(" – ");
    return `<g${data}>${title === "" ? "" : `<title>${escaped(title)}</title>`}<path d="${path ?? ""}"/></g>`;
}

function tunnelOf(
    { id, lines, width, height, links }: Tunnel,
    layout: Layout,
    nodes: ReadonlyMap<string, Node>,
): string {
    const { x, y } = layout.middles.get(id)!;
    const path = (end: string) => layout.paths.get(`${id}>${end}`) ?? "";
    const edges = links.map((link) => {
        const data = attributes({
            class: classesOf("edge", link),
            "data-kind": "tunnel",
            "data-from": nodes.get(link.from.node)?.name,
            "data-to": nodes.get(link.to.node)?.name,
            "data-from-id": link.from.node,
            "data-to-id": link.to.node,
        });
        return `<g${data}><path d="${path(link.from.node)}"/><path d="${path(link.to.node)}"/></g>`;
    });
    const at = { x: x - width / 2, y: y - height / 2, width, height };
    return `${edges.join("")}<g class="tunnel">${rectangle(at, 4)}${linesAt(lines, x, at.y + PAD / 2)}</g>`;
}

function boxOf({ node, lines, tops, bottoms, width, height }: Box, layout: Layout, words: Words): string {
    const middle = layout.middles.get(node.id)!;
    const at = { x: middle.x - width / 2, y: middle.y - height / 2, width, height };
    const high = Math.max(0, ...tops.map((cell) => cell.height));
    const low = Math.max(0, ...bottoms.map((cell) => cell.height));
    const row = (cells: readonly Cell[], y: number, room: number) =>
        cellsIn({ width }, cells).map((x, index) => cellOf(cells[index]!, at.x + x, y, room));
    const body = { ...at, y: at.y + high, height: height - high - low };
    const slack = (body.height - heightOf(lines)) / 2;
    const data = attributes({
        class: classesOf("node", node),
        "data-kind": node.kind,
        "data-name": node.name,
        "data-id": node.id,
        "data-state": "state" in node ? node.state : undefined,
        "data-missing": node.missing ? "true" : undefined,
    });
    const kinds = {
        machine: words.machine,
        "lab-host": words.labHost,
        namespace: words.namespace,
        bridge: words.bridge,
        container: "",
    };
    const cut = lines.flatMap(({ whole }) => whole ?? []);
    const title = [
        `${kinds[node.kind]} ${node.name}`.trim(),
        ...cut.filter((one) => one !== node.name),
        ...((node.wrong ?? "") ? [node.wrong!] : []),
    ];
    return [
        `<g${data}>`,
        `<title>${escaped(title.join(" — "))}</title>`,
        rectangle(at, node.kind === "bridge" ? 0 : 8),
        ...row(tops, at.y, high),
        linesAt(lines, middle.x, body.y + slack),
        ...row(bottoms, at.y + height - low, low),
        "</g>",
    ].join("");
}

function cellOf({ lines, width, missing }: Cell, x: number, y: number, height: number): string {
    const whole = lines.flatMap((one) => one.whole ?? []).join(" ");
    const title = whole === "" ? "" : `<title>${escaped(whole)}</title>`;
    const at = { x, y, width, height };
    const slack = (height - heightOf(lines)) / 2;
    return `<g class="${missing ? "cell missing" : "cell"}">${title}${rectangle(at)}${linesAt(lines, x + width / 2, y + slack)}</g>`;
}

function linesAt(lines: readonly Text[], middle: number, top: number): string {
    let y = top;
    return lines
        .map((one) => {
            const text = textAt(one, middle - one.width / 2, y);
            y += leading(one);
            return text;
        })
        .join("");
}

/** A line in the middle of the room that it has. */
function textAt({ text, style, role, width }: Text, x: number, y: number): string {
    const classes = [role, ...(style.mono ? ["mono"] : []), ...(style.bold ? ["bold"] : [])].join(" ");
    const middle = Math.round((x + width / 2) * 2) / 2;
    const base = Math.round((y + style.size * 1.05) * 2) / 2;
    return `<text class="${classes}" font-size="${style.size}" x="${middle}" y="${base}">${escaped(text)}</text>`;
}
