import { printableLine } from "../../components/lib/printable";
import { Person } from "../../stacks/roster";

/** How somebody gets into a seat. */
export interface Card extends Person {
    password: string;
    /** Of the key by which its sshd is known. */
    fingerprint: string;
    /** Its labs, each with the command that gets into it. */
    labs: readonly { scenario: string; command: string }[];
}

const SECRET = "This sheet holds passwords. Print it, hand out the cards, and remove the file.";
const HOW =
    "Type the command, compare the fingerprint, answer yes, and type the password with its hyphens. You are root in a machine of your own.";
const WIDTH = 78;

/** The cards of a class as plain text, a line of hyphens between two of them to cut along. */
export function renderText(classroom: string, cards: readonly Card[]): string {
    const line = `${"- ".repeat(WIDTH / 2).trimEnd()}\n`;
    return [wrapped(`${classroom}: ${SECRET}`), ...cards.map((card) => textOf(classroom, card))].join(`\n${line}\n`);
}

function textOf(classroom: string, { seat, name, password, fingerprint, labs }: Card): string {
    const rows = [
        ...labs.map(({ scenario, command }) => [scenario, command]),
        ["password", password],
        ["fingerprint", fingerprint],
    ];
    const width = Math.max(...rows.map(([label]) => label!.length));
    const lines = rows.map(([label, value]) => `    ${label!.padEnd(width)}  ${value}`);
    return `${headOf(classroom, seat, name)}\n\n${lines.join("\n")}\n\n${wrapped(HOW)}`;
}

function headOf(classroom: string, seat: string, name: string | undefined): string {
    return `${classroom}, seat ${seat}${name === undefined ? "" : `: ${printableLine(name)}`}`;
}

function wrapped(text: string): string {
    return `${text.replace(new RegExp(`(.{1,${WIDTH}})(?: |$)`, "g"), "$1\n")}`;
}

const STYLE = `
body { font: 11pt sans-serif; margin: 1cm; }
.card { break-inside: avoid; border: 1px dashed #666; padding: 0.6cm 0.8cm; margin-bottom: 0.6cm; }
h2 { font-size: 14pt; margin: 0 0 0.3cm; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.15cm 0.6cm; margin: 0; }
dd { font-family: monospace; margin: 0; overflow-wrap: anywhere; }
.password { font-size: 14pt; font-weight: bold; }
p { margin: 0.3cm 0 0; }
@media print { .secret { display: none; } body { margin: 0; } }
`;

/** The cards of a class as a page for a printer: nothing in it is fetched, and nothing in it runs. */
export function renderHtml(classroom: string, cards: readonly Card[]): string {
    const policy = "default-src 'none'; style-src 'unsafe-inline'";
    return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${escaped(classroom)}: seats</title>
<style>${STYLE}</style>
</head>
<body>
<p class="secret">${SECRET}</p>
${cards.map((card) => htmlOf(classroom, card)).join("\n")}
</body>
</html>
`;
}

function htmlOf(classroom: string, { seat, name, password, fingerprint, labs }: Card): string {
    const rows = [
        ...labs.map(({ scenario, command }) => [scenario, command, "command"]),
        ["password", password, "password"],
        ["fingerprint", fingerprint, "fingerprint"],
    ];
    const list = rows.map(
        ([label, value, kind]) => `<dt>${escaped(label!)}</dt><dd class="${kind}">${escaped(value!)}</dd>`,
    );
    return `<section class="card">
<h2>${escaped(headOf(classroom, seat, name))}</h2>
<dl>
${list.join("\n")}
</dl>
<p>${HOW}</p>
</section>`;
}

/** A text that is nothing but text in HTML. */
function escaped(text: string): string {
    const entities: Readonly<Record<string, string>> = {
        "&": "&amp;",
        "<": "&lt;",
        ">": "&gt;",
        '"': "&quot;",
        "'": "&#39;",
    };
    return text.replace(/[&<>"']/g, (one) => entities[one]!);
}
