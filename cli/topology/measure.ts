import { eastAsianWidth } from "get-east-asian-width";

/** How a line of text is set. */
export interface Style {
    /** Size of the font in px. */
    size: number;
    /** Technical text is in a font whose characters are all of one width. */
    mono?: true;
    bold?: true;
}

// Widths in em, on the wide side of the fonts that a browser may choose (DejaVu is the widest of the usual ones): the room that a text is
// given must do whatever it is shown with.
const MONO = 0.63;
const WIDE = 1.05;
const CLASSES: readonly [RegExp, number][] = [
    [/[ijl.,:;'|!()[\] ]/, 0.42],
    [/[mwMW@%—…]/, 1.03],
    [/[A-Z&#+=<>~→←↔✗⚠]/, 0.84],
];

/** How wide a text is at the most, in px. Characters of East Asian scripts count double. */
export function widthOf(text: string, style: Style): number {
    return Array.from(text).reduce((sum, one) => sum + emsOf(one, style), 0) * style.size;
}

function emsOf(one: string, { mono, bold }: Style): number {
    if (eastAsianWidth(one.codePointAt(0)!) === 2) return mono ? 2 * MONO : WIDE;
    if (mono && one <= "\u024f") return MONO;
    const found = CLASSES.find(([set]) => set.test(one))?.[1] ?? (one <= "\u024f" ? 0.66 : 1.03);
    return bold ? found * 1.1 : found;
}

/** The beginning of a text that has room, with an ellipsis where something is left out. */
export function shortened(text: string, room: number, style: Style): string {
    let width = 0;
    let kept = "";
    let fits = true; // with an ellipsis behind it
    const dots = widthOf("…", style);
    for (const one of text) {
        width += emsOf(one, style) * style.size;
        if (width > room) return `${kept}…`;
        fits &&= width + dots <= room;
        if (fits) kept += one;
    }
    return text;
}
