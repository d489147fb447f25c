import { randomBytes } from "crypto";
import { brokenParts, lostParts, Tokens, tokens } from "./drift";
import { Lesson } from "./lesson";
import { LabHostKind, Look } from "./look";
import { freeSubnet } from "./subnet";

/** What is wanted of a lab. */
export interface Wanted {
    kind: LabHostKind;
    /** Image of the nested lab host. */
    image: string;
    /** Fixed subnet of the nested lab host, in CIDR notation; by default a free one is taken. */
    subnet: string | undefined;
}

/** What is to be declared, decided from a look and from what is wanted. */
export interface LabPlan {
    /** The generation to declare: the one that is there, or a new one. */
    generation: string;
    /** Whether that generation is a new one. */
    fresh: boolean;
    tokens: Tokens;
    /** Part → what is broken of it, in words; empty for a lab that is as it was made. */
    broken: Tokens;
    /** Why a finished lab, and with it what was made in it by hand, will be replaced. */
    replaces: string | undefined;
}

/** Names the parts that every lab has beside its lesson's own: the lab host itself, and its checks. */
const HOST = "host";
const CHECKS = "checks";

/** The images that a lab needs and the machine does not have, by their names on the machine. */
export function missingImages(
    found: Look,
    wanted: Wanted,
    lesson: Lesson,
    images: Readonly<Record<string, string>>,
): string[] {
    const needed = [
        ...(wanted.kind === "nested" ? [wanted.image] : []),
        ...lesson.images.map((name) => images[name] ?? name),
    ];
    return needed.filter((image) => !found.machine.images.includes(image));
}

/** The subnet for a lab host's own network: the wanted one, the one that it has, or a free one. */
export function chooseSubnet(found: Look, wanted: Wanted, fresh: boolean, name: string): string {
    const taken = [
        ...found.machine.routes.map((route) => route.dst),
        ...found.machine.networks.flatMap((network) => network.IPAM.Config.map((config) => config.Subnet ?? "")),
    ];
    return wanted.subnet ?? (fresh ? undefined : subnetOf(found)) ?? freeSubnet(name, taken);
}

/** Decides what to declare. Draws a new generation where there is no finished lab of the wanted kind. */
export function planLab(found: Look, wanted: Wanted, lesson: Lesson): LabPlan {
    const names = [HOST, ...Object.keys(lesson.parts), CHECKS];
    const anew = (replaces: string | undefined): LabPlan => ({
        generation: randomBytes(4).toString("hex"),
        fresh: true,
        tokens: tokens({}, names, {}),
        broken: {},
        replaces,
    });
    const { lab } = found;
    if (!lab) return anew(undefined);
    const replaces = replacementReason(found, wanted);
    if (replaces) return anew(replaces);
    const broken =
        lab.state === "stopped"
            ? { [HOST]: "the lab host is stopped", ...lostParts(lesson.parts) }
            : brokenParts(lesson.parts, lab.live);
    const failed = lab.marks.checksFailed;
    const checks: Tokens = failed.length > 0 ? { [CHECKS]: `${failed.join(", ")} failed at the last up` } : {};
    return {
        generation: lab.marks.generation,
        fresh: false,
        tokens: tokens(lab.marks.tokens, names, { ...broken, ...checks }),
        broken,
        replaces: undefined,
    };
}

function replacementReason(found: Look, wanted: Wanted): string | undefined {
    const { lab } = found;
    if (!lab) return undefined;
    if (lab.kind !== wanted.kind) return `the lab moves from the ${lab.kind} to the ${wanted.kind} kind of lab host`;
    if (lab.kind === "direct") return undefined;
    const { Image: image } = lab.container.Config;
    if (image !== wanted.image) return `the lab host's image changes from ${image} to ${wanted.image}`;
    const subnet = subnetOf(found);
    if (wanted.subnet && subnet && wanted.subnet !== subnet)
        return `its subnet changes from ${subnet} to ${wanted.subnet}`;
    return undefined;
}

/** The subnet of the lab host that was found; undefined when its network is gone. */
export function subnetOf(found: Look): string | undefined {
    if (found.lab?.kind !== "nested") return undefined;
    const own = Object.keys(found.lab.container.NetworkSettings.Networks);
    return found.machine.networks.find((network) => own.includes(network.Name))?.IPAM.Config[0]?.Subnet;
}

/** What is in a finished nested lab that its lesson did not make: hand-made work that goes when the lab host goes. */
export function handMade(found: Look, lesson: Lesson): string[] {
    const { lab } = found;
    if (lab?.kind !== "nested") return [];
    if (lab.state === "stopped") return [`whatever is in the stopped lab host ${lab.container.Name}`];
    const { containers, networks, namespaces } = lab.live;
    const own = ["bridge", "host", "none", ...lesson.claims.networks];
    return [
        ...containers.map((container) => container.Name).filter((name) => !lesson.claims.containers.includes(name)),
        ...networks.map((network) => network.Name).filter((name) => !own.includes(name)),
        ...Object.keys(namespaces).filter((name) => !lesson.claims.namespaces.includes(name)),
    ];
}
