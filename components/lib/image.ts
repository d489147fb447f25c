import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { LabHost } from "../lab-host";
import { onMachine, script } from "./script";

/**
 * Brings an image of the machine's engine into a lab host and gives its id there.
 *
 * @param image its name on the machine, made by set-up; the name holds a hash of what is in it
 * @param as the name that the course gives it, for a nested lab host. On the machine itself no name is given: the user's own
 *     image of that name stays what it is
 */
export function labImage(
    parent: pulumi.Resource,
    name: string,
    host: LabHost,
    image: string,
    as: string,
): pulumi.Output<string> {
    const load = new command.local.Command(
        `${name}-image-${as}`,
        {
            create: host.container.apply((container) =>
                container === null ? script("image-id") : script("image-load"),
            ),
            interpreter: host.container.apply((container) => [...onMachine(60), image, as, container ?? ""]),
            dir: "/",
            triggers: [host.identity.generation, image],
            logging: "stderr",
            addPreviousOutputInEnv: false,
        },
        { ...host.options, parent },
    );
    return load.stdout;
}
