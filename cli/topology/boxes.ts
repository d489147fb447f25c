import { End, Interface, Link, Node, Topology } from "./model";
import { orderOf, placesOf } from "./order";
import { heightOf, line, linesOf, PAD, PLAIN, SMALL, Text } from "./texts";
import { Words } from "./words";

/** What is to be drawn, with all sizes; where, is left to the layout. */
export interface Picture {
    name: string;
    /** Machines and lab hosts, around what is in them. */
    clusters: { id: string; place: string | null; label: Text | undefined; node: Node }[];
    /** In the order in which they stand. */
    boxes: Box[];
    wires: Wire[];
    tunnels: Tunnel[];
}

/** A node as a box of a fixed size: cells for interfaces above and below, lines of text between. */
export interface Box {
    node: Node;
    /** The cluster that it is in. */
    place: string | null;
    lines: Text[];
    /** Cells for what leads up, and for what leads down. */
    tops: Cell[];
    bottoms: Cell[];
    width: number;
    height: number;
    /** Boxes of one level stand beside each other. */
    level: number;
    /** Drawn so where it is not there, or does not run. */
    dashed: boolean;
}

/** An interface at the edge of a box. */
export interface Cell {
    /** The link that ends there; undefined where the other end is not known. */
    link?: Link;
    lines: Text[];
    width: number;
    height: number;
    /** Set where it should be there and is not. */
    missing?: true;
}

/** A link, with the ends as they are in the picture. */
export interface Wire {
    link: Link;
    upper: End;
    lower: End;
}

/** The tunnels of one network between lab hosts, and the bridges that they connect. */
export interface Tunnel {
    id: string;
    place: string | null;
    lines: Text[];
    width: number;
    height: number;
    ends: string[];
    links: Link[];
}

/** Sizes in px. */
const GAP = 6;
const CELL_PAD = 5;
const LEAST = 110;

/** Where cells begin in their box, from its left side: in its middle, beside each other. */
export function cellsIn({ width }: Pick<Box, "width">, cells: readonly Cell[]): number[] {
    let at = Math.floor((width - cells.reduce((sum, cell) => sum + cell.width, GAP * (cells.length - 1))) / 2);
    return cells.map((cell) => {
        const x = at;
        at += cell.width + GAP;
        return x;
    });
}

/** What is to be drawn of a topology. */
export function pictureOf(topology: Topology, words: Words): Picture {
    const { levels, order } = orderOf(topology);
    const index = new Map(order.map(({ id }, at) => [id, at]));
    const place = (id: string) => index.get(id) ?? 0;
    const known = topology.links.filter(({ from, to }) => levels.has(from.node) && levels.has(to.node));
    const wires = known
        .filter(({ kind }) => kind !== "tunnel")
        .map((link): Wire => {
            const { from, to } = link;
            const [above, below] = [levels.get(to.node)!, levels.get(from.node)!];
            const up = above < below || (above === below && place(to.node) < place(from.node));
            return up ? { link, upper: to, lower: from } : { link, upper: from, lower: to };
        });
    const places = placesOf(topology);
    return {
        name: topology.stack,
        clusters: places.map((node) => ({
            id: node.id,
            place: node.in,
            node,
            label: node.kind === "machine" ? line(node.reached ?? words.thisMachine, PLAIN, "kind") : undefined,
        })),
        boxes: order.map((node) => boxOf(node, levels.get(node.id)!, wires, place, words)),
        wires,
        tunnels: tunnelsOf(
            known.filter(({ kind }) => kind === "tunnel"),
            topology,
            words,
        ),
    };
}

function boxOf(node: Node, level: number, wires: readonly Wire[], place: (id: string) => number, words: Words): Box {
    const lines = linesOf(node, words);
    const plugged = wires.filter(({ link }) => link.kind === "veth" || link.kind === "uplink");
    const isSeen = ({ interface: name }: End, { missing }: Link) => name !== null || missing === true;
    const up = plugged
        .filter(({ link, lower }) => lower.node === node.id && isSeen(lower, link))
        .map(({ link, lower }) => ({ link, end: lower }));
    const down = plugged
        .filter(({ link, upper }) => upper.node === node.id && isSeen(upper, link))
        .sort((one, other) => place(one.lower.node) - place(other.lower.node) || compare(one.link.id, other.link.id))
        .map(({ link, upper }) => ({ link, end: upper }));
    const cells = (ends: readonly { link: Link; end: End }[]) =>
        ends.map(({ link, end }) => cellOf(node, end, words, link));
    const known = [...up, ...down].map(({ end }) => end.interface);
    const loose = looseIn(node, known).map((name) => cellOf(node, { node: node.id, interface: name }, words));
    const tops = [...cells(up), ...(node.kind === "bridge" ? [] : loose)].sort((one, other) =>
        compare(one.lines[0]!.text, other.lines[0]!.text),
    );
    const bottoms = [...cells(down), ...(node.kind === "bridge" ? loose : [])];
    const row = (all: readonly Cell[]) => all.reduce((sum, { width }) => sum + width + GAP, GAP);
    const high = (all: readonly Cell[]) => Math.max(0, ...all.map(({ height }) => height));
    const width = Math.max(...lines.map((one) => one.width + 2 * PAD), row(tops), row(bottoms), LEAST);
    return {
        node,
        place: node.kind === "lab-host" ? node.id : node.in,
        lines,
        tops,
        bottoms,
        width: Math.ceil(width),
        height: Math.ceil(high(tops) + heightOf(lines) + PAD + high(bottoms)),
        level,
        dashed: node.missing === true || ("state" in node && node.state !== "running"),
    };
}

function compare(one: string, other: string): number {
    return one < other ? -1 : one > other ? 1 : 0;
}

/** Interfaces and ports of a node that have no link here. */
function looseIn(node: Node, known: readonly (string | null)[]): string[] {
    const all =
        node.kind === "bridge"
            ? node.ports
            : "interfaces" in node
              ? (node.interfaces ?? [])
                    .filter(({ type }) => !["loopback", "bridge"].includes(type))
                    .map(({ name }) => name)
              : [];
    return all.filter((name) => !known.includes(name));
}

function cellOf(node: Node, { interface: name }: End, words: Words, link?: Link): Cell {
    const own = "interfaces" in node ? (node.interfaces ?? []).find((one) => one.name === name) : undefined;
    const missing = name === null && link?.missing === true;
    const lost = node.kind === "bridge" ? words.missing : (link?.network ?? words.missing);
    const texts = missing
        ? [line(`✗ ${lost}`, SMALL, "wrong", 140)]
        : [line(name ?? "", SMALL, "cell", 140), ...(own ? addressLines(own, words) : [])];
    return {
        ...(link && { link }),
        lines: texts,
        width: Math.ceil(Math.max(...texts.map(({ width }) => width)) + 2 * CELL_PAD),
        height: heightOf(texts) + CELL_PAD,
        ...(missing && { missing: true }),
    };
}

/** How many addresses are shown of an interface. */
const ADDRESSES = 3;

function addressLines({ addresses, up }: Interface, words: Words): Text[] {
    const shown = addresses.slice(0, ADDRESSES).map((address) => line(address, SMALL, "cell", 180));
    const rest = addresses.length - shown.length;
    return [
        ...(shown.length > 0 ? shown : [line(words.noAddress, SMALL, "cell")]),
        ...(rest > 0 ? [line(words.more(rest), SMALL, "cell")] : []),
        ...(up ? [] : [line(`✗ ${words.down}`, SMALL, "wrong")]),
    ];
}

/** One box for the tunnels of each network: between many lab hosts there is one for each two of them. */
function tunnelsOf(links: readonly Link[], { nodes }: Topology, words: Words): Tunnel[] {
    const networks = [...new Set(links.map(({ network = "" }) => network))].sort();
    const places = nodes.filter(({ kind }) => kind === "machine").map(({ id }) => id);
    return networks.map((network) => {
        const own = links.filter((link) => (link.network ?? "") === network);
        const lines = [
            line(words.tunnel, PLAIN, "kind"),
            line(`${network} · VNI ${own[0]!.vni ?? "?"}`, SMALL, "cell"),
            ...own.slice(0, 3).map(({ addresses = [] }) => line(addresses.join(" ↔ "), SMALL, "cell")),
        ];
        return {
            id: `tunnel:${network}`,
            place: places.length === 1 ? places[0]! : null,
            lines,
            width: Math.ceil(Math.max(...lines.map(({ width }) => width)) + 2 * PAD),
            height: heightOf(lines) + PAD,
            ends: [...new Set(own.flatMap(({ from, to }) => [from.node, to.node]))].sort(),
            links: own,
        };
    });
}
