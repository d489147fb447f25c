import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { End, ENDS, netns, PREFIX_LENGTH } from "./lessons/netns";
import { CheckResult, Evidence } from "./lib/probe";
import { PROJECT, typeToken } from "./lib/project";
import { labCommand, prove, ScenarioArgs } from "./lib/scenario";
import { script } from "./lib/script";

/** Two network namespaces, test1 and test2, with a veth pair between them: raw `ip` commands, no container. */
export class NetworkNamespaces extends pulumi.ComponentResource {
    /** What the lesson's commands printed. */
    public readonly evidence: pulumi.Output<Evidence[]>;
    /** How the lesson's claims came out at the last `up`. */
    public readonly checks: pulumi.Output<CheckResult[]>;

    constructor(name: string, args: ScenarioArgs, opts?: pulumi.ComponentResourceOptions) {
        super(typeToken("NetworkNamespaces"), name, {}, opts);

        const namespaces = ENDS.map((end) => namespace(this, name, args, end));
        const pair = vethPair(this, name, args, namespaces);
        const addresses = ENDS.map((end) => address(this, name, args, end, pair));

        const proof = prove(this, name, netns, args, [...namespaces, pair, ...addresses]);
        this.evidence = proof.evidence;
        this.checks = proof.checks;
        this.registerOutputs({ evidence: this.evidence, checks: this.checks });
    }
}

function namespace(parent: pulumi.Resource, name: string, args: ScenarioArgs, end: End): command.local.Command {
    const { owner, stack, generation } = args.host.identity;
    return labCommand(parent, `${name}-${end.namespace}`, args.host, {
        create: script("netns-add"),
        delete: script("netns-delete"),
        args: [end.namespace, owner, stack, generation],
        triggers: [args.tokens[end.namespace]!],
    });
}

function vethPair(
    parent: pulumi.Resource,
    name: string,
    args: ScenarioArgs,
    ends: pulumi.CustomResource[],
): command.local.Command {
    const { owner, stack, generation } = args.host.identity;
    return labCommand(parent, `${name}-pair`, args.host, {
        create: script("veth-add"),
        delete: script("veth-delete"),
        args: [...ENDS.flatMap((end) => [end.link, end.namespace]), `${PROJECT} ${owner} ${stack} ${generation}`],
        triggers: [args.tokens.pair!, ...ends.map((end) => end.id)],
    });
}

function address(
    parent: pulumi.Resource,
    name: string,
    args: ScenarioArgs,
    end: End,
    pair: pulumi.CustomResource,
): command.local.Command {
    return labCommand(parent, `${name}-address-${end.namespace}`, args.host, {
        create: script("address-add"),
        delete: script("address-delete"),
        args: [end.namespace, end.link, `${end.address}/${PREFIX_LENGTH}`],
        triggers: [args.tokens[`address-${end.namespace}`]!, pair.id],
    });
}
