import { urlOf } from "../../components/lib/elsewhere";
import { LabHostKind, Look } from "../../components/lib/look";
import { publishedPorts } from "../../components/lib/claims";
import { LabPlan } from "../../components/lib/plan";
import { overlap } from "../../components/lib/subnet";
import { LabStack } from "./stacks";

/** A lab that a command is to make, with what is planned for it. */
export interface PlannedLab {
    stack: LabStack;
    found: Pick<Look, "elsewhere">;
    plan: Pick<LabPlan, "lesson" | "options">;
}

/** What several labs of one command would take from each other, a line for each: no look finds it, because none of them is there yet. */
export function takenTwice(labs: readonly PlannedLab[]): string[] {
    const holders = new Map<string, string>();
    const things = labs.flatMap(({ stack: { stack, kind }, found, plan }) =>
        takesOf(kind, plan).flatMap((thing) => {
            const ids = placesOf(found).map((place) => `${place} ${thing}`);
            const [other] = ids.flatMap((id) => holders.get(id) ?? []);
            for (const id of ids) holders.set(id, holders.get(id) ?? stack);
            return other === undefined ? [] : [`${stack}: ${thing}, which is to be that of ${other} as well`];
        }),
    );
    const subnets = labs.flatMap((lab, index) => {
        const other = labs.slice(0, index).find((one) => meet(one, lab) && subnetsOverlap(one.stack, lab.stack));
        const { stack, subnet } = lab.stack;
        return other
            ? [`${stack}: subnet ${subnet}, which overlaps ${other.stack.subnet}, that of ${other.stack.stack}`]
            : [];
    });
    return [...things, ...subnets];
}

/** Where a lab is, a word for each machine. */
function placesOf({ elsewhere }: PlannedLab["found"]): string[] {
    return elsewhere.length > 0 ? elsewhere.map(urlOf) : ["this machine"];
}

/** Whether two labs have a machine in common. */
function meet(one: PlannedLab, other: PlannedLab): boolean {
    const there = placesOf(other.found);
    return placesOf(one.found).some((place) => there.includes(place));
}

/** What a lab takes of the machine that it is on and of the engine there for itself, in words. */
export function takesOf(kind: LabHostKind, { lesson, options }: PlannedLab["plan"]): string[] {
    if (kind === "nested") return publishedPorts(options).map((port) => `TCP port ${port} of the machine`);
    const { containers, networks, namespaces, links, ports, images, swarm } = lesson.claims;
    return [
        ...containers.map((name) => `container ${name}`),
        ...networks.map((name) => `network ${name}`),
        ...namespaces.map((name) => `namespace ${name}`),
        ...links.map((name) => `interface ${name}`),
        ...ports.map((port) => `TCP port ${port} of the machine`),
        ...images.map((name) => `image ${name}`),
        ...(swarm ? ["the engine's swarm"] : []),
    ];
}

/** Whether the networks of two stacks' lab hosts were chosen so that they overlap. */
export function subnetsOverlap(...stacks: [LabStack, LabStack]): boolean {
    const [one, other] = stacks.map(({ kind, subnet }) => (kind === "nested" ? subnet : undefined));
    return one !== undefined && other !== undefined && overlap(one, other);
}
