import { randomBytes } from "crypto";
import { isDeepStrictEqual } from "util";
import { hostsOf, renewed } from "./cluster";
import { lessonOf, Options, Scenario } from "./course";
import { Tokens, tokens } from "./drift";
import { begunOf, brokenOf, FENCE, STOP } from "./finished-lab";
import { Lesson } from "./lesson";
import { isLimited, LIMITS_PART } from "./limits";
import { FinishedLab, LabHostKind, Look } from "./look";
import { innerNetworks } from "./networks";
import { freePort } from "./port";
import { deathReason, replacementReason, subnetOf } from "./replacement";
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
    const replaces = replacementReason(found, wanted, options.machinePort) ?? deathReason(found, gone, anew);
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

/** Where a browser on the machine opens what a lab serves; undefined for one that serves nothing. */
export function urlOf({ machinePort }: Options): string | undefined {
    return machinePort > 0 ? `http://127.0.0.1:${machinePort}/` : undefined;
}
