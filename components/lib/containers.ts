import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { LabHost } from "../lab-host";
import { Command, UNTOUCHED } from "./command";
import { labels } from "./project";
import { labCommand } from "./scenario";
import { script } from "./script";

/** What the course starts its containers with, so that they stay. */
export const STAY = ["/bin/sh", "-c", "while true; do sleep 3600; done"];

// A name that nobody knows is said in 2 s even where DNS queries to the outside are dropped, not in 20 s.
const DNS_OPTIONS = ["timeout:1", "attempts:1"];

/** Arguments of a container of a lesson. */
export interface LabContainerArgs {
    /** Its name in the lab. */
    name: string;
    /** Id of its image in the lab. */
    image: pulumi.Input<string>;
    /** What it runs; what its image says by default. */
    command?: string[];
    /** The network to start it on; docker0's by default. */
    network?: docker.Network | "host" | "none";
    /** A port of it, and the port of its host where it is published. */
    publish?: { internal: number; external: number };
    /** Token of the container (see drift.ts). */
    token: string;
    /** A resource to wait for. */
    after?: pulumi.Resource;
    /** Whether something else starts it; the provider by default. */
    startedLater?: boolean;
}

/** A container of a lesson: `docker run -d --name … [--network …] [-p …] IMAGE [COMMAND]`. */
export function labContainer(
    parent: pulumi.Resource,
    name: string,
    host: LabHost,
    args: LabContainerArgs,
): docker.Container {
    const { network, publish, token, after, startedLater = false } = args;
    const own = typeof network === "object" ? network : undefined;
    return new docker.Container(
        name,
        {
            name: args.name,
            image: args.image,
            command: args.command,
            ...(startedLater && { start: false, mustRun: false }),
            dnsOpts: DNS_OPTIONS,
            networkMode: own ? own.name : typeof network === "string" ? network : "bridge",
            networksAdvanced: own ? [{ name: own.name }] : undefined,
            // One address: the engine gives two back when none is named, and would be asked to change them at every refresh.
            ports: publish && [{ ...publish, ip: "0.0.0.0" }],
            labels: labels(host.identity, { token }),
        },
        {
            ...inLab(parent, host),
            dependsOn: [host, ...(after ? [after] : [])],
            // Said by the tool itself, so that a preview announces it also where the lab host does not run and its provider is not asked.
            replacementTrigger: token,
            replaceWith: [...(host.options.replaceWith ?? []), ...(own ? [own] : [])],
        },
    );
}

/** Starts a container that is on a swarm's network, which the docker provider would try but once. */
export function swarmStart(parent: pulumi.Resource, name: string, host: LabHost, container: docker.Container): Command {
    return labCommand(parent, name, host, {
        create: script("swarm-start"),
        args: [container.id],
        triggers: [],
        dependsOn: [container],
    });
}

/** Arguments of a container that is linked to another one. */
export interface LinkedContainerArgs {
    /** Its name in the lab. */
    name: string;
    /** The container that it is linked to, by its name in the lab. */
    link: string;
    /** Further arguments of `docker run`: flags, then the image, then what it runs. */
    run: readonly pulumi.Input<string>[];
    /** What it stands on: a change of any of them makes it anew. */
    triggers: pulumi.Input<unknown>[];
    dependsOn: pulumi.Resource[];
}

/** A container with `--link`, which the docker provider has no input for: a Command runs it. */
export function linkedContainer(
    parent: pulumi.Resource,
    name: string,
    host: LabHost,
    args: LinkedContainerArgs,
): Command {
    const { owner, stack, generation } = host.identity;
    const dns = DNS_OPTIONS.flatMap((option) => ["--dns-option", option]);
    return labCommand(parent, name, host, {
        create: script("container-run"),
        update: UNTOUCHED,
        delete: script("container-remove"),
        args: [args.name, owner, stack, generation, "--link", args.link, ...dns, ...args.run],
        triggers: args.triggers,
        dependsOn: args.dependsOn,
    });
}

/** The options of a Docker resource in a lab host. */
export function inLab(parent: pulumi.Resource, host: LabHost): pulumi.CustomResourceOptions {
    return { ...host.options, provider: host.provider, parent };
}
