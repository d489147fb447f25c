import * as pulumi from "@pulumi/pulumi";
import { portMapping } from "./lessons/port-mapping";
import { labContainer } from "./lib/containers";
import { OptionsOf } from "./lib/course";
import { labImage } from "./lib/image";
import { CheckResult, Evidence } from "./lib/probe";
import { typeToken } from "./lib/project";
import { prove, ScenarioArgs } from "./lib/scenario";

/** An nginx, web, whose port 80 is published at a port of its host: `-p 80:80`. */
export class PortMapping extends pulumi.ComponentResource {
    /** What the lesson's commands printed. */
    public readonly evidence: pulumi.Output<Evidence[]>;
    /** How the lesson's claims came out at the last `up`. */
    public readonly checks: pulumi.Output<CheckResult[]>;

    constructor(
        name: string,
        args: ScenarioArgs<OptionsOf<typeof portMapping>>,
        opts?: pulumi.ComponentResourceOptions,
    ) {
        super(typeToken("PortMapping"), name, {}, opts);
        const web = labContainer(this, `${name}-web`, args.host, {
            name: args.options.names.web,
            image: labImage(this, name, args, "nginx").id,
            publish: { internal: 80, external: args.options.ports.web },
            token: args.tokens.web!,
        });

        const proof = prove(this, name, args, [web]);
        this.evidence = proof.evidence;
        this.checks = proof.checks;
        this.registerOutputs({ evidence: this.evidence, checks: this.checks });
    }
}
