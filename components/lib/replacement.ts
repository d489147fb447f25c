import { UNDERLAY } from "./cluster";
import { lessonOf, Options, Scenario } from "./course";
import { diskBytes } from "./limits";
import { FinishedLab, Look } from "./look";
import type { Wanted } from "./plan";

// Why a lab is made anew, and with it what was made in it by hand: said before it is done.

/**
 * Why a finished lab is made anew, though it is as its last `up` made it.
 *
 * @param machinePort the port on the machine of what the scenario serves, as it was chosen
 */
export function replacementReason(found: Look, wanted: Wanted, machinePort: number): string | undefined {
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

/** Why what is left of a lab cannot go on: it may hold hand-made work. */
export function deathReason(
    { lab, orphans }: Look,
    gone: readonly string[],
    anew: readonly string[],
): string | undefined {
    if (lab)
        return anew.length > gone.length
            ? `${gone.join(" and ")} ${gone.length > 1 ? "are" : "is"} gone, and the other lab hosts cannot go on alone`
            : undefined;
    return orphans.length > 0 ? "its last `up` did not finish, or its first lab host is gone" : undefined;
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
