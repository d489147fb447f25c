import { Lesson } from "./lesson";
import { madeLesson } from "./finished-lab";
import { LabPlan } from "./plan";
import { isOf, LabHostKind, Look } from "./look";
import { observeMachine } from "./observe";
import { Identity, PROJECT } from "./project";
import { Snapshot } from "./snapshot";

/**
 * What stands in the way of a lab that was looked at, in its lab host or on the machine itself.
 *
 * @param kind the kind of lab host that is wanted
 * @param plan what is to be made
 * @throws UnreadableLabError when the machine could not be read
 */
export async function inTheWay(
    found: Look,
    kind: LabHostKind,
    lab: Pick<Identity, "owner" | "stack">,
    plan: Pick<LabPlan, "lesson" | "options">,
): Promise<string[]> {
    const kept = found.lab?.kind === kind ? Object.values(found.lab.hosts) : [];
    const answering = kept.flatMap((host) => (host.state === "healthy" ? [host.live] : []));
    const places = found.elsewhere.length > 0 ? found.elsewhere : [undefined];
    const looks =
        kind === "direct" && answering.length === 0
            ? await Promise.all(places.map((elsewhere) => observeMachine({ ...lab, elsewhere })))
            : answering;
    const names = looks.flatMap((live) => foreignClaims(live, lab, plan.lesson));
    return [...new Set(names), ...takenPorts(found, kind, plan)];
}

/** Ports on the machine that the lab is to listen at, and that somebody else listens at. */
function takenPorts(
    found: Look,
    kind: LabHostKind,
    { lesson, options }: Pick<LabPlan, "lesson" | "options">,
): string[] {
    if (found.unfinished) return []; // what an interrupted `up` left is swept before anything is made
    const needed = kind === "direct" ? lesson.claims.ports : [options.machinePort].filter((port) => port > 0);
    const had = !found.lab
        ? []
        : kind === "direct"
          ? madeLesson(found.lab).claims.ports
          : [found.lab.marks.options.machinePort];
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
            .map((container) => `container ${container.Name} (docker rm -f ${container.Name})`),
        ...live.networks
            .filter((network) => claims.networks.includes(network.Name) && !isOf(network, owner, stack))
            .map((network) => `network ${network.Name} (docker network rm ${network.Name})`),
        ...(claims.swarm && live.swarm !== "inactive" && !live.ownSwarm
            ? ["the swarm that its engine is a node of (docker swarm leave --force)"]
            : []),
        ...claims.images
            .filter((image) => live.images.includes(image) && !live.ownImages.includes(image))
            .map((image) => `image ${image} (docker image rm ${image})`),
        ...Object.entries(live.namespaces)
            .filter(([name, { mark, inode }]) => claims.namespaces.includes(name) && !ours(mark, inode, lab))
            .map(([name]) => `namespace ${name} (ip netns delete ${name})`),
        ...live.links
            .filter(
                ({ ifname, ifalias }) =>
                    claims.links.includes(ifname) && !ifalias?.startsWith(`${PROJECT} ${owner} ${stack} `),
            )
            .map(({ ifname }) => `interface ${ifname} (ip link delete ${ifname})`),
    ];
}

/** Whether a namespace's mark is this lab's, and was made for this very namespace and not for one of the same name before it. */
function ours(mark: string, inode: string, { owner, stack }: Pick<Identity, "owner" | "stack">): boolean {
    return mark.startsWith(`${owner} ${stack} `) && mark.endsWith(` ${inode}`);
}
