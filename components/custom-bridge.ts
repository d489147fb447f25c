import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { customBridge } from "./lessons/custom-bridge";
import { idleContainer, inLab } from "./lib/containers";
import { labImage } from "./lib/image";
import { CheckResult, Evidence } from "./lib/probe";
import { labels, typeToken } from "./lib/project";
import { labCommand, prove, ScenarioArgs } from "./lib/scenario";
import { script } from "./lib/script";

/**
 * A bridge network of one's own, `xin-bridge`, with test3 on it and test1 plugged into it beside docker0: there, containers find
 * each other by name.
 */
export class CustomBridge extends pulumi.ComponentResource {
    /** What the lesson's commands printed. */
    public readonly evidence: pulumi.Output<Evidence[]>;
    /** How the lesson's claims came out at the last `up`. */
    public readonly checks: pulumi.Output<CheckResult[]>;

    constructor(name: string, args: ScenarioArgs, opts?: pulumi.ComponentResourceOptions) {
        super(typeToken("CustomBridge"), name, {}, opts);
        const { host, tokens } = args;

        const image = labImage(this, name, host, args.images.busybox!, "busybox:latest");
        const network = new docker.Network(
            `${name}-xin-bridge`,
            { name: "xin-bridge", driver: "bridge", labels: labels(host.identity, { token: tokens["xin-bridge"]! }) },
            inLab(this, host),
        );
        const test1 = idleContainer(this, name, host, "test1", { image, token: tokens.test1! });
        const test3 = idleContainer(this, name, host, "test3", { image, network, token: tokens.test3! });
        const connection = labCommand(this, `${name}-connection`, host, {
            create: script("connect"),
            delete: script("disconnect"),
            args: ["xin-bridge", "test1"],
            triggers: [network.id, test1.id, tokens.connection!],
            dependsOn: [test3], // whoever comes first gets 172.18.0.2, and in the course that is test3
        });

        const proof = prove(this, name, customBridge, args, [test1, test3, connection]);
        this.evidence = proof.evidence;
        this.checks = proof.checks;
        this.registerOutputs({ evidence: this.evidence, checks: this.checks });
    }
}
