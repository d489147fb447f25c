import * as pulumi from "@pulumi/pulumi";
import { hostNetwork, serve } from "./lessons/host-network";
import { labContainer, STAY } from "./lib/containers";
import { OptionsOf } from "./lib/course";
import { labImage } from "./lib/image";
import { CheckResult, Evidence } from "./lib/probe";
import { typeToken } from "./lib/project";
import { prove, ScenarioArgs } from "./lib/scenario";

/** Two containers on the network of their host itself, test1 and a server: `--network host`. */
export class HostNetwork extends pulumi.ComponentResource {
    /** What the lesson's commands printed. */
    public readonly evidence: pulumi.Output<Evidence[]>;
    /** How the lesson's claims came out at the last `up`. */
    public readonly checks: pulumi.Output<CheckResult[]>;

    constructor(
        name: string,
        args: ScenarioArgs<OptionsOf<typeof hostNetwork>>,
        opts?: pulumi.ComponentResourceOptions,
    ) {
        super(typeToken("HostNetwork"), name, {}, opts);
        const { host, tokens } = args;
        const { names, ports } = args.options;

        const onHost = { image: labImage(this, name, args, "busybox").id, network: "host" } as const;
        const test1 = labContainer(this, `${name}-test1`, host, {
            ...onHost,
            name: names.test1,
            command: STAY,
            token: tokens.test1!,
        });
        const server = labContainer(this, `${name}-server`, host, {
            ...onHost,
            name: names.server,
            command: ["sh", "-c", serve(ports.server)],
            token: tokens.server!,
        });

        const proof = prove(this, name, args, [test1, server]);
        this.evidence = proof.evidence;
        this.checks = proof.checks;
        this.registerOutputs({ evidence: this.evidence, checks: this.checks });
    }
}
