import * as pulumi from "@pulumi/pulumi";
import { Identity, marksFile, networkName, runFolder, whereaboutsFile } from "./project";
import { Command, placedCommand } from "./command";
import { LIMITS, onMachine, Place, script } from "./script";

/** Arguments of a lab's room on a machine. */
export interface SiteArgs {
    /** Of the lab's first lab host there. */
    identity: Identity;
    /** Generations of all lab hosts of the lab, the first one's first. */
    generations: readonly string[];
    /** The machine. */
    machine: Place;
    /** Subnet of the network that nested lab hosts are on, in CIDR notation; none for a lab on the machine itself. */
    subnet?: string;
    /** Token of that network's fence: a new one makes it anew. */
    fence?: string;
    /** Where the lab is, in words, when that is not this machine; it is written down here before anything is made there. */
    whereabouts?: string;
}

/** What a lab has on the machine beside its lab hosts. */
export interface Site {
    made: Command;
    /** The network that nested lab hosts are on, and its name. */
    network?: { made: Command; name: string };
}

/**
 * The first resource of every lab: its create and its delete both sweep what this stack has on the machine beside the
 * generation at hand, so that a plain `up` or `destroy` works after one that was killed. Only its environment changes with the
 * generation, so it is updated and never replaced: its delete, which takes all, runs at `destroy` alone.
 */
export function site(parent: pulumi.Resource, name: string, args: SiteArgs): Site {
    const { identity, generations, machine, subnet } = args;
    const { owner, stack } = identity;
    const whose = [owner, stack, generations.join(" "), runFolder(identity)];
    const made = placedCommand(
        `${name}-site`,
        machine,
        {
            create: script("ask", "swarm-node", "fence", "engine-get", "sweep", "site-create"),
            delete: script("ask", "swarm-node", "fence", "engine-get", "sweep", "site-delete"),
            args: [...whose, marksFile(identity)],
        },
        { parent, dependsOn: args.whereabouts ? record(parent, name, identity, args.whereabouts) : [] },
    );
    if (subnet === undefined) return { made };
    const network = networkName(identity);
    const create = { create: script("fence", "network-create"), args: [...whose, network, subnet, args.fence ?? ""] };
    // What it makes, the delete of the one before it takes.
    const options = { parent, dependsOn: made, deletedWith: made };
    return { made, network: { made: placedCommand(`${name}-net`, machine, create, options), name: network } };
}

/** Writes down where a lab is, so that it is not lost sight of when config says something else. */
function record(parent: pulumi.Resource, name: string, identity: Identity, where: string): Command {
    return placedCommand(
        `${name}-where`,
        onMachine(LIMITS.change),
        {
            create: script("file-write"),
            delete: 'rm -f -- "$1"; rmdir -- "${1%/*}" 2>/dev/null || true',
            args: [whereaboutsFile(identity)],
            stdin: where,
        },
        { parent },
    );
}
