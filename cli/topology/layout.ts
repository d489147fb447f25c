import { instance, type Viz } from "@viz-js/viz";
import { z } from "zod";
import { Picture } from "./boxes";
import { dotOf, nameOf } from "./dot";

/** A rectangle, in px from the top left. */
export interface Rectangle {
    x: number;
    y: number;
    width: number;
    height: number;
}

/** Where everything is. */
export interface Layout {
    width: number;
    height: number;
    /** Cluster → its rectangle, and where its label is. */
    clusters: ReadonlyMap<string, Rectangle & { label?: { x: number; y: number } }>;
    /** Box or tunnel → its middle. */
    middles: ReadonlyMap<string, { x: number; y: number }>;
    /** Wire (`w` and its number), or tunnel and its end → its path as SVG has it. */
    paths: ReadonlyMap<string, string>;
}

const answer = z.object({
    bb: z.string(),
    objects: z.array(
        z.object({
            name: z.string(),
            bb: z.string().optional(),
            lp: z.string().optional(),
            pos: z.string().optional(),
        }),
    ),
    edges: z.array(z.object({ id: z.string().optional(), pos: z.string().optional() })).default([]),
});

/** Graphviz, which is made once: that takes longer than a layout. */
let graphviz: Promise<Viz> | undefined;

/** Begins to load Graphviz, which takes a moment that can be used to look at the lab. */
export function loadGraphviz(): Promise<Viz> {
    graphviz ??= instance();
    return graphviz;
}

/** Has Graphviz lay out a picture. The same picture gives the same layout. */
export async function layoutOf(picture: Picture): Promise<Layout> {
    const viz = await loadGraphviz();
    const result = viz.render(dotOf(picture), { format: "json0", engine: "dot" });
    if (result.status !== "success")
        throw new Error(`Graphviz refuses the picture: ${result.errors.map(({ message }) => message).join("; ")}`);
    const { bb, objects, edges } = answer.parse(JSON.parse(result.output));
    const [, , width, height] = numbers(bb) as [number, number, number, number];
    const flip = (y: number) => rounded(height - y);
    const byName = new Map(objects.map((one) => [one.name, one]));
    const clusters = picture.clusters.flatMap(({ id }) => {
        const found = byName.get(nameOf(`cluster_${id}`));
        if (found?.bb === undefined) return [];
        const [left, bottom, right, top] = numbers(found.bb) as [number, number, number, number];
        const [x, y] = numbers(found.lp ?? "");
        const label = x === undefined || y === undefined ? {} : { label: { x: rounded(x), y: flip(y) } };
        const size = { width: rounded(right - left), height: rounded(top - bottom) };
        return [[id, { x: rounded(left), y: flip(top), ...size, ...label }] as const];
    });
    const ids = [...picture.boxes.map(({ node }) => node.id), ...picture.tunnels.map(({ id }) => id)];
    const middles = ids.flatMap((id) => {
        const [x, y] = numbers(byName.get(nameOf(id))?.pos ?? "");
        return x === undefined || y === undefined ? [] : [[id, { x: rounded(x), y: flip(y) }] as const];
    });
    const paths = edges.flatMap(({ id, pos }) =>
        id === undefined || pos === undefined ? [] : [[id, pathOf(pos, flip)] as const],
    );
    return {
        width: Math.ceil(width),
        height: Math.ceil(height),
        clusters: new Map(clusters),
        middles: new Map(middles),
        paths: new Map(paths),
    };
}

function numbers(text: string): number[] {
    return text === "" ? [] : text.split(",").map(Number);
}

/** Halves of pixels are more than can be seen, and short. */
function rounded(value: number): number {
    return Math.round(value * 2) / 2;
}

/** Graphviz's Bézier curves: a point, and three for each piece. Without arrow heads, curves are all that it says. */
function pathOf(pos: string, flip: (y: number) => number): string {
    return pos
        .split(";")
        .map((spline) => {
            const points = spline
                .split(" ")
                .filter((point) => /^-?[\d.]/.test(point))
                .map((point) => numbers(point) as [number, number])
                .map(([x, y]) => `${rounded(x)},${flip(y)}`);
            return `M${points[0]}C${points.slice(1).join(" ")}`;
        })
        .join("");
}
