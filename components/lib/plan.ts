import { randomBytes } from "crypto";
import { isDeepStrictEqual } from "util";
import { course } from "../lessons";
import { lessonOf, Options, Scenario } from "./course";
import { brokenParts, lostParts, Tokens, tokens } from "./drift";
import { Lesson } from "./lesson";
import { FinishedLab, LabHostKind, Look, UnreadableLabError } from "./look";
import { freePort } from "./port";
import { freeSubnet } from "./subnet";

/** What is wanted of a lab. */
export interface Wanted {
    stack: string;
    scenario: Scenario;
    /** What was chosen for the scenario; its `machinePort` is 0 where any will do. */
    options: Options;
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
    /** What was chosen, with the port on the machine. */
    options: Options;
    lesson: Lesson;
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
    { kind, image, scenario }: Pick<Wanted, "kind" | "image" | "scenario">,
    images: Readonly<Record<string, string>>,
): string[] {
    const needed = [...(kind === "nested" ? [image] : []), ...scenario.images.map((name) => images[name] ?? name)];
    return needed.filter((name) => !found.machine.images.includes(name));
}

/** The subnet for a lab host's own network: the wanted one, the one that it has, or a free one. */
export function chooseSubnet(found: Look, { subnet, stack }: Pick<Wanted, "subnet" | "stack">, fresh: boolean): string {
    const taken = [
        ...found.machine.routes.map((route) => route.dst),
        ...found.machine.networks.flatMap((network) => network.IPAM.Config.map((config) => config.Subnet ?? "")),
    ];
    return subnet ?? (fresh ? undefined : subnetOf(found)) ?? freeSubnet(stack, taken);
}

/** Decides what to declare. Draws a new generation where there is no finished lab of the wanted kind. */
export function planLab(found: Look, wanted: Wanted): LabPlan {
    const { scenario } = wanted;
    const options = { ...wanted.options, machinePort: choosePort(found, wanted) };
    const lesson = lessonOf(scenario, options);
    const names = [HOST, ...Object.keys(lesson.parts), CHECKS];
    const { lab } = found;
    const replaces = replacementReason(found, wanted);
    if (!lab || replaces) {
        const generation = randomBytes(4).toString("hex");
        return { generation, fresh: true, options, lesson, tokens: tokens({}, names, {}), broken: {}, replaces };
    }
    const broken = brokenOf(lab);
    const failed = lab.marks.checksFailed;
    const checks: Tokens = failed.length > 0 ? { [CHECKS]: `${failed.join(", ")} failed at the last up` } : {};
    const stored =
        lab.marks.scenario === scenario.name ? lab.marks.tokens : { [HOST]: lab.marks.tokens[HOST] ?? "made" };
    return {
        generation: lab.marks.generation,
        fresh: false,
        options,
        lesson,
        tokens: tokens(stored, names, { ...broken, ...checks }),
        broken,
        replaces: undefined,
    };
}

/** Whether a lab is live as its last `up` made it, all its checks passed then, and that lab is what is planned. */
export function isAsMade({ lab }: Look, scenario: Scenario, { fresh, options, tokens }: LabPlan): boolean {
    if (fresh || lab?.state !== "healthy") return false;
    const planned = { scenario: scenario.name, options, tokens };
    const { marks } = lab;
    return isDeepStrictEqual(planned, { scenario: marks.scenario, options: marks.options, tokens: marks.tokens });
}

/**
 * The lesson of a finished lab as its last `up` made it. What is live is looked at by that one, and not by what is wanted now: a
 * container that is to have another name was not removed.
 */
export function madeLesson({ marks }: FinishedLab): Lesson {
    const scenario = course[marks.scenario];
    if (!scenario)
        throw new UnreadableLabError(`This lab is of a scenario that is not known here: "${marks.scenario}"`);
    return lessonOf(scenario, marks.options);
}

function brokenOf(lab: FinishedLab): Tokens {
    const { parts } = madeLesson(lab);
    return lab.state === "stopped"
        ? { [HOST]: "the lab host is stopped", ...lostParts(parts) }
        : brokenParts(parts, lab.live);
}

/** The port on the machine of what the scenario serves: the wanted one, the one that it has, or a free one; 0 for nothing. */
function choosePort(found: Look, { scenario, options, kind, stack }: Wanted): number {
    if (!scenario.serves) return 0;
    if (kind === "direct") return options.ports[scenario.serves]!;
    const has = found.lab?.kind === "nested" ? found.lab.marks.options.machinePort : 0;
    return options.machinePort || has || freePort(stack, found.machine.ports);
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
    const machinePort = choosePort(found, wanted);
    const [before, now] = [
        published(course[lab.marks.scenario], lab.marks.options),
        published(wanted.scenario, { ...wanted.options, machinePort }),
    ];
    return before === now ? undefined : `what it publishes on the machine changes from ${before} to ${now}`;
}

/** Where a browser on the machine opens what a lab serves; undefined for one that serves nothing. */
export function urlOf({ machinePort }: Options): string | undefined {
    return machinePort > 0 ? `http://127.0.0.1:${machinePort}/` : undefined;
}

/** What a nested lab host publishes, in words; a container's ports cannot be changed. */
function published(scenario: Scenario | undefined, { ports, machinePort }: Options): string {
    return scenario?.serves ? `port ${ports[scenario.serves]} at 127.0.0.1:${machinePort}` : "nothing";
}

/** The subnet of the lab host that was found; undefined when its network is gone. */
export function subnetOf(found: Look): string | undefined {
    if (found.lab?.kind !== "nested") return undefined;
    const own = Object.keys(found.lab.container.NetworkSettings.Networks);
    return found.machine.networks.find((network) => own.includes(network.Name))?.IPAM.Config[0]?.Subnet;
}

/** What is in a finished nested lab that its lesson did not make: hand-made work that goes when the lab host goes. */
export function handMade({ lab }: Look): string[] {
    if (lab?.kind !== "nested") return [];
    if (lab.state === "stopped") return [`whatever is in the stopped lab host ${lab.container.Name}`];
    const { containers, networks, namespaces } = lab.live;
    const { claims } = madeLesson(lab);
    const own = ["bridge", "host", "none", ...claims.networks];
    return [
        ...containers.map((container) => container.Name).filter((name) => !claims.containers.includes(name)),
        ...networks.map((network) => network.Name).filter((name) => !own.includes(name)),
        ...Object.keys(namespaces).filter((name) => !claims.namespaces.includes(name)),
    ];
}
