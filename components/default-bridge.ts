import * as pulumi from "@pulumi/pulumi";
import { defaultBridge } from "./lessons/default-bridge";
import { labContainer, STAY } from "./lib/containers";
import { OptionsOf } from "./lib/course";
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

    constructor(
        name: string,
        args: ScenarioArgs<OptionsOf<typeof defaultBridge>>,
        opts?: pulumi.ComponentResourceOptions,
    ) {
        super(typeToken("DefaultBridge"), name, {}, opts);
        const { host, tokens } = args;
        const { names } = args.options;

        const idle = { image: labImage(this, name, args, "busybox").id, command: STAY };
        const test1 = labContainer(this, `${name}-test1`, host, { ...idle, name: names.test1, token: tokens.test1! });
        const test2 = labContainer(this, `${name}-test2`, host, {
            ...idle,
            name: names.test2,
            token: tokens.test2!,
            after: test1, // in the order of the course, so that the addresses are the course's
        });

        const proof = prove(this, name, args, [test1, test2]);
        this.evidence = proof.evidence;
        this.checks = proof.checks;
        this.registerOutputs({ evidence: this.evidence, checks: this.checks });
    }
}
