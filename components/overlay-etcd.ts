import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { endpointsOf, overlayEtcd } from "./lessons/overlay-etcd";
import { addressOf } from "./lib/cluster";
import { UNTOUCHED } from "./lib/command";
import { inLab, labContainer, STAY } from "./lib/containers";
import { OptionsOf } from "./lib/course";
import { labImage } from "./lib/image";
import { tenantsOf } from "./lib/overlay";
import { CheckResult, Evidence } from "./lib/probe";
import { labels, typeToken } from "./lib/project";
import { labCommand, prove, ScenarioArgs } from "./lib/scenario";
import { script } from "./lib/script";

/**
 * An overlay network as the course makes it: engines that keep their networks in etcd, which runs on the first lab host or the first
 * three, and a container on each host.
 */
export class OverlayEtcd extends pulumi.ComponentResource {
    /** What the lesson's commands printed. */
    public readonly evidence: pulumi.Output<Evidence[]>;
    /** How the lesson's claims came out at the last `up`. */
    public readonly checks: pulumi.Output<CheckResult[]>;

    constructor(
        name: string,
        args: ScenarioArgs<OptionsOf<typeof overlayEtcd>>,
        opts?: pulumi.ComponentResourceOptions,
    ) {
        super(typeToken("OverlayEtcd"), name, {}, opts);
        const { host, hosts, tokens, options } = args;
        const { demo } = options.names;

        const network = new docker.Network(
            `${name}-demo`,
            { name: demo, driver: "overlay", labels: labels(host.identity, { token: tokens.demo! }) },
            inLab(this, host),
        );
        const tenants = tenantsOf(options).map(({ key, name: called, node }) => {
            const at = hosts[node]!;
            const forgotten = labCommand(this, `${name}-forget-${node}`, at, {
                create: script("etcd-forget"),
                update: UNTOUCHED,
                args: [demo, addressOf(node, options), endpointsOf(options)],
                triggers: [network.id],
                dependsOn: [network],
            });
            return labContainer(this, `${name}-${key}`, at, {
                name: called,
                image: labImage(this, name, args, "busybox", at).id,
                command: STAY,
                network,
                after: forgotten,
                token: tokens[key]!,
            });
        });

        const proof = prove(this, name, args, [network, ...tenants]);
        this.evidence = proof.evidence;
        this.checks = proof.checks;
        this.registerOutputs({ evidence: this.evidence, checks: this.checks });
    }
}
