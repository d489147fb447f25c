import { Thing } from "../../components/lib/drift";
import { brokenIn, BrokenPart, hostsDown, madeLesson } from "../../components/lib/finished-lab";
import { unclaimed } from "../../components/lib/hand-made";
import { FinishedLab } from "../../components/lib/look";
import { BridgeNode, ContainerNode, HostNode, Link, NamespaceNode, Node } from "./model";
import { idOf } from "./place";

/** Nodes and links by their ids, while what the lesson expects is added to them. */
interface Graph {
    nodes: Map<string, Node>;
    links: Map<string, Link>;
}

/**
 * Compares what is live with the lesson as the last `up` made it: says of nodes and links what is wrong with them, and adds those that are
 * missing. What it knows of the lesson are its parts, as `up` and `lab drift` go by them.
 */
export function compared(
    lab: FinishedLab,
    nodes: readonly Node[],
    links: readonly Link[],
): { nodes: Node[]; links: Link[] } {
    const graph: Graph = {
        nodes: new Map(nodes.map((node) => [node.id, { ...node }])),
        links: new Map(links.map((link) => [link.id, { ...link }])),
    };
    const broken = brokenIn(lab);
    // What others are plugged into is added before them.
    for (const one of broken.filter(({ part }) => isPlace(part.thing))) addBroken(graph, one);
    for (const one of broken.filter(({ part }) => !isPlace(part.thing))) addBroken(graph, one);
    for (const { name, state } of hostsDown(lab)) addHostDown(graph, name, state);
    if (lab.kind === "nested") markByHand(graph, lab);
    return { nodes: [...graph.nodes.values()], links: [...graph.links.values()] };
}

function isPlace(thing: Thing | undefined): boolean {
    return thing?.kind === "network" || thing?.kind === "namespace";
}

function addBroken(graph: Graph, { host, part: { thing }, why }: BrokenPart): void {
    switch (thing?.kind) {
        case undefined:
            return say(graph.nodes, idOf("lab-host", host, ""), why);
        case "container":
            return addContainer(graph, host, thing, why);
        case "network":
            return addNode(graph, missingBridge(host, thing.name, why));
        case "namespace":
            return addNode(graph, missingNamespace(host, thing.name, why));
        case "address":
            return say(graph.nodes, idOf("namespace", host, thing.namespace), why);
        case "pair":
            return addPair(graph, host, thing.ends, why);
        case "guests":
            return addGuests(graph, host, thing, why);
    }
}

/** Says of something that is there what is wrong with it. */
function say(all: Map<string, { wrong?: string }>, id: string, why: string): void {
    const found = all.get(id);
    if (found && found.wrong !== why) found.wrong = found.wrong === undefined ? why : `${found.wrong}; ${why}`;
}

/** What is there is said to be wrong, and what is not is added. */
function addNode({ nodes }: Graph, missing: Node): void {
    if (nodes.has(missing.id)) say(nodes, missing.id, missing.wrong!);
    else nodes.set(missing.id, missing);
}

function addContainer(graph: Graph, host: string, { name, network }: Thing & { kind: "container" }, why: string): void {
    const id = idOf("container", host, name);
    const bridge = idOf("bridge", host, network);
    const link = `veth:${host}/${name}/${network}`;
    const found = graph.nodes.get(id);
    const runs = found?.kind === "container" && found.state === "running";
    const unplugged = graph.nodes.has(bridge) && !graph.links.has(link);
    // One that runs and is not plugged in is itself in order.
    if (!runs || !unplugged) addNode(graph, missingContainer(host, name, why));
    if (unplugged)
        graph.links.set(link, {
            id: link,
            kind: "veth",
            from: { node: id, interface: null },
            to: { node: bridge, interface: null },
            network,
            wrong: why,
            missing: true,
        });
}

function addPair(graph: Graph, host: string, ends: (Thing & { kind: "pair" })["ends"], why: string): void {
    const [first, second] = ends.map(({ namespace, link }) => ({ node: idOf("namespace", host, namespace), link }));
    const isThere = [...graph.links.values()].some(
        ({ from, to, kind }) => kind === "veth" && from.interface === first!.link && to.interface === second!.link,
    );
    if (isThere || !graph.nodes.has(first!.node) || !graph.nodes.has(second!.node)) return;
    const id = `veth:${host}/${ends[0]!.namespace}/${first!.link}`;
    graph.links.set(id, {
        id,
        kind: "veth",
        from: { node: first!.node, interface: null },
        to: { node: second!.node, interface: null },
        wrong: why,
        missing: true,
    });
}

/** What is plugged into a network of the lesson's without being the lesson's. */
function addGuests(
    { nodes, links }: Graph,
    host: string,
    { network, own }: Thing & { kind: "guests" },
    why: string,
): void {
    for (const link of links.values()) {
        const guest = nodes.get(link.from.node);
        const isGuest = guest?.kind === "container" && !own.includes(guest.name) && guest.state === "running";
        if (link.to.node !== idOf("bridge", host, network) || link.kind !== "veth" || !isGuest) continue;
        say(links, link.id, why);
        link.foreign = true;
        say(nodes, link.from.node, why);
    }
}

function addHostDown({ nodes }: Graph, name: string, state: "gone" | "stopped"): void {
    const id = idOf("lab-host", name, "");
    const why = `lab host ${name} is ${state}`;
    if (nodes.has(id)) say(nodes, id, why);
    else nodes.set(id, { ...hostNode(id, name), state, missing: true, wrong: why });
}

/** What was made by hand, in lab hosts of the lab's own: on a machine, others may well have things of theirs. */
function markByHand({ nodes }: Graph, lab: FinishedLab): void {
    const { claims } = madeLesson(lab);
    for (const [name, host] of Object.entries(lab.hosts)) {
        if (host.state !== "healthy") continue;
        const { containers, networks, namespaces } = unclaimed(host.live, claims);
        const ids = [
            ...containers.map((one) => idOf("container", name, one)),
            ...networks.map((one) => idOf("bridge", name, one)),
            ...namespaces.map((one) => idOf("namespace", name, one)),
        ];
        for (const node of nodes.values()) if (ids.includes(node.id) || isLooseBridge(node, name)) node.foreign = true;
    }
}

/** A bridge that is of no Docker network. */
function isLooseBridge(node: Node, host: string): boolean {
    return node.kind === "bridge" && node.driver === null && node.in === idOf("lab-host", host, "");
}

/** A lab host of which nothing else is known. */
export function hostNode(id: string, name: string): HostNode {
    const nothing = { interfaces: [], routes: [], nat: null, published: [] };
    return { kind: "lab-host", id, name, in: null, container: null, state: "gone", ...nothing };
}

function missingContainer(host: string, name: string, wrong: string): ContainerNode {
    const nothing = { interfaces: [], routes: [], published: [], names: [] };
    return {
        kind: "container",
        ...common("container", host, name, wrong),
        image: "",
        state: "gone",
        mode: "own",
        ...nothing,
    };
}

function missingBridge(host: string, name: string, wrong: string): BridgeNode {
    const nothing = { device: null, driver: null, subnets: [], addresses: [], ports: [] };
    return { kind: "bridge", ...common("bridge", host, name, wrong), ...nothing };
}

function missingNamespace(host: string, name: string, wrong: string): NamespaceNode {
    return { kind: "namespace", ...common("namespace", host, name, wrong), interfaces: [], routes: [] };
}

function common(kind: Node["kind"], host: string, name: string, wrong: string) {
    return { id: idOf(kind, host, name), name, in: idOf("lab-host", host, ""), missing: true as const, wrong };
}
