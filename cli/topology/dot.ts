import { Box, Cell, cellsIn, Picture, pictureOf, Tunnel, Wire } from "./boxes";
import { escaped } from "./escape";
import { Topology } from "./model";
import { heightOf, Text } from "./texts";
import { PictureLanguage, WORDS } from "./words";

/** The fonts that Graphviz is told of. Its own estimates of text are not used: all sizes are said. */
const FONTS = { sans: "Helvetica", mono: "Courier" };

/** A lab's network in Graphviz's language. */
export function dotOfTopology(topology: Topology, language: PictureLanguage): string {
    return dotOf(pictureOf(topology, WORDS[language]));
}

/**
 * A picture in Graphviz's language. Each box is a table of which all sizes are given, so it is laid out alike whatever the fonts are; what
 * stands beside each other is tied together, so that one more thing leaves the others in their order.
 */
export function dotOf(picture: Picture): string {
    const { name, clusters, boxes, tunnels, wires } = picture;
    const inside = (place: string | null): string[] => [
        ...boxes.filter((box) => box.place === place).map(nodeOf),
        ...tunnels.filter((tunnel) => tunnel.place === place).map(tunnelNode),
        ...clusters
            .filter((cluster) => cluster.place === place)
            .flatMap(({ id, label }) => [
                `subgraph ${quoted(`cluster_${id}`)} {`,
                `graph [label=${label ? tableOf(label.width, heightOf([label]), linesIn([label])) : '""'}, labeljust="l", style="rounded", margin="14"];`,
                ...inside(id),
                "}",
            ]),
    ];
    return [
        `digraph ${quoted(name)} {`,
        'graph [rankdir="TB", newrank="true", nodesep="0.3", ranksep="0.55", pad="0.1"];',
        `node [shape="plain", fontname="${FONTS.sans}"];`,
        'edge [dir="none"];',
        ...inside(null),
        ...ranksOf(picture),
        ...wires.map((wire, index) => wireEdge(wire, index, picture)),
        ...tunnels.flatMap(tunnelEdges),
        "}",
        "",
    ].join("\n");
}

/** The boxes that stand beside each other, in their order, and what keeps the rows below each other. */
function ranksOf({ boxes, tunnels, wires }: Picture): string[] {
    const levels = [...new Set(boxes.map(({ level }) => level))].sort((a, b) => a - b);
    const rows = levels.map((level) => {
        const row = boxes
            .filter((box) => box.level === level)
            .map(({ node, place }) => ({ id: node.id, place, tunnel: false }));
        const between = tunnels.map(({ id, place }) => ({ id, place, tunnel: true }));
        // Tunnels are between the first lab host and the others.
        return level === 1 ? [...row.slice(0, 1), ...between, ...row.slice(1)] : row;
    });
    const hostRow = levels.indexOf(1);
    const tied = new Set([...wires.map(({ lower }) => lower.node), ...tunnels.flatMap(({ ends }) => ends)]);
    const hangs = (index: number) =>
        rows[index]!.filter(({ id, tunnel }) => index > 0 && !tunnel && !tied.has(id)).flatMap(({ id, place }) => {
            const above = rows[index - 1]!.find((one) => one.place === place) ?? rows[index - 1]![0]!;
            return `${quoted(above.id)} -> ${quoted(id)} [style="invis"];`;
        });
    // Across lab hosts only those themselves are tied: Graphviz keeps the order in one of them, but not of ties out of it.
    const ties = (row: (typeof rows)[number]) =>
        row.slice(1).flatMap(({ id, place, tunnel }, at) => {
            const before = row[at]!;
            const tied = before.place === place || tunnel || before.tunnel || rows.indexOf(row) === hostRow;
            return tied ? [`${quoted(before.id)} -> ${quoted(id)} [style="invis"];`] : [];
        });
    // What is in a further row of its lab host hangs below the row before, beside all that its wires say.
    const goesOn = (index: number) =>
        index > 0 && Math.floor(levels[index]!) === Math.floor(levels[index - 1]!)
            ? rows[index]!.flatMap(({ id, place }) => {
                  const above = rows[index - 1]!.find((one) => one.place === place);
                  return above ? [`${quoted(above.id)} -> ${quoted(id)} [style="invis"];`] : [];
              })
            : [];
    return rows.flatMap((row, index) => [
        `{ rank="same"; ${row.map(({ id }) => quoted(id)).join("; ")} }`,
        ...ties(row),
        ...hangs(index),
        ...goesOn(index),
    ]);
}

function nodeOf(box: Box): string {
    const { node, lines, tops, bottoms, width, height } = box;
    const body = height - rowHeight(tops) - rowHeight(bottoms);
    const rows = [
        ...cellRow(box, tops, "t"),
        `<TR>${td(width, body, linesIn(lines))}</TR>`,
        ...cellRow(box, bottoms, "b"),
    ].join("");
    const styles = [...(node.kind === "bridge" ? [] : ["ROUNDED"]), ...(box.dashed ? ["DASHED"] : [])];
    const style = styles.length > 0 ? ` STYLE="${styles.join(",")}"` : "";
    return `${quoted(node.id)} [label=<<TABLE BORDER="1" CELLBORDER="0" CELLSPACING="0" CELLPADDING="0"${style}>${rows}</TABLE>>];`;
}

const rowHeight = (cells: readonly Cell[]) => Math.max(0, ...cells.map(({ height }) => height));

/** A row of cells, each where the picture has it. */
function cellRow(box: Box, cells: readonly Cell[], side: "t" | "b"): string[] {
    if (cells.length === 0) return [];
    const high = rowHeight(cells);
    let at = 0;
    const row = cellsIn(box, cells).map((x, index) => {
        const { width, lines, missing } = cells[index]!;
        const space = x - at;
        at = x + width;
        const border = ` BORDER="1" PORT="${side}${index}"${missing ? ' STYLE="DASHED"' : ""}`;
        return (space > 0 ? td(space, high, "") : "") + td(width, high, linesIn(lines), border);
    });
    const end = box.width - at > 0 ? td(box.width - at, high, "") : "";
    return [
        `<TR><TD><TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="0"><TR>${row.join("")}${end}</TR></TABLE></TD></TR>`,
    ];
}

function td(width: number, height: number, content: string, more = ""): string {
    return `<TD FIXEDSIZE="TRUE" WIDTH="${Math.round(width)}" HEIGHT="${Math.round(height)}"${more}>${content}</TD>`;
}

function tableOf(width: number, height: number, content: string): string {
    return `<<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="0"><TR>${td(Math.ceil(width), height, content)}</TR></TABLE>>`;
}

function linesIn(lines: readonly Text[]): string {
    return lines
        .map(({ text, style: { size, mono, bold } }) => {
            const shown = escaped(text);
            const font = `<FONT POINT-SIZE="${size}" FACE="${mono ? FONTS.mono : FONTS.sans}">${bold ? `<B>${shown}</B>` : shown}</FONT>`;
            return shown === "" ? "" : font;
        })
        .filter((one) => one !== "")
        .join("<BR/>");
}

function tunnelNode({ id, lines, width, height }: Tunnel): string {
    return `${quoted(id)} [label=${tableOf(width, height, linesIn(lines))}];`;
}

/** A link from the cell of its upper end to that of its lower one; from the box itself where it has none. */
function wireEdge({ link, upper, lower }: Wire, index: number, { boxes }: Picture): string {
    const at = (id: string, side: "t" | "b", compass: "n" | "s") => {
        const box = boxes.find(({ node }) => node.id === id)!;
        const cell = (side === "t" ? box.tops : box.bottoms).findIndex((one) => one.link?.id === link.id);
        return `${quoted(id)}:${cell < 0 ? "" : `${side}${cell}:`}${compass}`;
    };
    const style = link.missing ? "dashed" : link.kind === "veth" || link.kind === "uplink" ? "solid" : "dotted";
    return `${at(upper.node, "b", "s")} -> ${at(lower.node, "t", "n")} [id="w${index}", style="${style}"];`;
}

function tunnelEdges({ id, ends }: Tunnel): string[] {
    return ends.map((end) => `${quoted(id)}:s -> ${quoted(end)}:n [id="${nameOf(`${id}>${end}`)}", style="bold"];`);
}

/** A name for Graphviz, in which what it might take for more than a name is written in hexadecimal. */
export function nameOf(id: string): string {
    return id.replace(/[^\w.:/@> -]/gu, (one) => `%${one.codePointAt(0)!.toString(16)}`);
}

function quoted(id: string): string {
    return `"${nameOf(id)}"`;
}
