import { rmSync } from "fs";
import { join } from "path";
import type { Look } from "../../components/lib/look";
import type { Container } from "../../components/lib/snapshot";
import { textOf, writeWhole } from "./files";
import { ROOT } from "./stacks";

// An operation that was killed may leave lab hosts that are stopped, and what is in those cannot be read. Whoever has agreed to lose it is
// not asked again: nobody can have made anything in a lab host since, unless it was started again.

/** Writes down that all lab hosts of a stack's lab may go. */
export function agree(stack: string, { lab }: Look, root = ROOT): void {
    const hosts = Object.values(lab?.hosts ?? {}).flatMap(({ container }) => (container ? [run(container)] : []));
    if (hosts.length > 0) writeWhole(file(stack, root), JSON.stringify(hosts));
}

/** Forgets it, once they are gone. */
export function forget(stack: string, root = ROOT): void {
    rmSync(file(stack, root), { force: true });
}

/** What was found, without the stopped lab hosts that may go. */
export function withoutAgreed(stack: string, found: Look, root = ROOT): Look {
    const { lab } = found;
    if (!lab) return found;
    const agreed = textOf(file(stack, root)) ?? "";
    const stay = Object.entries(lab.hosts).filter(
        ([, { state, container }]) => state === "healthy" || !agreed.includes(JSON.stringify(run(container))),
    );
    return { ...found, lab: { ...lab, hosts: Object.fromEntries(stay) } };
}

/** A lab host between two starts. */
function run({ Id, State }: Container): string {
    return `${Id} ${State.StartedAt}`;
}

function file(stack: string, root: string): string {
    return join(root, ".lab", "agreed", `${stack}.json`);
}
