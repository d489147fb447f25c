import * as pulumi from "@pulumi/pulumi";
import { End, endsOf, netns } from "./lessons/netns";
import { Command } from "./lib/command";
import { OptionsOf } from "./lib/course";
import { CheckResult, Evidence } from "./lib/probe";
import { linkMark, typeToken } from "./lib/project";
import { labCommand, prove, ScenarioArgs } from "./lib/scenario";
import { script } from "./lib/script";
import { putOut } from "./lib/put-out";

/** Two network namespaces, test1 and test2, with a veth pair between them: raw `ip` commands, no container. */
export class NetworkNamespaces extends pulumi.ComponentResource {
    /** What the lesson's commands printed. */
    public readonly evidence: pulumi.Output<Evidence[]>;
    /** How the lesson's claims came out at the last `up`. */
    public readonly checks: pulumi.Output<CheckResult[]>;

    constructor(name: string, args: ScenarioArgs<OptionsOf<typeof netns>>, opts?: pulumi.ComponentResourceOptions) {
        super(typeToken("NetworkNamespaces"), name, {}, opts);

        const ends = endsOf(args.options);

        const namespaces = ends.map((end) => namespace(this, name, args, end));
        const pair = vethPair(this, name, args, ends, namespaces);
        const addresses = ends.map((end) => address(this, name, args, end, pair));

        const added = putOut(this, `${name}-added`, args.host, {
            script: "addresses-out",
            args: ends.flatMap(({ namespace, link, cidr }) => [namespace, link, cidr]),
            token: args.tokens.added!,
            on: [pair],
        });

        const proof = prove(this, name, args, [...namespaces, pair, ...addresses, ...added]);
        this.evidence = proof.evidence;
        this.checks = proof.checks;
        this.registerOutputs({ evidence: this.evidence, checks: this.checks });
    }
}

function namespace(parent: pulumi.Resource, name: string, args: ScenarioArgs, end: End): Command {
    const { owner, stack, generation } = args.host.identity;
    return labCommand(parent, `${name}-${end.key}`, args.host, {
        create: script("netns-add"),
        delete: script("netns-delete"),
        args: [end.namespace, owner, stack, generation],
        triggers: [args.tokens[end.key]!],
    });
}

function vethPair(
    parent: pulumi.Resource,
    name: string,
    args: ScenarioArgs,
    ends: readonly End[],
    namespaces: pulumi.CustomResource[],
): Command {
    return labCommand(parent, `${name}-pair`, args.host, {
        create: script("veth-add"),
        delete: script("veth-delete"),
        args: [...ends.flatMap((end) => [end.link, end.namespace]), linkMark(args.host.identity)],
        triggers: [args.tokens.pair!, ...namespaces.map(({ id }) => id)],
    });
}

function address(
    parent: pulumi.Resource,
    name: string,
    args: ScenarioArgs,
    end: End,
    pair: pulumi.CustomResource,
): Command {
    return labCommand(parent, `${name}-address-${end.key}`, args.host, {
        create: script("address-add"),
        delete: script("address-delete"),
        args: [end.namespace, end.link, end.cidr],
        triggers: [args.tokens[`address-${end.key}`]!, pair.id],
    });
}
