import * as pulumi from "@pulumi/pulumi";
import { Identity, marksFile, networkName, runFolder } from "./project";
import { Command, placedCommand } from "./command";
import { Place, script } from "./script";

/** What a lab has on the machine beside its lab hosts. */
export interface Site {
    made: Command;
    /** Name of the network that nested lab hosts are on. */
    network: string;
}

/**
 * The first resource of every lab: its create and its delete both sweep what this stack has on the machine beside the
 * generation at hand, so that a plain `up` or `destroy` works after one that was killed. Only its environment changes with the
 * generation, so it is updated and never replaced: its delete, which takes all, runs at `destroy` alone.
 *
 * @param identity of the lab's first lab host
 * @param generations of all its lab hosts, the first one's first
 * @param machine where it is
 * @param subnet of the network that nested lab hosts are on, in CIDR notation; made here because they need it before they start
 */
export function site(
    parent: pulumi.Resource,
    name: string,
    identity: Identity,
    generations: readonly string[],
    machine: Place,
    subnet?: string,
): Site {
    const { owner, stack } = identity;
    const network = networkName(identity);
    const made = placedCommand(
        `${name}-site`,
        machine,
        {
            create: script("ask", "sweep", "site-create"),
            delete: script("ask", "sweep", "site-delete"),
            args: [
                owner,
                stack,
                generations.join(" "),
                runFolder(identity),
                marksFile(identity),
                subnet === undefined ? "" : network,
                subnet ?? "",
            ],
        },
        { parent },
    );
    return { made, network };
}
