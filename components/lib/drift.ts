import { Snapshot } from "./snapshot";

/** A part of a lab that can break by itself and is repaired by replacing one resource. */
export interface Part {
    /** What is wrong with it now, in words a student understands; undefined while it is as the lesson made it. */
    broken(live: Snapshot): string | undefined;
    /**
     * Set where what is wrong was not lost but added, by somebody: in a lab host of the lab's own it is put out, on a machine it is
     * reported and left alone.
     */
    foreign?: true;
    /** Whether it is gone or stopped after the machine it is on was restarted. */
    lostAtRestart: boolean;
    /** The lab host that it is in, of several; by default the first one. */
    on?: string;
    /** What it is of, for who shows it; by default the lab host itself. */
    thing?: Thing;
}

/** What a part is of: by its name, with the network that it is plugged into, or the namespace that it is in. */
export type Thing =
    | { kind: "container"; name: string; network: string }
    | { kind: "network" | "namespace"; name: string }
    | { kind: "address"; namespace: string }
    | { kind: "pair"; ends: readonly { namespace: string; link: string }[] }
    | { kind: "guests"; network: string; own: readonly string[] };

/** Part name → token. A token stands in the inputs of the part's resource, where a new one forces its replacement. */
export type Tokens = Readonly<Record<string, string>>;

/** The token of a part that was never repaired. */
export const MADE = "made";

const REPAIR = /^repair (\d+): /;

/**
 * The tokens of a lab's parts: what was written down at the last `up` while a part is healthy (MADE for a new one), and
 * `repair <n+1>: <what is broken>` when it is not, so that a plain preview shows why something is replaced.
 */
export function tokens(stored: Tokens, parts: readonly string[], broken: Tokens): Tokens {
    return Object.fromEntries(
        parts.map((part) => {
            const last = stored[part] ?? MADE;
            const why = broken[part];
            return [part, why === undefined ? last : `repair ${Number(REPAIR.exec(last)?.[1] ?? 0) + 1}: ${why}`];
        }),
    );
}

/** What is broken of the given parts in a lab that answers. */
export function brokenParts(parts: Readonly<Record<string, Part>>, live: Snapshot): Tokens {
    const found: Record<string, string> = {};
    for (const [name, part] of Object.entries(parts)) {
        const why = part.broken(live);
        if (why !== undefined) found[name] = why;
    }
    return found;
}

/** What will be broken of the given parts in a lab host that was stopped or is to be restarted, once it runs again. */
export function lostParts(parts: Readonly<Record<string, Part>>): Tokens {
    const lost = Object.entries(parts).filter(([, part]) => part.lostAtRestart);
    return Object.fromEntries(lost.map(([name]) => [name, "its lab host starts anew"]));
}

/** A part that is a container which runs and is attached to a network (by default to docker0's). */
export function containerPart(name: string, network = "bridge"): Part {
    return {
        lostAtRestart: true,
        thing: { kind: "container", name, network },
        broken(live) {
            const found = live.containers.find((container) => container.Name === name);
            if (!found) return `${name} was removed`;
            if (found.State.Paused) return `${name} is paused`;
            if (!found.State.Running) return `${name} is stopped`;
            if (!(network in found.NetworkSettings.Networks)) return `${name} left ${network}`;
            return undefined;
        },
    };
}

/** A part that is a container as above whose port is published: a rule of the packet filter leads to it. */
export function publishedPart(name: string, port: number): Part {
    const container = containerPart(name);
    return {
        ...container,
        broken: (live) =>
            container.broken(live) ??
            (leadsInFrom(port, live) ? undefined : `the NAT rule from port ${port} to ${name} was removed`),
    };
}

/** Whether what comes in at a port of the host goes on to a container; true as well where the rules could not be read. */
function leadsInFrom(port: number, { natRules }: Snapshot): boolean {
    return natRules === null || natRules.some((rule) => rule.includes(`--dport ${port} `) && rule.includes(" DNAT "));
}

/** A part that is a Docker network. */
export function networkPart(name: string): Part {
    return {
        lostAtRestart: false,
        thing: { kind: "network", name },
        broken: (live) => (live.networks.some((network) => network.Name === name) ? undefined : `${name} was removed`),
    };
}

/** Name of the part that an image is which was brought into a lab, by its name in images/. */
export const imageKey = (image: string): string => `image-${image}`;

/** A part that is an image in the lab, by its name and tag there. */
export function imagePart(name: string): Part {
    return {
        lostAtRestart: false,
        broken: (live) => (live.images.includes(name) ? undefined : `image ${name} was removed`),
    };
}
