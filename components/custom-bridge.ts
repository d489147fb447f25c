import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { customBridge, extraNames } from "./lessons/custom-bridge";
import { inLab, labContainer, STAY } from "./lib/containers";
import { OptionsOf } from "./lib/course";
import { labImage } from "./lib/image";
import { CheckResult, Evidence } from "./lib/probe";
import { labels, typeToken } from "./lib/project";
import { labCommand, prove, ScenarioArgs } from "./lib/scenario";
import { script } from "./lib/script";
import { putOut } from "./lib/put-out";

/**
 * A bridge network of one's own, `xin-bridge`, with test3 on it and test1 plugged into it beside docker0: there, containers find
 * each other by name.
 */
export class CustomBridge extends pulumi.ComponentResource {
    /** What the lesson's commands printed. */
    public readonly evidence: pulumi.Output<Evidence[]>;
    /** How the lesson's claims came out at the last `up`. */
    public readonly checks: pulumi.Output<CheckResult[]>;

    constructor(
        name: string,
        args: ScenarioArgs<OptionsOf<typeof customBridge>>,
        opts?: pulumi.ComponentResourceOptions,
    ) {
        super(typeToken("CustomBridge"), name, {}, opts);
        const { host, tokens } = args;
        const { names, addresses, extra } = args.options;
        const subnet = addresses["xin-bridge"];

        const idle = { image: labImage(this, name, args, "busybox").id, command: STAY };
        const network = new docker.Network(
            `${name}-xin-bridge`,
            {
                name: names["xin-bridge"],
                driver: "bridge",
                ipamConfigs: subnet ? [{ subnet }] : undefined,
                // The provider takes a subnet that is named no more for one that Docker chose; a label does not.
                labels: labels(host.identity, { token: tokens["xin-bridge"]!, ...(subnet && { subnet }) }),
            },
            inLab(this, host),
        );
        const container = (key: string, more: { name: string; network?: docker.Network; after?: pulumi.Resource }) =>
            labContainer(this, `${name}-${key}`, host, { ...idle, ...more, token: tokens[key]! });
        const test1 = container("test1", { name: names.test1 });
        const test3 = container("test3", { name: names.test3, network });
        const connection = labCommand(this, `${name}-connection`, host, {
            create: script("connect"),
            delete: script("disconnect"),
            args: [names["xin-bridge"], names.test1],
            place: host.engine,
            triggers: [network.id, test1.id, tokens.connection!],
            dependsOn: [test3], // whoever comes first gets 172.18.0.2, and in the course that is test3
        });
        const extras = extraNames(extra).map((key) => container(key, { name: key, network, after: connection }));

        const guests = putOut(this, `${name}-guests`, host, {
            script: "guests-out",
            place: host.engine,
            args: [names["xin-bridge"], ...args.lesson.claims.containers],
            token: tokens.guests!,
            on: [network],
        });

        const proof = prove(this, name, args, [network, test1, test3, connection, ...extras, ...guests]);
        this.evidence = proof.evidence;
        this.checks = proof.checks;
        this.registerOutputs({ evidence: this.evidence, checks: this.checks });
    }
}
