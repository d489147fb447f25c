import { html } from "hono/html";
import { printable } from "../../components/lib/printable";
import { Html, Speech } from "./speech";

/** How much of what a lab printed a page takes, in bytes of HTML: in all, and of one text. */
const IN_ALL = 110_000;
const OF_ONE = 16_000;
/** So many lines are shown without being asked for. */
const AT_A_GLANCE = 14;

/** How much of each of some texts a page has room for, in bytes of HTML. */
export function roomFor(texts: number, inAll = IN_ALL): number {
    return Math.min(OF_ONE, Math.floor(inAll / Math.max(1, texts)));
}

/**
 * What a lab printed, cut to the room that there is. Root in a lab decides what that is: control characters and what is not seen are question marks.
 *
 * @param room in bytes of HTML
 */
export function shortened(text: string, room: number): { shown: string; leftOut: number } {
    // What is far beyond the room is not even looked at; and a pair of halves is one character.
    const characters = Array.from(text.slice(0, room));
    let bytes = 0;
    const end = characters.findIndex((one) => (bytes += bytesOf(one)) > room);
    const shown = characters.slice(0, end < 0 ? undefined : end).join("");
    return { shown: printable(shown), leftOut: text.length - shown.length };
}

/** Of one character in HTML. */
function bytesOf(character: string): number {
    return "&<>\"'".includes(character) ? 6 : Buffer.byteLength(character);
}

/** What a command printed: to copy, and collapsed where it is long. */
export function output(text: string, room: number, { say }: Speech, key: string): Html {
    const { shown, leftOut } = shortened(text, room);
    if (shown.trim() === "") return html`<p class="quiet">${say((words) => words.nothingPrinted)}</p>`;
    const lines = shown.split("\n").length;
    const note = leftOut > 0 ? html`<p class="quiet">${say((words) => words.leftOut(leftOut))}</p>` : "";
    const printed = html`<pre class="printed" tabindex="0">${shown}</pre>
        ${note}`;
    if (lines <= AT_A_GLANCE && shown.length < 1500) return printed;
    return html`<details class="long" data-key="${key}">
        <summary>${say((words) => words.output)} (${say((words) => words.lines(lines))})</summary>
        ${printed}
    </details>`;
}
