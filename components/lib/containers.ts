import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { LabHost } from "../lab-host";
import { labels } from "./project";

/** What the course starts its containers with, so that they stay. */
const STAY = ["/bin/sh", "-c", "while true; do sleep 3600; done"];

/** Arguments of a container that stays and does nothing. */
export interface IdleContainerArgs {
    /** Id of its image in the lab host. */
    image: pulumi.Input<string>;
    /** The network to start it on; docker0's by default. */
    network?: docker.Network;
    /** Token of the container (see drift.ts). */
    token: string;
    /** A resource to wait for. */
    after?: pulumi.Resource;
}

/** A container of the course that stays and does nothing: `docker run -d --name … busybox /bin/sh -c "while true; …"`. */
export function idleContainer(
    parent: pulumi.Resource,
    name: string,
    host: LabHost,
    container: string,
    args: IdleContainerArgs,
): docker.Container {
    const { network, token, after } = args;
    return new docker.Container(
        `${name}-${container}`,
        {
            name: container,
            image: args.image,
            command: STAY,
            // A name that nobody knows is said in 2 s even where DNS queries to the outside are dropped, not in 20 s.
            dnsOpts: ["timeout:1", "attempts:1"],
            networkMode: network ? network.name : "bridge",
            networksAdvanced: network ? [{ name: network.name }] : undefined,
            labels: labels(host.identity, { token }),
        },
        {
            ...inLab(parent, host),
            dependsOn: [host, ...(after ? [after] : [])],
            replaceWith: [...(host.options.replaceWith ?? []), ...(network ? [network] : [])],
        },
    );
}

/** The options of a Docker resource in a lab host. */
export function inLab(parent: pulumi.Resource, host: LabHost): pulumi.CustomResourceOptions {
    return { ...host.options, provider: host.provider, parent };
}
