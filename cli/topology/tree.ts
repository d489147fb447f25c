import { printable } from "../../components/lib/printable";
import { Interface, Link, Node, Topology } from "./model";
import { linesOf } from "./texts";
import { Words, WORDS } from "./words";

/** A topology as text: what is in what, and below each thing what is plugged into what. */
export function treeOf(topology: Topology): string {
    const words = WORDS.en;
    const { stack, state, nodes, links, wrong, leftOut } = topology;
    if (state === "absent") return `${stack}: there is no such lab\n`;
    const roots = nodes.filter((node) => node.in === null);
    const lines = [
        `${stack}: ${state === "unfinished" ? "its last `up` did not finish" : state}`,
        ...branches(roots, nodes, links, words),
        ...wrong.map((one) => `✗ ${one}`),
        ...Object.entries(leftOut).map(([what, count]) => `… and ${count} more ${what}`),
    ];
    return printable(lines.map((one) => `${one}\n`).join(""));
}

/** Nodes with what is in them, drawn as `tree` draws folders. */
function branches(own: readonly Node[], all: readonly Node[], links: readonly Link[], words: Words): string[] {
    return own.flatMap((node, index) => {
        const last = index === own.length - 1;
        const [first = "", ...rest] = factsOf(node, links, all, words);
        const inside = branches(
            all.filter((one) => one.in === node.id),
            all,
            links,
            words,
        );
        const bar = (text: string) => `${last ? "   " : "│  "}${text}`;
        const facts = rest.map((text) => bar(`${inside.length > 0 ? "│" : " "}    ${text}`));
        return [`${last ? "└─" : "├─"} ${first}`, ...facts, ...inside.map(bar)];
    });
}

function factsOf(node: Node, links: readonly Link[], all: readonly Node[], words: Words): string[] {
    const [, ...about] = linesOf(node, words).map(({ text, whole }) => whole ?? text);
    const interfaces =
        "interfaces" in node
            ? (node.interfaces ?? []).filter(({ type }) => !["loopback", "bridge"].includes(type))
            : [];
    const tied = links.filter((link) => link.from.node === node.id && link.kind !== "gateway");
    const loose = interfaces.filter(({ name }) => !tied.some(({ from }) => from.interface === name));
    return [
        node.kind === node.name ? node.name : `${node.kind} ${node.name}`,
        ...about,
        ...tied.map((link) => linkLine(link, interfaces, all)),
        ...loose.map((one) => `${one.name} ${one.addresses.join(" ")}`.trimEnd()),
    ];
}

function linkLine(
    { kind, from, to, missing, wrong, vni }: Link,
    own: readonly Interface[],
    all: readonly Node[],
): string {
    const name = all.find(({ id }) => id === to.node)?.name ?? to.node;
    const addresses = own.find((one) => one.name === from.interface)?.addresses ?? [];
    const start = [from.interface ?? "", ...addresses].join(" ").trim();
    const end = to.interface === null ? name : `${to.interface} @ ${name}`;
    const arrow = kind === "tunnel" ? `══ VXLAN ${vni ?? ""} ══` : missing ? "╌╌" : "──";
    return `${start} ${arrow} ${end}${wrong === undefined ? "" : `  ✗ ${wrong}`}`.trimStart();
}
