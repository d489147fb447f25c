import * as pulumi from "@pulumi/pulumi";
import { noneNetwork } from "./lessons/none-network";
import { labContainer, STAY } from "./lib/containers";
import { OptionsOf } from "./lib/course";
import { labImage } from "./lib/image";
import { CheckResult, Evidence } from "./lib/probe";
import { typeToken } from "./lib/project";
import { prove, ScenarioArgs } from "./lib/scenario";

/** A container, test1, with nothing but lo: `--network none`. */
export class NoneNetwork extends pulumi.ComponentResource {
    /** What the lesson's commands printed. */
    public readonly evidence: pulumi.Output<Evidence[]>;
    /** How the lesson's claims came out at the last `up`. */
    public readonly checks: pulumi.Output<CheckResult[]>;

    constructor(
        name: string,
        args: ScenarioArgs<OptionsOf<typeof noneNetwork>>,
        opts?: pulumi.ComponentResourceOptions,
    ) {
        super(typeToken("NoneNetwork"), name, {}, opts);
        const test1 = labContainer(this, `${name}-test1`, args.host, {
            name: args.options.names.test1,
            image: labImage(this, name, args, "busybox").id,
            command: STAY,
            network: "none",
            token: args.tokens.test1!,
        });

        const proof = prove(this, name, args, [test1]);
        this.evidence = proof.evidence;
        this.checks = proof.checks;
        this.registerOutputs({ evidence: this.evidence, checks: this.checks });
    }
}
