import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { directHost } from "./lib/direct-host";
import { LabHostKind } from "./lib/look";
import { Held, nestedHost, Node, Publication } from "./lib/nested-host";
import { Identity, typeToken } from "./lib/project";
import { Elsewhere } from "./lib/elsewhere";
import { Place } from "./lib/script";
import { Site } from "./lib/site";
import { SshArgs } from "./lib/sshd";

/** Arguments of a lab host. */
export interface LabHostArgs {
    /**
     * `nested`: a container with a Docker engine of its own, in which every command of the course works word for word.
     * `direct`: the machine's own engine and namespaces.
     */
    kind: LabHostKind;
    /** Whose lab it is. A new generation replaces the lab host and everything in it. */
    identity: Identity;
    /** Generations of all lab hosts of the lab, the first one's first. */
    generations: readonly string[];
    /** Image of a nested lab host. */
    image: string;
    /** Subnet of the network that nested lab hosts are on, in CIDR notation. */
    subnet: string;
    /** What a nested lab host is among several: its address between them, and settings of its own. */
    node?: Node;
    /** Where it stands, when it is not the lab's first lab host: that one's. */
    site?: Site;
    /**
     * Ports of a nested lab host that are published on the machine, each at its `machinePort` and `address`. Changing them replaces the lab
     * host. On the machine itself there is nothing to publish.
     */
    publish: readonly Publication[];
    /** What opens a nested lab host by SSH; none where it has no SSH. Where it is reached is among what it publishes. */
    ssh?: SshArgs;
    /** Token of the lab host (see lib/drift.ts): a new one starts a stopped lab host again. */
    token: string;
    /** Token of the fence of that network: a new one makes it anew. */
    fence?: string;
    /** How much of the machine a nested lab host may take; none for as much as it likes. Changing it replaces nothing. */
    limits?: Held;
    /** Whether this generation is declared for the first time. */
    fresh: boolean;
    /** Whether its engine answered when it was looked at: then its address is known at a preview. */
    answers: boolean;
    /** Where its engine is, when that is not this machine's own. */
    elsewhere?: Elsewhere;
    /** Where the lab is, in words, when that is not this machine and this is its first lab host. */
    whereabouts?: string;
}

/**
 * A Debian machine with Docker, for one lab.
 *
 * Its scenario's component does not know which kind it is on: it declares Docker resources with `provider` and `options`, and
 * runs commands in `place`.
 */
export class LabHost extends pulumi.ComponentResource {
    /** Name of the lab host's container; null for the machine itself. */
    public readonly container: pulumi.Output<string | null>;
    /** Address of its engine, for `DOCKER_HOST`. Known where the engine answers. */
    public readonly dockerHost: pulumi.Output<string>;
    /** Version of its engine, for example "26.1.5". */
    public readonly engineVersion: pulumi.Output<string>;
    /** Whose lab it is. */
    public readonly identity: Identity;
    /** What the lab has on the machine beside its lab hosts: the further ones stand there, too. */
    public readonly site: Site;
    /** Whether all that is in it is the lab's: a container of its own, not a machine. */
    public readonly dedicated: boolean;
    /** The provider for Docker resources in it. */
    public readonly provider: docker.Provider;
    /** Where commands in it run. */
    public readonly place: Place;
    /** Where commands run that need nothing of it but its engine. */
    public readonly engine: Place;
    /** The machine that it is on. */
    public readonly machine: Place;
    /** Where its engine is, when that is not this machine's own. */
    public readonly elsewhere?: Elsewhere;
    /** Options for every resource in it: they wait for it, and end and are made anew with it. */
    public readonly options: pulumi.CustomResourceOptions;

    constructor(name: string, args: LabHostArgs, opts?: pulumi.ComponentResourceOptions) {
        super(typeToken("LabHost"), name, {}, opts);
        const made = args.kind === "nested" ? nestedHost(this, name, args) : directHost(this, name, args);
        this.identity = args.identity;
        this.dedicated = args.kind === "nested";
        this.site = made.site;
        this.container = made.container;
        this.dockerHost = made.dockerHost;
        this.engineVersion = made.engineVersion;
        this.provider = made.provider;
        this.place = made.place;
        this.engine = made.engine;
        this.machine = made.machine;
        this.elsewhere = args.elsewhere;
        this.options = made.options;
        this.registerOutputs({
            container: this.container,
            dockerHost: this.dockerHost,
            engineVersion: this.engineVersion,
        });
    }
}
