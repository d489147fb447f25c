import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { createHash } from "crypto";
import { LabHost } from "./lab-host";
import { memberPart, overlaySwarm, replicasOf, sharePart } from "./lessons/overlay-swarm";
import { addressOf, membersOf } from "./lib/cluster";
import { UNTOUCHED } from "./lib/command";
import { inLab, labContainer, STAY, swarmStart } from "./lib/containers";
import { OptionsOf } from "./lib/course";
import { LabImage, labImage } from "./lib/image";
import { tenantsOf } from "./lib/overlay";
import { CheckResult, Evidence } from "./lib/probe";
import { labels, typeToken } from "./lib/project";
import { labCommand, prove, ScenarioArgs } from "./lib/scenario";
import { joinSwarm } from "./lib/swarm";
import { script } from "./lib/script";

/**
 * An overlay network on today's engine: the lab hosts are nodes of a swarm, each with a container on the network, and a service has
 * its tasks spread over them.
 */
export class OverlaySwarm extends pulumi.ComponentResource {
    /** What the lesson's commands printed. */
    public readonly evidence: pulumi.Output<Evidence[]>;
    /** How the lesson's claims came out at the last `up`. */
    public readonly checks: pulumi.Output<CheckResult[]>;

    constructor(
        name: string,
        args: ScenarioArgs<OptionsOf<typeof overlaySwarm>>,
        opts?: pulumi.ComponentResourceOptions,
    ) {
        super(typeToken("OverlaySwarm"), name, {}, opts);
        const { host, hosts, tokens, options } = args;
        const { names, encrypted } = options;
        const { owner, stack, generation } = host.identity;
        const [first = "", ...others] = Object.keys(hosts);

        const swarm = labCommand(this, `${name}-swarm`, host, {
            create: script("swarm-node", "swarm-init"),
            delete: script("swarm-node", "swarm-dissolve"),
            args: [owner, stack, generation, addressOf(first, options)],
            triggers: [tokens[memberPart(first)]!],
        });
        const managers = membersOf(Object.keys(hosts));
        const joined: Record<string, pulumi.CustomResource> = { [first]: swarm };
        for (const node of others) {
            joined[node] = joinSwarm(this, `${name}-join-${node}`, {
                manager: host,
                address: addressOf(first, options),
                node: hosts[node]!,
                role: managers.includes(node) ? "manager" : "worker",
                token: tokens[memberPart(node)]!,
                // Managers come one by one: each must be counted before the next one is.
                after: managers.includes(node) ? Object.values(joined) : [swarm],
            });
        }
        const network = new docker.Network(
            `${name}-demo`,
            {
                name: names.demo,
                driver: "overlay",
                attachable: true,
                options: encrypted ? { encrypted: "" } : undefined,
                labels: labels(host.identity, { token: tokens.demo! }),
            },
            {
                ...inLab(this, host),
                dependsOn: [host, swarm],
                replaceWith: [...(host.options.replaceWith ?? []), swarm],
            },
        );
        const images = Object.fromEntries(
            Object.entries(hosts).map(([node, at]) => [node, labImage(this, name, args, "busybox", at)]),
        );
        const tenants = tenantsOf(options).flatMap(({ key, name: called, node }) => {
            const tenant = labContainer(this, `${name}-${key}`, hosts[node]!, {
                name: called,
                image: images[node]!.id,
                command: STAY,
                network,
                after: joined[node],
                token: tokens[key]!,
                startedLater: true,
            });
            return [tenant, swarmStart(this, `${name}-start-${key}`, hosts[node]!, tenant)];
        });
        const service = this.service(name, args, network, Object.values(images), Object.values(joined));

        const proof = prove(this, name, args, [network, ...Object.values(joined), ...tenants, service]);
        this.evidence = proof.evidence;
        this.checks = proof.checks;
        this.registerOutputs({ evidence: this.evidence, checks: this.checks });
    }

    /** A service whose tasks only have to be there; a new token of any node's share or container spreads them anew. */
    private service(
        name: string,
        { host, hosts, options, tokens }: ScenarioArgs<OptionsOf<typeof overlaySwarm>>,
        network: docker.Network,
        images: LabImage[],
        members: pulumi.Resource[],
    ): docker.Service {
        const shares = Object.fromEntries(
            Object.keys(hosts).map((node) => [sharePart(node), tokens[sharePart(node)]!]),
        );
        const generations = Object.values(hosts).map(({ identity }) => identity.generation);
        // Whose container is made again has mostly been restarted itself. Tasks may seem to be where they were then, and be moved once the swarm
        // has noticed, so they are spread when it has.
        const stays = tenantsOf(options).map(({ key }) => tokens[key]!);
        const spreads = numberOf([...generations, ...Object.values(shares), ...stays]);
        const { owner, stack } = host.identity;
        // The provider cannot delete a service that somebody has removed, and waits for tasks on nodes that are gone.
        const room = labCommand(this, `${name}-room-for-web`, host, {
            create: script("service-remove"),
            update: UNTOUCHED,
            delete: script("service-remove"),
            args: [options.names.web, owner, stack],
            triggers: [network.id, tokens.web!],
            dependsOn: [network, ...members, ...images.map(({ loaded }) => loaded)],
        });
        const ready = labCommand(this, `${name}-nodes`, host, {
            create: script("swarm-ready"),
            args: Object.keys(hosts).filter((node) => !options.stop.includes(node)),
            triggers: [room.id, String(spreads)],
            dependsOn: [room],
        });
        return new docker.Service(
            `${name}-web`,
            {
                name: options.names.web,
                mode: { replicated: { replicas: replicasOf(options) } },
                endpointSpec: { mode: "dnsrr" },
                taskSpec: {
                    containerSpec: {
                        image: taskImage(host, images),
                        commands: STAY,
                        stopGracePeriod: "1s",
                    },
                    forceUpdate: spreads,
                    networksAdvanceds: [{ id: network.id }],
                },
                updateConfig: { parallelism: 0, order: "stop-first" },
                labels: labels(host.identity, shares),
            },
            {
                ...inLab(this, host),
                dependsOn: [host, ready],
                replaceWith: [...(host.options.replaceWith ?? []), room],
                retainOnDelete: true,
            },
        );
    }
}

/**
 * What tasks are started from. Lab hosts are told to take the image that they have; other engines ask a registry for a name first, and
 * not for an id.
 */
function taskImage({ container }: LabHost, images: readonly LabImage[]): pulumi.Output<string> {
    const [first] = images;
    const ids = pulumi.all(images.map(({ id }) => id));
    return pulumi
        .all([container, ids, first!.name])
        .apply(([nested, all, named]) => (nested === null && new Set(all).size === 1 ? all[0]! : named));
}

/** A number that is another one for other words: where it changes, the swarm spreads the tasks anew. */
function numberOf(words: readonly string[]): number {
    return createHash("sha256").update(words.join()).digest().readUInt32BE(0);
}
