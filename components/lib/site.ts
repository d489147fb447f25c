import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { Identity, marksFile, runFolder } from "./project";
import { LIMITS, onMachine, script } from "./script";

/** The network that a nested lab host's own interface is on. */
export interface SiteNetwork {
    name: string;
    /** In CIDR notation. */
    subnet: string;
}

/**
 * The first resource of every lab: its create and its delete both sweep what this stack has on the machine beside the
 * generation at hand, so that a plain `up` or `destroy` works after one that was killed. Only its environment changes with the
 * generation, so it is updated and never replaced: its delete, which takes all, runs at `destroy` alone.
 *
 * @param network of a nested lab host; made here because every lab host needs one before it starts
 */
export function site(
    parent: pulumi.Resource,
    name: string,
    identity: Identity,
    network?: SiteNetwork,
): command.local.Command {
    const { owner, stack, generation } = identity;
    return new command.local.Command(
        `${name}-site`,
        {
            create: script("ask", "sweep", "site-create"),
            delete: script("ask", "sweep", "site-delete"),
            interpreter: [
                ...onMachine(LIMITS.change),
                owner,
                stack,
                generation,
                runFolder(identity),
                marksFile(identity),
                network?.name ?? "",
                network?.subnet ?? "",
            ],
            dir: "/",
            logging: "stderr",
            addPreviousOutputInEnv: false,
        },
        { parent },
    );
}
