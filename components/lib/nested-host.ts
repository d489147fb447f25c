import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { containerName, engineSocket, Identity, labels, runFolder } from "./project";
import { Command, placedCommand } from "./command";
import { carried, engineBehind, machineProvider } from "./engine";
import { Elsewhere } from "./elsewhere";
import { labDisk } from "./disk";
import { isLimited, Limits } from "./limits";
import { atEngine, inLabHost, LIMITS, onMachine, Place, script } from "./script";
import { SECCOMP_PROFILE } from "./seccomp";
import { Site, site } from "./site";
import { sshd, SshArgs } from "./sshd";

/** What a dockerd with nested containers needs, and no more (DESIGN: tried on Docker 20.10 and 26.1). */
export const LAB_HOST_CAPABILITIES = [
    "AUDIT_WRITE", // nested containers get it by default, so their lab host must have it to give
    "CHOWN",
    "DAC_OVERRIDE",
    "FOWNER",
    "FSETID",
    "KILL",
    "MKNOD",
    "NET_ADMIN",
    "NET_BIND_SERVICE",
    "NET_RAW",
    "SETFCAP",
    "SETGID",
    "SETPCAP",
    "SETUID",
    "SYS_ADMIN",
    "SYS_CHROOT",
    "SYS_PTRACE", // without it `docker exec` does not get into a container whose process is not root's, such as redis
].map((name) => `CAP_${name}`);

/** What keeps a lab host from more than that. Its entry point makes /proc/sys/net writable, and all else of the kernel's settings is not. */
export const LAB_HOST_SECURITY = [`seccomp=${SECCOMP_PROFILE}`, "apparmor=unconfined"];

/** A port of a lab host, and where on the machine it is published. */
export interface Publication {
    port: number;
    machinePort: number;
    /** An address of the machine, or 0.0.0.0 for all of them. */
    address: string;
}

/** What a lab host has that is one of several: an address among them, and settings of its own. Changing any of it replaces it. */
export interface Node {
    /** Its address on the underlay, the network between the lab hosts, in CIDR notation: that of its interface eth1. */
    address: string;
    /** More environment of its processes. */
    environment: Readonly<Record<string, string>>;
    /** More flags of its engine. */
    flags: readonly string[];
}

/** The limits of a lab host, and their token: a new one holds it to them again. */
export interface Held {
    to: Limits;
    token: string;
}

/** Arguments of a nested lab host. */
export interface NestedHostArgs {
    identity: Identity;
    /** Image of the lab host. Changing this replaces the lab host. */
    image: string;
    /** Subnet of the lab's own network, in CIDR notation. Changing this replaces the lab host. */
    subnet: string;
    /** What it is among several lab hosts. */
    node?: Node;
    /** Where it stands, when it is not the lab's first lab host. */
    site?: Site;
    /** Generations of all lab hosts of the lab, the first one's first. */
    generations: readonly string[];
    /** What it publishes. Changing this replaces the lab host. */
    publish: readonly Publication[];
    /** What opens it by SSH, and the token of its sshd; none where it has no SSH. */
    ssh?: SshArgs;
    /** Where the lab is, in words, when that is not this machine and this is its first lab host. */
    whereabouts?: string;
    /** Token of the lab host itself: a new one starts a stopped lab host again. */
    token: string;
    /** Token of its network's fence: a new one makes it anew. */
    fence?: string;
    /** How much of the machine it may take; none for as much as it likes. */
    limits?: Held;
    /** Whether this generation is declared for the first time. */
    fresh: boolean;
    /** Whether its engine answered when it was looked at. */
    answers: boolean;
    /** Where its engine is, when that is not this machine's own. */
    elsewhere?: Elsewhere;
}

/**
 * The resources of a nested lab host: a container with a Docker engine of its own, reached by a unix socket in a folder that
 * only root can enter.
 */
export function nestedHost(parent: pulumi.Resource, name: string, args: NestedHostArgs) {
    const { identity, publish, node, elsewhere, limits } = args;
    const container = containerName(identity);
    const folder = runFolder(identity);
    const socket = engineSocket(identity);
    const machine = onMachine(LIMITS.change, elsewhere);
    const room = args.site ?? site(parent, name, { ...args, machine });
    const network = room.network!;
    const provider = machineProvider(parent, name, elsewhere);
    const disk = limits?.to.disk
        ? labDisk(parent, name, { identity, machine, room, limits: limits.to, token: limits.token })
        : undefined;
    const volume = disk
        ? undefined
        : new docker.Volume(
              `${name}-volume`,
              { name: container, labels: labels(identity) },
              // Its delete would wait for two seconds; the room takes it along.
              { parent, provider, dependsOn: room.made, deletedWith: room.made, deleteBeforeReplace: false },
          );
    const environment = { ...(node && environmentOf(node)), ...disk?.environment };
    const host = new docker.Container(
        `${name}-container`,
        {
            name: container,
            hostname: identity.host ?? identity.stack,
            image: args.image,
            command: node && [...node.flags],
            envs: node || disk ? Object.entries(environment).map(([key, value]) => `${key}=${value}`) : undefined,
            capabilities: { adds: LAB_HOST_CAPABILITIES, drops: ["ALL"] },
            securityOpts: LAB_HOST_SECURITY,
            cgroupnsMode: "private",
            networkMode: "bridge",
            networksAdvanced: [{ name: network.name }],
            tmpfs: { "/run": "rw,nosuid,nodev,mode=755" },
            volumes: [
                { hostPath: folder, containerPath: "/lab" },
                ...(volume ? [{ volumeName: volume.name, containerPath: "/var/lib/docker" }] : []),
            ],
            ports: publish.length > 0 ? portsOf(publish) : undefined,
            labels: labels(identity, { role: "lab-host" }),
            // What it says is kept on the machine's disk.
            logDriver: "json-file",
            logOpts: { "max-size": "5m", "max-file": "2" },
            ...disk?.container,
            restart: "unless-stopped",
            stopTimeout: 5,
        },
        {
            parent,
            provider,
            dependsOn: [
                network.made,
                ...(disk ? [disk.made] : []),
                ...carried(parent, `${name}-image`, args.image, elsewhere),
            ],
            replacementTrigger: identity.generation,
            replaceOnChanges: ["tmpfs"],
            // What it is held to is changed while it runs (`held`).
            ignoreChanges: ["cpus", "memory", "memorySwap"],
            // The old lab host must be among the last to go: what is in it is not deleted by itself while it still stands to be
            // deleted. By default the provider deletes what has a name first.
            deleteBeforeReplace: false,
        },
    );
    const first = [
        ...(limits && isLimited(limits.to, ["memory", "cpus", "processes"])
            ? [held(parent, name, machine, host, limits)]
            : []),
        ...(disk ? [disk.made] : []),
    ];
    const ready = placedCommand(
        `${name}-ready`,
        machine,
        {
            create: script("ask", "socket", "host-ready"),
            args: [container, socket, node?.address ?? ""],
            triggers: [host.id, args.token],
        },
        { parent, deletedWith: host, dependsOn: first },
    );
    if (args.ssh)
        sshd(parent, name, { ...args.ssh, place: inLabHost(container, LIMITS.change, elsewhere), host, ready });
    const engine = engineBehind(socket, elsewhere);
    // A provider whose engine is not known yet leaves open what becomes of what is in it; one that cannot reach its engine fails, and
    // that of the official plugin tries to at a preview as well.
    const dockerHost = args.answers
        ? pulumi.output(engine.host as string)
        : ready.stdout.apply(() => engine.host as string);
    const inside = new docker.Provider(
        `${name}-engine`,
        // It has just answered; the check would have it run two programs, for each resource that asks at the same time.
        { ...engine, host: dockerHost, disableDockerDaemonCheck: true },
        { parent, dependsOn: ready, deletedWith: host, replaceWith: [host] },
    );
    return {
        site: room,
        container: pulumi.output<string | null>(container),
        dockerHost,
        engineVersion: ready.stdout,
        provider: inside,
        machine,
        place: inLabHost(container, LIMITS.change, elsewhere),
        engine: atEngine(socket, LIMITS.change, elsewhere),
        options: {
            dependsOn: ready,
            deletedWith: host,
            replaceWith: [host],
            // Within a lab host a name must be free before it is taken again. In a new one it is free, and a delete that came first
            // would ask the old one's engine, which may be gone.
            deleteBeforeReplace: !args.fresh,
        },
    };
}

/**
 * Holds a lab host to its limits. The provider has no limit of processes, and makes a container anew for another one of processors; the
 * engine changes all of them in a container that runs.
 */
function held(
    parent: pulumi.Resource,
    name: string,
    machine: Place,
    host: docker.Container,
    { to, token }: Held,
): Command {
    const limit = script("limit");
    return placedCommand(
        `${name}-limits`,
        machine,
        // The token is there for its change alone: it is an argument, so that a new one does not let the lab host go first.
        {
            create: limit,
            delete: `set -- "$1" "" "" ""\n${limit}`,
            args: [host.name, to.memory, to.cpus, to.processes, token],
            triggers: [host.id],
        },
        { parent, deletedWith: host },
    );
}

/** Published ports as the provider takes them, in the order in which it reads them back. */
function portsOf(publish: readonly Publication[]): docker.types.input.ContainerPort[] {
    return [...publish]
        .sort((one, other) => one.port - other.port)
        .map(({ port, machinePort, address }) => ({ internal: port, external: machinePort, ip: address }));
}

/** The environment of a node's processes; the entry point reads LAB_UNDERLAY. */
function environmentOf({ address, environment }: Node): Readonly<Record<string, string>> {
    return { LAB_UNDERLAY: address, ...environment };
}
