import * as pulumi from "@pulumi/pulumi";
import { link } from "./lessons/link";
import { labContainer, linkedContainer, STAY } from "./lib/containers";
import { OptionsOf } from "./lib/course";
import { labImage } from "./lib/image";
import { CheckResult, Evidence } from "./lib/probe";
import { typeToken } from "./lib/project";
import { prove, ScenarioArgs } from "./lib/scenario";

/** test2 with a `--link` to test1, both on docker0: a name that works one way. */
export class LegacyLink extends pulumi.ComponentResource {
    /** What the lesson's commands printed. */
    public readonly evidence: pulumi.Output<Evidence[]>;
    /** How the lesson's claims came out at the last `up`. */
    public readonly checks: pulumi.Output<CheckResult[]>;

    constructor(name: string, args: ScenarioArgs<OptionsOf<typeof link>>, opts?: pulumi.ComponentResourceOptions) {
        super(typeToken("LegacyLink"), name, {}, opts);
        const { host, tokens } = args;
        const { names } = args.options;

        const image = labImage(this, name, args, "busybox");
        const test1 = labContainer(this, `${name}-test1`, host, {
            name: names.test1,
            image: image.id,
            command: STAY,
            token: tokens.test1!,
        });
        const test2 = linkedContainer(this, `${name}-test2`, host, {
            name: names.test2,
            link: names.test1,
            run: [image.name, ...STAY],
            // A link holds the address that its container had at the start: with a new test1 it is a new link.
            triggers: [test1.id, image.id, tokens.test2!],
            dependsOn: [test1],
        });

        const proof = prove(this, name, args, [test1, test2]);
        this.evidence = proof.evidence;
        this.checks = proof.checks;
        this.registerOutputs({ evidence: this.evidence, checks: this.checks });
    }
}
