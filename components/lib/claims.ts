import { Options } from "./course";
import { Lesson } from "./lesson";
import { madeLesson } from "./finished-lab";
import { takenNetworks } from "./networks";
import { LabPlan, Wanted } from "./plan";
import { LabHostKind, Look } from "./look";
import { observeMachine } from "./observe";
import { Identity, isOf, labelKey, OWNER_ID, PROJECT, STACK_NAME } from "./project";
import { Snapshot } from "./snapshot";

/**
 * What stands in the way of a lab that was looked at, in its lab host or on the machine itself.
 *
 * @param wanted what is wanted: the kind of lab host, its network, and what is made in it
 * @param plan what is to be made
 * @throws UnreadableLabError when the machine could not be read
 */
export async function inTheWay(
    found: Look,
    wanted: Pick<Wanted, "kind" | "subnet" | "scenario">,
    lab: Pick<Identity, "owner" | "stack">,
    plan: Pick<LabPlan, "lesson" | "options">,
): Promise<string[]> {
    const { kind } = wanted;
    const kept = found.lab?.kind === kind ? Object.values(found.lab.hosts) : [];
    const answering = kept.flatMap((host) => (host.state === "healthy" ? [host.live] : []));
    const places = found.elsewhere.length > 0 ? found.elsewhere : [undefined];
    const looks =
        kind === "direct" && answering.length === 0
            ? await Promise.all(places.map((elsewhere) => observeMachine({ ...lab, elsewhere })))
            : answering;
    const names = looks.flatMap((live) => foreignClaims(live, lab, plan.lesson));
    return [...new Set(names), ...takenPorts(found, kind, plan), ...takenNetworks(found, wanted, lab, plan.options)];
}

/** Ports on the machine at which a nested lab host is reached. */
export function publishedPorts({ machinePort, ssh }: Pick<Options, "machinePort" | "ssh">): number[] {
    return [machinePort, ssh.port].filter((port) => port > 0);
}

/** Ports on the machine that the lab is to listen at, and that somebody else listens at. */
function takenPorts(
    found: Look,
    kind: LabHostKind,
    { lesson, options }: Pick<LabPlan, "lesson" | "options">,
): string[] {
    if (found.unfinished) return []; // what an interrupted `up` left is swept before anything is made
    const needed = kind === "direct" ? lesson.claims.ports : publishedPorts(options);
    const had = !found.lab
        ? []
        : kind === "direct"
          ? madeLesson(found.lab).claims.ports
          : publishedPorts(found.lab.marks.options);
    return needed
        .filter((port) => found.machine.ports.includes(port) && !had.includes(port))
        .map((port) => `TCP port ${port} of the machine (ss -ltnp 'sport = :${port}')`);
}

/**
 * What stands in a place under the names that a lesson makes, without being this stack's: it is neither taken over nor removed, so
 * the lesson cannot be made beside it.
 */
export function foreignClaims(live: Snapshot, lab: Pick<Identity, "owner" | "stack">, lesson: Lesson): string[] {
    const { claims } = lesson;
    const { owner, stack } = lab;
    return [
        ...live.containers
            .filter((container) => claims.containers.includes(container.Name) && !isOf(container.Config, owner, stack))
            .map(({ Name, Config }) => `container ${Name}${held(byLabels(Config), `docker rm -f ${Name}`)}`),
        ...live.networks
            .filter((network) => claims.networks.includes(network.Name) && !isOf(network, owner, stack))
            .map((network) => `network ${network.Name}${held(byLabels(network), `docker network rm ${network.Name}`)}`),
        ...(claims.swarm && live.swarm !== "inactive" && !live.ownSwarm
            ? ["the swarm that its engine is a node of (docker swarm leave --force)"]
            : []),
        ...claims.images
            .filter((image) => live.images.includes(image) && !live.ownImages.includes(image))
            .map((image) => `image ${image} (docker image rm ${image})`),
        ...Object.entries(live.namespaces)
            .filter(([name, { mark, inode }]) => claims.namespaces.includes(name) && !ours(mark, inode, lab))
            .map(([name, { mark, inode }]) => {
                const holder = mark.endsWith(` ${inode}`) ? mark.split(" ") : [];
                return `namespace ${name}${held(holder, `ip netns delete ${name}`)}`;
            }),
        ...live.links
            .filter(
                ({ ifname, ifalias }) =>
                    claims.links.includes(ifname) && !ifalias?.startsWith(`${PROJECT} ${owner} ${stack} `),
            )
            .map(({ ifname, ifalias }) => {
                const [project, ...holder] = ifalias?.split(" ") ?? [];
                return `interface ${ifname}${held(project === PROJECT ? holder : [], `ip link delete ${ifname}`)}`;
            }),
    ];
}

/** Whose something is, by its labels. */
function byLabels({ Labels }: { Labels: Record<string, string> }): (string | undefined)[] {
    return [Labels[labelKey("owner")], Labels[labelKey("stack")]];
}

/** Whose something is and how it is removed, in words: what another lab made goes with that lab. */
function held([owner, stack]: readonly (string | undefined)[], removal: string): string {
    return OWNER_ID.test(owner ?? "") && STACK_NAME.test(stack ?? "")
        ? `, of the stack ${stack} of owner ${owner} (./lab destroy ${stack}, in its checkout)`
        : ` (${removal})`;
}

/** Whether a namespace's mark is this lab's, and was made for this very namespace and not for one of the same name before it. */
function ours(mark: string, inode: string, { owner, stack }: Pick<Identity, "owner" | "stack">): boolean {
    return mark.startsWith(`${owner} ${stack} `) && mark.endsWith(` ${inode}`);
}
