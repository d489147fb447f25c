import * as assert from "assert";

/** An element of an SVG picture, as far as the tests look at it. */
export interface Element {
    name: string;
    attributes: Readonly<Record<string, string>>;
    children: Element[];
    /** Its own text, decoded. */
    text: string;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };

function decoded(text: string): string {
    return text.replace(/&([^;]*);/g, (whole, name: string) => {
        assert.ok(name in ENTITIES, `an unknown entity: ${whole}`);
        return ENTITIES[name]!;
    });
}

/** Reads an SVG picture, and fails where it is no XML: each element must end where it should, and no text have what begins one. */
export function parseSvg(picture: string): Element {
    const root: Element = { name: "", attributes: {}, children: [], text: "" };
    const open = [root];
    for (const [token, tag] of picture.matchAll(/<([^<>]*)>|[^<]+/g)) {
        const current = open.at(-1)!;
        if (tag === undefined) current.text += decoded(token);
        else if (tag.startsWith("/")) {
            assert.strictEqual(tag.slice(1), current.name);
            open.pop();
        } else {
            const [, name = "", rest = "", end] = /^([\w-]+)((?: [\w:-]+="[^"<>]*")*)(\/?)$/.exec(tag) ?? [];
            assert.notStrictEqual(name, "", `no element: <${tag}>`);
            const pairs = [...rest.matchAll(/ ([\w:-]+)="([^"]*)"/g)].map(([, key, value]) => [key!, decoded(value!)]);
            const element = {
                name,
                attributes: Object.fromEntries(pairs) as Record<string, string>,
                children: [],
                text: "",
            };
            current.children.push(element);
            if (!end) open.push(element);
        }
    }
    assert.strictEqual(open.length, 1, `not ended: ${open.at(-1)!.name}`);
    assert.strictEqual(root.children.length, 1);
    return root.children[0]!;
}

/** An element with all that are in it. */
export function within(element: Element): Element[] {
    return [element, ...element.children.flatMap(within)];
}

/** The elements of a class. */
export function ofClass(element: Element, name: string): Element[] {
    return within(element).filter(({ attributes }) => attributes.class?.split(" ").includes(name));
}
