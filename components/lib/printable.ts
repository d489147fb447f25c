// What came from outside and is printed: out of a lab, whose root decides what its commands print, or out of a config file. A terminal
// obeys control characters, and characters that nobody sees make one word look like another.

/** Control characters, those that are not seen or turn the direction of writing, and halves of characters. */
const UNSEEN = /[\p{C}\u2028\u2029]/gu;
/** How much of a value is shown. */
const SHOWN = 80;

/** A text of several lines, safe to print: what a terminal would obey, and what is not seen, is a question mark. */
export function printable(text: string): string {
    return text.replace(UNSEEN, (one) => (one === "\n" || one === "\t" ? one : "?"));
}

/** The same for what is to stay on one line. */
export function printableLine(text: string): string {
    return text.replace(UNSEEN, "?");
}

/** Whether a text is one line in which every character is seen. */
export function isPrintable(text: string): boolean {
    return text.search(UNSEEN) < 0;
}

/** A value as a message names it: as JSON, on one line, with what is not seen written out, and cut where it is long. */
export function quoted(value: unknown): string {
    const text = (typeof value === "string" ? value : JSON.stringify(value)) ?? "nothing";
    const shown = text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
    return escaped(typeof value === "string" ? JSON.stringify(shown) : shown);
}

/** A document for programs: JSON that a terminal can be shown as well. */
export function json(value: unknown): string {
    return `${escaped(JSON.stringify(value, undefined, 2), "\n")}\n`;
}

/** Text of JSON with what is not seen written out as JSON does it. */
function escaped(text: string, but = ""): string {
    return text.replace(UNSEEN, (one) =>
        one === but
            ? one
            : Array.from(
                  { length: one.length },
                  (_, at) => `\\u${one.charCodeAt(at).toString(16).padStart(4, "0")}`,
              ).join(""),
    );
}

/** A word as a shell takes it for what it is. */
export function shellWord(text: string): string {
    return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
