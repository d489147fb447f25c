import * as pulumi from "@pulumi/pulumi";
import { defaultBridge } from "./lessons/default-bridge";
import { idleContainer } from "./lib/containers";
import { labImage } from "./lib/image";
import { CheckResult, Evidence } from "./lib/probe";
import { typeToken } from "./lib/project";
import { prove, ScenarioArgs } from "./lib/scenario";

/** Two containers, test1 and test2, on the engine's default bridge, docker0. */
export class DefaultBridge extends pulumi.ComponentResource {
    /** What the lesson's commands printed. */
    public readonly evidence: pulumi.Output<Evidence[]>;
    /** How the lesson's claims came out at the last `up`. */
    public readonly checks: pulumi.Output<CheckResult[]>;

    constructor(name: string, args: ScenarioArgs, opts?: pulumi.ComponentResourceOptions) {
        super(typeToken("DefaultBridge"), name, {}, opts);
        const { host, tokens, images } = args;

        const image = labImage(this, name, host, images.busybox!, "busybox:latest");
        const test1 = idleContainer(this, name, host, "test1", { image, token: tokens.test1! });
        // In the order of the course, so that the addresses are the course's: test1 has the first one, test2 the second.
        const test2 = idleContainer(this, name, host, "test2", { image, token: tokens.test2!, after: test1 });

        const proof = prove(this, name, defaultBridge, args, [test1, test2]);
        this.evidence = proof.evidence;
        this.checks = proof.checks;
        this.registerOutputs({ evidence: this.evidence, checks: this.checks });
    }
}
