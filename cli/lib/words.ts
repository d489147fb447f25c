import { PROJECT, SOLE_HOST } from "../../components/lib/project";
import { count } from "./text";

/** A resource as the engine's events show it. */
export interface ResourceState {
    inputs: Record<string, unknown>;
    outputs?: Record<string, unknown>;
}

/** One step of an operation, as the engine's events show it. */
export interface Step {
    op: string;
    urn: string;
    type: string;
    old: ResourceState | null;
    new: ResourceState | null;
    /** Inputs that force a replacement. */
    keys?: string[] | null;
    /** Inputs that differ. */
    diffs?: string[] | null;
}

/** A resource in words: what kind of thing it is, and its name where it has one. */
export interface Thing {
    kind: string;
    name: string;
}

/** Kinds of the docker provider, by the module part of the type token. */
const DOCKER_KINDS: Readonly<Record<string, string>> = {
    "index/container:Container": "container",
    "index/network:Network": "network",
    "index/service:Service": "service",
    "index/volume:Volume": "volume",
    "index/remoteImage:RemoteImage": "image",
};

/** A lab host's resources by the ends of their names: the names begin with that of the lab host (see components/lab-host.ts). */
const HOST_KINDS: Readonly<Record<string, string>> = {
    where: "note where the lab is",
    site: "room for the lab",
    net: "lab's network",
    volume: "lab host's volume",
    image: "lab host's image",
    container: "lab host",
    limits: "lab host's limits",
    disk: "lab host's disk",
    ready: "lab host's engine",
    ssh: "lab host's sshd",
};
/** Those of them that a lab has one of, however many lab hosts it has. */
const COMMON = ["where", "site", "net"];
const HOST_PART = new RegExp(`^(${SOLE_HOST}|node\\d+)-(${Object.keys(HOST_KINDS).join("|")})$`);

/** Other resources of every lab that have a better name than their own (see components/lib/scenario.ts, added.ts and overlay-swarm.ts). */
const KNOWN: Readonly<Record<string, Thing>> = {
    probes: { kind: "evidence and checks", name: "" },
    marks: { kind: "note that the lab is finished", name: "" },
    guests: { kind: "guest list", name: "" },
    added: { kind: "address list", name: "" },
    nodes: { kind: "list of ready nodes", name: "" },
};

/** The kinds that are counted by their name; all others are steps to a reader. */
const COUNTED = ["lab host", "container", "service", "network", "volume", "image"];

/**
 * What a step works on; undefined for what a person does not see (the stack itself, components, providers).
 *
 * @param scenario its component's name, which the names of the resources in it begin with
 */
export function thingOf(step: Step, scenario: string): Thing | undefined {
    const { type, urn } = step;
    if (type.startsWith("pulumi:") || type.startsWith(`${PROJECT}:`)) return undefined;
    const full = urn.slice(urn.lastIndexOf("::") + 2);
    const name = full.startsWith(`${scenario}-`) ? full.slice(scenario.length + 1) : full;
    const known = KNOWN[name] ?? hostPart(full);
    if (known) return known;
    if (name.endsWith("-probes")) return { ...KNOWN.probes!, name: name.slice(0, -"-probes".length) };
    if (name.startsWith("image-")) return { kind: "image", name: name.slice("image-".length) };
    const kind = type.startsWith("docker:") ? (DOCKER_KINDS[type.slice("docker:".length)] ?? type) : "step";
    const given = (step.new ?? step.old)?.inputs.name;
    return { kind, name: typeof given === "string" ? given : name };
}

/** A resource of a lab host in words; of the lab's only one, and of what all have, without a name. */
function hostPart(full: string): Thing | undefined {
    const [, host = "", part = ""] = HOST_PART.exec(full) ?? [];
    return part === ""
        ? undefined
        : { kind: HOST_KINDS[part]!, name: host === SOLE_HOST || COMMON.includes(part) ? "" : host };
}

/** A resource in words, by its URN alone; undefined for what a person does not see. */
export function wordsOfUrn(urn: string, scenario: string): string | undefined {
    const type = urn.split("::")[2]?.split("$").at(-1) ?? "";
    const thing = thingOf({ op: "", urn, type, old: null, new: null }, scenario);
    return thing && inWords(thing);
}

/** A thing in words: `container test1`. */
export function inWords({ kind, name }: Thing): string {
    if (name === "") return kind;
    return kind === "step" ? name : `${kind} ${name}`;
}

/** How many things of each kind, in words: `1 lab host, 2 containers, 5 steps`. */
export function summary(things: readonly Thing[]): string {
    const kinds = [...COUNTED, "step"].map((kind) => {
        const number = things.filter((thing) => (COUNTED.includes(thing.kind) ? thing.kind : "step") === kind).length;
        return number > 0 ? [count(number, kind)] : [];
    });
    return kinds.flat().join(", ");
}

/** What a step does, in one word; undefined when it changes nothing. */
export function doing(op: string): "making" | "changing" | "removing" | undefined {
    if (op === "create" || op === "create-replacement") return "making";
    if (op === "update") return "changing";
    if (op === "delete" || op === "delete-replaced") return "removing";
    return undefined;
}

/**
 * Why a step is taken. A repair says what was broken, because its token is among the new inputs; for anything else the inputs that
 * differ are named.
 */
export function reasonOf(step: Step): string {
    const before = new Set(texts(step.old?.inputs));
    const repair = texts(step.new?.inputs).find((text) => REPAIR.test(text) && !before.has(text));
    if (repair !== undefined) return repair.replace(REPAIR, "");
    const inputs = [...new Set([...(step.keys ?? []), ...(step.diffs ?? [])])];
    if (inputs.includes("replaceWith")) return "what it stands on is replaced";
    return step.old && step.new && inputs.length > 0 ? `${inputs.join(", ")} changes` : "";
}

const REPAIR = /^repair \d+: /;

function texts(value: unknown): string[] {
    if (typeof value === "string") return [value];
    return typeof value === "object" && value !== null ? Object.values(value).flatMap(texts) : [];
}
