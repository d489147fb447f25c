import type { FinishedLab } from "./look";
import { Identity, isOf, labelKey } from "./project";
import { Snapshot } from "./snapshot";

/**
 * What an `up` that did not finish has made in a lab that was finished before. Where that `up` was killed, the tool does not know of it, and
 * could not make its like, because its name is taken.
 */
export interface Stray {
    kind: "container" | "network";
    id: string;
    name: string;
    /** The lab host that it is in. */
    host: string;
}

/**
 * The strays in a lab: they carry its labels, and its marks do not know them. What a Command made has no token among its labels; a Command
 * makes its like again without any help.
 */
export function straysOf(
    { marks, hosts }: Pick<FinishedLab, "marks" | "hosts">,
    { owner, stack }: Pick<Identity, "owner" | "stack">,
): Stray[] {
    const { made } = marks;
    if (made === undefined) return []; // written by an earlier version of this project
    const all = Object.entries(hosts).flatMap(([host, found]) =>
        found.state === "healthy"
            ? thingsIn(found.live)
                  .filter(({ id, Labels }) => Labels[labelKey("token")] && !made.includes(id))
                  .filter((thing) => isOf(thing, owner, stack))
                  .map(({ kind, id, name }): Stray => ({ kind, id, name, host }))
            : [],
    );
    // A swarm's network is seen from several lab hosts.
    return all.filter((stray, index) => all.findIndex(({ id }) => id === stray.id) === index);
}

function thingsIn({ containers, networks }: Snapshot) {
    return [
        ...containers.map(({ Id, Name, Config }) => ({ kind: "container", id: Id, name: Name, ...Config }) as const),
        ...networks.map(({ Id, Name, Labels }) => ({ kind: "network", id: Id, name: Name, Labels }) as const),
    ];
}

/** What is live without the strays. */
export function withoutStrays(live: Snapshot, strays: readonly Stray[]): Snapshot {
    const stays = ({ Id }: { Id: string }) => !strays.some(({ id }) => id === Id);
    return { ...live, containers: live.containers.filter(stays), networks: live.networks.filter(stays) };
}

/** Strays in words. Those of another time have other ids, so that a token with these words is always a new one. */
export function strayWords(strays: readonly Stray[]): string {
    const names = strays.map(({ name, id }) => `${name} (${id.slice(0, 12)})`);
    return `an \`up\` that did not finish has left ${names.join(", ")}`;
}
