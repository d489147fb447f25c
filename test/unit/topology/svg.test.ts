import * as assert from "assert";
import { picture } from "../../../cli/topology/svg";
import { topologyOf } from "../../../cli/topology/read";
import type { Topology } from "../../../cli/topology/model";
import { recordedLook, recordedNames } from "../../support/recorded-look";
import { Element, ofClass, parseSvg, within } from "../../support/svg";
import { hostileTopology } from "../../support/hostile-topology";
import { printableLine } from "../../../components/lib/printable";

const LANGUAGES = ["en", "zh"] as const;

/** A topology from a look that was recorded. */
export function recorded(name: string): Topology {
    return topologyOf({ stack: { stack: name }, found: recordedLook(name), at: 0 });
}

interface Place {
    left: number;
    top: number;
    right: number;
    bottom: number;
}

/** Where a line of text is at the most. These widths are the tests' own: DejaVu's widest letters but two, and twice that for CJK. */
function placeOf({ attributes, text }: Element): Place {
    const size = Number(attributes["font-size"]);
    const mono = attributes.class!.includes("mono");
    const ems = Array.from(text, (one) => {
        if (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60]/u.test(one))
            return mono ? 1.2 : 1;
        if (mono) return 0.602;
        return /[ijltf.,:;'|()[\] -]/.test(one) ? 0.4 : /[mwMW@%…—]/.test(one) ? 1 : /[A-Z]/.test(one) ? 0.73 : 0.63;
    });
    const bold = attributes.class!.includes("bold") ? 1.08 : 1;
    const width = ems.reduce((sum, em) => sum + em, 0) * size * bold;
    const [x, y] = [Number(attributes.x), Number(attributes.y)];
    return { left: x - width / 2, right: x + width / 2, top: y - size * 0.8, bottom: y + size * 0.2 };
}

function rectangleOf({ attributes }: Element): Place {
    const [x, y, width, height] = ["x", "y", "width", "height"].map((key) => Number(attributes[key]));
    return { left: x!, top: y!, right: x! + width!, bottom: y! + height! };
}

function isInside(inner: Place, outer: Place, slack = 0.75): boolean {
    return (
        inner.left >= outer.left - slack &&
        inner.right <= outer.right + slack &&
        inner.top >= outer.top - slack &&
        inner.bottom <= outer.bottom + slack
    );
}

function overlap(one: Place, other: Place, slack = 0.75): boolean {
    return (
        one.left < other.right - slack &&
        other.left < one.right - slack &&
        one.top < other.bottom - slack &&
        other.top < one.bottom - slack
    );
}

/** Fails where text is cut by its box or lies on other text, or boxes lie on each other or stick out. */
function assertLegible(svg: Element): void {
    const [x, y, width, height] = svg.attributes.viewBox!.split(" ").map(Number) as [number, number, number, number];
    const all = { left: x, top: y, right: x + width, bottom: y + height };
    const texts = within(svg)
        .filter(({ name }) => name === "text")
        .map((text) => ({ text: text.text, at: placeOf(text) }));
    for (const { text, at } of texts) assert.ok(isInside(at, all), `"${text}" sticks out of the picture`);
    for (const [index, { text, at }] of texts.entries())
        for (let next = index + 1; next < texts.length; next++)
            if (overlap(at, texts[next]!.at)) assert.fail(`"${text}" lies on "${texts[next]!.text}"`);
    const boxes = [...ofClass(svg, "node"), ...ofClass(svg, "tunnel")];
    for (const box of [...boxes, ...ofClass(svg, "cell").filter(({ name }) => name === "g")]) {
        const room = rectangleOf(box.children.find(({ name }) => name === "rect")!);
        for (const text of within(box).filter(({ name }) => name === "text"))
            assert.ok(isInside(placeOf(text), room), `"${text.text}" is cut`);
    }
    const rooms = boxes.map((box) => rectangleOf(box.children.find(({ name }) => name === "rect")!));
    for (const [index, room] of rooms.entries()) {
        assert.ok(isInside(room, all), "a box sticks out of the picture");
        assert.ok(!rooms.slice(index + 1).some((other) => overlap(room, other)), "boxes lie on each other");
    }
    for (const { children } of ofClass(svg, "edge"))
        for (const { name, attributes } of children)
            if (name === "path") assert.match(attributes.d!, /^M-?[\d.]+,-?[\d.]+C/, "a link is not drawn");
}

describe("pictures of topologies", () => {
    for (const name of recordedNames())
        for (const language of LANGUAGES)
            it(`${name} in ${language}: all nodes and links, no text cut or on other text, the same each time`, async () => {
                const topology = recorded(name);
                const drawn = await picture(topology, language);
                assert.strictEqual(await picture(topology, language), drawn);
                const svg = parseSvg(drawn);
                assertLegible(svg);
                const hidden = topology.nodes.filter((node) => node.kind === "machine" || node.name === "ingress");
                assert.deepStrictEqual(
                    ofClass(svg, "node")
                        .map(({ attributes }) => attributes["data-id"])
                        .sort(),
                    topology.nodes
                        .filter((node) => !hidden.includes(node))
                        .map(({ id }) => id)
                        .sort(),
                );
                const ends = (from?: string, to?: string) => `${from} ${to}`;
                assert.deepStrictEqual(
                    ofClass(svg, "edge")
                        .map(({ attributes: at }) => ends(at["data-from-id"], at["data-to-id"]))
                        .sort(),
                    topology.links
                        .filter(({ from, to }) => !hidden.some(({ id }) => id === from.node || id === to.node))
                        .map(({ from, to }) => ends(from.node, to.node))
                        .sort(),
                );
                assert.strictEqual(svg.attributes.role, "img");
                assert.deepStrictEqual(
                    svg.children.slice(0, 2).map((one) => one.name),
                    ["title", "desc"],
                );
                assert.ok(!("width" in svg.attributes) && !/<script|href|@import|url\(/i.test(drawn));
            });

    it("what is wrong is dashed and has a sign, not a colour alone", async () => {
        const svg = parseSvg(await picture(recorded("custom-bridge-stopped"), "en"));
        const node = (name: string) => ofClass(svg, "node").find(({ attributes }) => attributes["data-name"] === name)!;
        const textsOf = (element: Element) =>
            within(element)
                .filter((one) => one.name === "text")
                .map(({ text }) => text);
        assert.ok(textsOf(node("test1")).includes("■ stopped"));
        assert.strictEqual(node("test1").attributes["data-state"], "exited");
        assert.ok(textsOf(node("guest")).includes("+ made by hand"));
        assert.match(node("guest").attributes.class!, /foreign/);
        const lost = ofClass(svg, "edge").filter(({ attributes }) => attributes["data-from"] === "test1");
        assert.deepStrictEqual(
            lost.map(({ attributes }) => attributes["data-missing"]),
            ["true", "true"],
        );
        assert.match(
            within(svg).find(({ name }) => name === "style")!.text,
            /\[data-state=exited\]>rect[^}]*stroke-dasharray/,
        );
    });

    it("one more container leaves the others in their order", async () => {
        const order = async (topology: Topology) =>
            ofClass(parseSvg(await picture(topology, "en")), "node")
                .filter(
                    ({ attributes }) => attributes["data-kind"] === "container" || attributes["data-kind"] === "bridge",
                )
                .map((node) => ({
                    id: node.attributes["data-id"]!,
                    at: rectangleOf(node.children.find(({ name }) => name === "rect")!),
                }))
                .sort((one, other) => one.at.top - other.at.top || one.at.left - other.at.left)
                .map(({ id }) => id);
        const before = recorded("custom-bridge");
        const test3 = before.nodes.find(({ name }) => name === "test3")!;
        const link = before.links.find(({ from }) => from.node === test3.id)!;
        for (const name of ["aaa", "test2", "zzz"]) {
            const id = `container:host/${name}`;
            const after = {
                ...before,
                nodes: [...before.nodes, { ...test3, id, name }],
                links: [
                    ...before.links,
                    { ...link, id: `veth:host/${name}/xin-bridge`, from: { ...link.from, node: id } },
                ],
            };
            const others = (await order(after)).filter((one) => one !== id);
            // Rows are compared by what stands left of what.
            assert.deepStrictEqual(new Set(others), new Set(await order(before)));
            const kind = (ids: string[], which: string) => ids.filter((one) => one.startsWith(which));
            for (const which of ["bridge:", "container:"])
                assert.deepStrictEqual(kind(others, which), kind(await order(before), which), name);
        }
    });

    it("hostile text is text, on one line, without what is not seen; long text is shortened, and whole in a title", async () => {
        const topology = hostileTopology();
        for (const language of LANGUAGES) {
            const drawn = await picture(topology, language);
            const svg = parseSvg(drawn);
            assertLegible(svg);
            assert.strictEqual(printableLine(drawn.replace(/\n/g, "")), drawn.replace(/\n/g, ""));
            assert.ok(within(svg).every(({ name }) => /^(svg|title|desc|style|g|rect|path|text)$/.test(name)));
            for (const { attributes } of within(svg))
                for (const name of Object.keys(attributes)) assert.doesNotMatch(name, /^(on|href|xlink|style)/);
            const long = topology.nodes.find(({ name }) => name.length > 500)!;
            const drawnLong = ofClass(svg, "node").find(
                ({ attributes }) => attributes["data-id"] === printableLine(long.id),
            )!;
            assert.ok(drawnLong.children.find(({ name }) => name === "title")!.text.includes(long.name));
            assert.ok(within(drawnLong).some(({ name, text }) => name === "text" && text.endsWith("…")));
        }
    });
});
