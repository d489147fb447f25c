import * as pulumi from "@pulumi/pulumi";
import { LabHost } from "../lab-host";
import { labCommand } from "./scenario";
import { Command } from "./command";
import { fromHere, LIMITS, onMachine, script } from "./script";

/** Arguments of a node's membership in a swarm. */
export interface JoinArgs {
    /** The lab host that is the swarm's first manager, and its address there. */
    manager: LabHost;
    address: string;
    /** The lab host that joins. */
    node: LabHost;
    role: "manager" | "worker";
    /** Token of the membership (see drift.ts). */
    token: string;
    after: pulumi.CustomResource[];
}

/**
 * A lab host's membership in a swarm. The swarm's token goes from the manager to the node while the command runs, and is in no input
 * or output of it.
 */
export function joinSwarm(parent: pulumi.Resource, name: string, args: JoinArgs): Command {
    const { manager, node, role, address, after } = args;
    const { host, owner, stack, generation } = node.identity;
    const [from, to] = [fromHere(manager.place), fromHere(node.place)];
    return labCommand(parent, name, node, {
        create: script("swarm-places", "swarm-join"),
        delete: script("swarm-places", "swarm-leave"),
        args: [role, host!, address, owner, stack, generation],
        means: [script("swarm-node"), String(from.length), ...from, ...to],
        triggers: [args.token, ...after.map((resource) => resource.id)],
        dependsOn: [manager, ...after],
        place: onMachine(LIMITS.change),
    });
}
