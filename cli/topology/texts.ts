import { ContainerNode, HostNode, Node } from "./model";
import { shortened, Style, widthOf } from "./measure";
import { Words } from "./words";

/** A line of text, cut to the room that there is. */
export interface Text {
    text: string;
    /** All of it, where it is cut. */
    whole?: string;
    style: Style;
    /** What it says, for the style sheet. */
    role: "name" | "kind" | "plain" | "cell" | "wrong" | "foreign";
    width: number;
}

export const TITLE: Style = { size: 15, bold: true };
export const PLAIN: Style = { size: 12 };
export const CODE: Style = { size: 12, mono: true };
export const SMALL: Style = { size: 11, mono: true };
/** The most room for a line, in px. */
const ROOM = 320;
/** How many routes, rules or names are shown of a node. */
const SHOWN = 6;

/** A line of text. */
export function line(text: string, style: Style, role: Text["role"] = "plain", room = ROOM): Text {
    const cut = shortened(text, room, style);
    return { text: cut, ...(cut !== text && { whole: text }), style, role, width: widthOf(cut, style) };
}

/** What stands in the box of a node: its name first. */
export function linesOf(node: Node, words: Words): Text[] {
    return [
        line(node.name, TITLE, "name"),
        ...kindLines(node, words),
        ...(node.missing ? [line(`✗ ${words.missing}`, PLAIN, "wrong")] : []),
        ...(node.foreign ? [line(`+ ${words.byHand}`, PLAIN, "foreign")] : []),
        ...(node.wrong !== undefined && !node.missing && !saysAlready(node)
            ? [line(`✗ ${words.differs}`, PLAIN, "wrong")]
            : []),
    ];
}

/** Whether what is wrong is what a node's state says. */
function saysAlready(node: Node): boolean {
    return "state" in node && node.state !== "running";
}

function kindLines(node: Node, words: Words): Text[] {
    switch (node.kind) {
        case "machine":
            return [];
        case "lab-host":
            return hostLines(node, words);
        case "namespace":
            return [line(words.namespace, PLAIN, "kind"), ...routeLines(node.routes, words)];
        case "bridge":
            return [
                line(
                    [node.device ?? words.network, ...(node.driver === null ? [] : [node.driver])].join(" · "),
                    CODE,
                    "kind",
                ),
                ...(node.subnets.length === 0
                    ? [line(node.addresses.join(", ") || words.noSubnet, CODE)]
                    : node.subnets.map(({ subnet, gateway }) =>
                          line(gateway ? `${subnet} · ${gateway}` : subnet, CODE),
                      )),
                ...(node.vni === undefined ? [] : [line(`VXLAN ${node.vni}`, CODE)]),
            ];
        case "container":
            return containerLines(node, words);
    }
}

function containerLines(node: ContainerNode, words: Words): Text[] {
    const { image, state, mode, published, names, service } = node;
    const modes = { own: undefined, none: words.noNetwork, host: words.ofHost, shared: words.ofOther };
    return [
        ...(image === "" ? [] : [line(image, CODE, "kind")]),
        ...(state === "running" || node.missing ? [] : [line(`■ ${words.states[state] ?? state}`, PLAIN, "wrong")]),
        ...(modes[mode] === undefined ? [] : [line(modes[mode], PLAIN)]),
        ...(service === undefined ? [] : [line(service, CODE)]),
        ...limited(
            names.map(({ name, network, knownTo }) =>
                line(network === null ? words.nameInHosts(name, knownTo ?? "") : words.nameOn(name, network), PLAIN),
            ),
            words,
        ),
        ...limited(
            published.map(({ port, at }) => line(`${at} → ${port}`, CODE)),
            words,
        ),
        ...routeLines(node.routes, words),
    ];
}

function hostLines({ container, state, routes, nat, published }: HostNode, words: Words): Text[] {
    return [
        line(words.labHost, PLAIN, "kind"),
        ...(container === null ? [] : [line(container, CODE, "kind")]),
        ...(state === "running" ? [] : [line(`■ ${words[state]}`, PLAIN, "wrong")]),
        ...limited(
            published.map(({ port, at }) => line(`${at} → ${port}`, CODE)),
            words,
        ),
        ...routeLines(routes, words),
        ...limited(
            (nat ?? []).flatMap(ruleIn).map((rule) => line(`${words.nat} ${rule}`, CODE)),
            words,
        ),
    ];
}

/** The routes that lead out of a node's own networks. */
function routeLines(routes: HostNode["routes"], words: Words): Text[] {
    const out = routes.filter(({ via }) => via !== null);
    return limited(
        out.map(({ to, via, dev }) => line(`${to} → ${via} ${dev ?? ""}`.trimEnd(), CODE)),
        words,
    );
}

/** A rule of iptables in short: what leaves a network with its host's address, and what leads to a container. */
function ruleIn(rule: string): string[] {
    if (rule.includes("127.0.0.11")) return []; // by which a container asks Docker's DNS server
    const [, to] = /--to-destination (\S+)/.exec(rule) ?? [];
    const [, port] = /--dport (\S+)/.exec(rule) ?? [];
    if (to !== undefined) return [`:${port ?? "*"} → ${to}`];
    const [, from] = /-s (\S+) .*-j MASQUERADE/.exec(rule) ?? [];
    return from === undefined || /-s (\S+)\/32 -d \1\/32/.test(rule) ? [] : [`${from} → MASQUERADE`];
}

/** The first of some lines, and how many more there are. */
function limited(lines: readonly Text[], words: Words): Text[] {
    if (lines.length <= SHOWN) return [...lines];
    return [...lines.slice(0, SHOWN - 1), line(words.more(lines.length - SHOWN + 1), PLAIN)];
}

/** Sizes in px. */
export const PAD = 10;
const LEADING = 1.4;

/** How high a line is, in px. */
export function leading({ style }: Text): number {
    return Math.ceil(style.size * LEADING);
}

/** How high some lines are, in px. */
export function heightOf(lines: readonly Text[]): number {
    return lines.reduce((sum, one) => sum + leading(one), 0);
}
