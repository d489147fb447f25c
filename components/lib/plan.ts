import { randomBytes } from "crypto";
import { isDeepStrictEqual } from "util";
import { hostsOf, renewed, UNDERLAY } from "./cluster";
import { lessonOf, Options, Scenario } from "./course";
import { Tokens, tokens } from "./drift";
import { begunOf, brokenOf, FENCE, STOP } from "./finished-lab";
import { Lesson } from "./lesson";
import { diskBytes, isLimited, LIMITS_PART } from "./limits";
import { FinishedLab, LabHostKind, Look } from "./look";
import { innerNetworks } from "./networks";
import { freePort } from "./port";
import { renewedSsh, SSH_PART } from "./ssh";
import { freeSubnet, rangeOf } from "./subnet";

/** What is wanted of a lab. */
export interface Wanted {
    /** Whose lab it is. */
    owner: string;
    stack: string;
    scenario: Scenario;
    /** What was chosen for the scenario; its `machinePort` is 0 where any will do. */
    options: Options;
    kind: LabHostKind;
    /** Image of the nested lab host. */
    image: string;
    /** Fixed subnet of the nested lab host, in CIDR notation; by default a free one is taken. */
    subnet: string | undefined;
    /** The name of what opens its lab host by SSH; undefined where there is none yet. */
    credential?: string;
}

/** What is to be declared, decided from a look and from what is wanted. */
export interface LabPlan {
    /** Lab host → what is to be declared of it, the first one first. */
    hosts: Readonly<Record<string, HostPlan>>;
    /** What was chosen, with the port on the machine. */
    options: Options;
    lesson: Lesson;
    tokens: Tokens;
    /** Part → what is broken of it, in words; empty for a lab that is as it was made. */
    broken: Tokens;
    /** Why a finished lab, and with it what was made in it by hand, will be replaced. */
    replaces: string | undefined;
    /** Lab hosts that are gone from a lab that goes on, and are made anew. */
    lost: readonly string[];
}

/** One lab host, as it is to be declared. */
export interface HostPlan {
    /** The generation that is there, or a new one. */
    generation: string;
    /** Whether that generation is a new one. */
    fresh: boolean;
    /** Whether its engine was there when it was looked at. */
    answers: boolean;
}

/** Name of the part that a lab has for its checks. */
const CHECKS = "checks";

/** The images that a lab needs and the machine does not have, by their names on the machine. */
export function missingImages(
    found: { machine: Pick<Look["machine"], "images"> },
    { kind, image, scenario }: Pick<Wanted, "kind" | "image" | "scenario">,
    images: Readonly<Record<string, string>>,
): string[] {
    const needed = [...(kind === "nested" ? [image] : []), ...scenario.images.map((name) => images[name] ?? name)];
    return needed.filter((name) => !found.machine.images.includes(name));
}

/** The subnet for a lab host's own network: the wanted one, the one that it has, or a free one. */
export function chooseSubnet(
    found: Look,
    { subnet, owner, stack, scenario, options }: Omit<Wanted, "kind" | "image">,
    { hosts }: Pick<LabPlan, "hosts">,
): string {
    const fresh = Object.values(hosts)[0]!.fresh;
    const taken = [
        ...found.machine.routes.flatMap(({ dst }) => rangeOf(dst) ?? []),
        ...found.machine.networks.flatMap((network) => network.IPAM.Config.map((config) => config.Subnet ?? "")),
        ...innerNetworks(scenario, options).map(([, cidr]) => cidr),
    ];
    return subnet ?? (fresh ? undefined : subnetOf(found)) ?? freeSubnet(`${owner} ${stack}`, taken);
}

/** Decides what to declare. Draws a new generation where there is no finished lab of the wanted kind. */
export function planLab(found: Look, wanted: Wanted): LabPlan {
    const { scenario } = wanted;
    const options = { ...wanted.options, machinePort: choosePort(found, wanted) };
    const lesson = lessonOf(scenario, options);
    const names = hostsOf(scenario, options);
    const some = [
        ...(wanted.kind === "nested" ? [FENCE] : []),
        ...(options.stop.length > 0 ? [STOP] : []),
        ...(isLimited(options.limits) ? [LIMITS_PART] : []),
        ...(options.ssh.port > 0 ? [SSH_PART] : []),
    ];
    const all = [...names, ...Object.keys(lesson.parts), ...some, CHECKS];
    const { lab } = found;
    const gone = lab ? names.filter((name) => !(name in lab.hosts)) : names;
    const anew = gone.length > 0 ? renewed(scenario.cluster, names, gone) : [];
    const replaces = replacementReason(found, wanted) ?? deathReason(found, gone, anew);
    if (!lab || replaces) {
        const hosts = Object.fromEntries(names.map((name) => [name, newHost()]));
        return { hosts, options, lesson, tokens: tokens({}, all, {}), broken: {}, replaces, lost: [] };
    }
    const failed = lab.marks.checksFailed;
    const checks: Tokens = failed.length > 0 ? { [CHECKS]: `${failed.join(", ")} failed at the last up` } : {};
    const { tokens: stored, generation, others } = lab.marks;
    const broken = {
        ...begunOf(Object.keys(lesson.parts), lab),
        ...renewedIn(lab, wanted.credential),
        ...brokenOf(lab, options),
    };
    const old = (name: string) => ({
        generation: name === names[0] ? generation : others[name]!,
        fresh: false,
        answers: lab.hosts[name]!.state === "healthy",
    });
    return {
        hosts: Object.fromEntries(names.map((name) => [name, anew.includes(name) ? newHost() : old(name)])),
        options,
        lesson,
        tokens: tokens(stored, all, { ...broken, ...checks }),
        broken,
        replaces: undefined,
        lost: gone,
    };
}

/** Lab hosts that are to be opened by something else than before. */
function renewedIn({ marks, hosts }: FinishedLab, credential: string | undefined): Tokens {
    if (marks.options.ssh.port === 0) return {};
    const [why] = Object.values(hosts).flatMap((host) =>
        host.state === "healthy" ? (renewedSsh(host.live, credential) ?? []) : [],
    );
    return why === undefined ? {} : { [SSH_PART]: why };
}

function newHost(): HostPlan {
    return { generation: randomBytes(4).toString("hex"), fresh: true, answers: false };
}

/** Why what is left of a lab cannot go on: it may hold hand-made work. */
function deathReason({ lab, orphans }: Look, gone: readonly string[], anew: readonly string[]): string | undefined {
    if (lab)
        return anew.length > gone.length
            ? `${gone.join(" and ")} ${gone.length > 1 ? "are" : "is"} gone, and the other lab hosts cannot go on alone`
            : undefined;
    return orphans.length > 0 ? "its last `up` did not finish, or its first lab host is gone" : undefined;
}

/** Whether a lab is live as its last `up` made it, all its checks passed then, and that lab is what is planned. */
export function isAsMade({ lab }: Look, scenario: Scenario, { hosts, options, tokens }: LabPlan): boolean {
    if (!lab || Object.values(hosts).some(({ fresh }) => fresh)) return false;
    const planned = { scenario: scenario.name, options, tokens };
    const { marks } = lab;
    return isDeepStrictEqual(planned, { scenario: marks.scenario, options: marks.options, tokens: marks.tokens });
}

/** The port on the machine of what the scenario serves: the wanted one, the one that it has, or a free one; 0 for nothing. */
function choosePort(found: Look, { scenario, options, kind, owner, stack }: Wanted): number {
    if (!scenario.serves) return 0;
    if (kind === "direct") return options.ports[scenario.serves]!;
    const has = found.lab?.kind === "nested" ? found.lab.marks.options.machinePort : 0;
    return options.machinePort || has || freePort(`${owner} ${stack}`, found.machine.ports);
}

function replacementReason(found: Look, wanted: Wanted): string | undefined {
    const { lab } = found;
    if (!lab) return undefined;
    if (lab.kind !== wanted.kind) return `the lab moves from the ${lab.kind} to the ${wanted.kind} kind of lab host`;
    if (lab.marks.scenario !== wanted.scenario.name)
        return `its scenario changes from ${lab.marks.scenario} to ${wanted.scenario.name}`;
    const handed = handedOn(lab, wanted);
    if (handed || lab.kind === "direct") return handed;
    const changed = shapeChange(lab, wanted) ?? diskChange(lab, wanted);
    if (changed) return changed;
    const image = Object.values(lab.hosts)
        .map(({ container }) => container!.Config.Image)
        .find((name) => name !== wanted.image);
    if (image) return `the lab host's image changes from ${image} to ${wanted.image}`;
    const subnet = subnetOf(found);
    if (wanted.subnet && subnet && wanted.subnet !== subnet)
        return `its subnet changes from ${subnet} to ${wanted.subnet}`;
    const machinePort = choosePort(found, wanted);
    const [before, now] = [
        published(wanted.scenario, lab.marks.options),
        published(wanted.scenario, { ...wanted.options, machinePort }),
    ];
    return before === now ? undefined : `what it publishes on the machine changes from ${before} to ${now}`;
}

/**
 * A name that one thing of a lab takes over from another. In a lab host that stays it would have to be free first, and the tool
 * removes one thing after the other by what they stand on, not by what they are called.
 */
function handedOn({ marks }: FinishedLab, { scenario, options }: Wanted): string | undefined {
    const before = holders(scenario, marks.options);
    const handed = Object.entries(holders(scenario, options)).find(
        ([called, holder]) => called in before && before[called] !== holder,
    );
    if (!handed) return undefined;
    const [called, holder] = handed;
    return `${called} is to be ${holder}, and was ${before[called]}`;
}

/** What has a name in a lab, by its kind and its name → what it is called in the course. */
function holders(scenario: Scenario, options: Options): Record<string, string> {
    const { containers } = lessonOf(scenario, options).claims;
    const chosen = Object.entries(scenario.choices.names).map(([key, kind]) => [`${kind} ${options.names[key]}`, key]);
    const all = [...containers.map((name) => [`container ${name}`, name]), ...chosen];
    return Object.fromEntries(all) as Record<string, string>;
}

/** Lab hosts that are several know of each other from the start, so they are made for one number and network. */
function shapeChange({ marks }: FinishedLab, { scenario, options }: Wanted): string | undefined {
    if (!scenario.cluster) return undefined;
    if (marks.options.nodes !== options.nodes)
        return `the number of its lab hosts changes from ${marks.options.nodes} to ${options.nodes}`;
    const [was, is] = [marks.options, options].map(({ addresses }) => addresses[UNDERLAY]!);
    return was === is ? undefined : `the network between its lab hosts changes from ${was} to ${is}`;
}

/** What is on a lab host's disk cannot be put on another one; a disk grows, and does not shrink. */
function diskChange({ marks, hosts }: FinishedLab, { options: { limits } }: Wanted): string | undefined {
    const [was, is] = [marks.options.limits, limits].map(diskBytes) as [number, number];
    if (was === 0 && is === 0) return undefined;
    if (was === 0) return `the lab host gets a disk of its own, of ${limits.disk}`;
    if (is === 0) return "the lab host is to have no disk of its own any more";
    for (const { disk } of Object.values(hosts)) {
        if (!disk) return "the disk of a lab host was removed";
        if (disk.size > is) return `the disk of a lab host has more than ${limits.disk}, and a disk does not shrink`;
    }
    return undefined;
}

/** Where a browser on the machine opens what a lab serves; undefined for one that serves nothing. */
export function urlOf({ machinePort }: Options): string | undefined {
    return machinePort > 0 ? `http://127.0.0.1:${machinePort}/` : undefined;
}

/** What a nested lab host publishes, in words; a container's ports cannot be changed. */
function published(scenario: Scenario, { ports, machinePort, ssh }: Options): string {
    const all = [
        ...(scenario.serves ? [`port ${ports[scenario.serves]} at 127.0.0.1:${machinePort}`] : []),
        ...(ssh.port > 0 ? [`SSH at ${ssh.address}:${ssh.port}`] : []),
    ];
    return all.join(" and ") || "nothing";
}

/** The subnet of the lab host that was found; undefined when its network is gone. */
export function subnetOf(found: Look): string | undefined {
    const first = found.lab && Object.values(found.lab.hosts)[0];
    if (!first?.container) return undefined;
    const own = Object.keys(first.container.NetworkSettings.Networks);
    return found.machine.networks.find((network) => own.includes(network.Name))?.IPAM.Config[0]?.Subnet;
}
