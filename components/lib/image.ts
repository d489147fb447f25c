import * as pulumi from "@pulumi/pulumi";
import { ScenarioArgs } from "./scenario";
import { placedCommand } from "./command";
import { imageKey } from "./drift";
import { carried } from "./engine";
import { engineSocket } from "./project";
import { script } from "./script";

/** An image in a lab. */
export interface LabImage {
    /** Its id there. */
    id: pulumi.Output<string>;
    /** A name that it has there. */
    name: pulumi.Output<string>;
    /** What brought it there. */
    loaded: pulumi.CustomResource;
}

/**
 * Brings an image of the machine's engine into a lab host.
 *
 * @param image its name in images/; in a nested lab host it has the name that the course gives it, with the tag that was chosen. On
 *     the machine itself it keeps the name that set-up gave it: the user's own image of the course's name stays what it is
 * @param host which one of several lab hosts
 */
export function labImage(
    parent: pulumi.Resource,
    name: string,
    args: ScenarioArgs,
    image: string,
    host = args.host,
): LabImage {
    const { images, options, tokens } = args;
    const token = tokens[imageKey(image)];
    const source = images[image]!;
    const as = `${image}:${options.tags[image] ?? "latest"}`;
    const called = [name, "image", image, host.identity.host].filter((part) => part !== undefined).join("-");
    const load = placedCommand(
        called,
        host.machine,
        {
            create: host.dedicated ? script("socket", "image-load") : script("image-id"),
            args: [source, as, host.dedicated ? engineSocket(host.identity) : ""],
            triggers: [host.identity.generation, source, as, ...(token === undefined ? [] : [token])],
        },
        {
            ...host.options,
            dependsOn: [host, ...carried(parent, `${called}-carried`, source, host.elsewhere)],
            parent,
        },
    );
    return {
        id: load.stdout,
        loaded: load,
        name: host.container.apply((container) => (container === null ? source : as)),
    };
}
