// A lab's network as data: what `lab topology --json` prints, and what every picture of it is made from.

/** The version of this document's shape. It grows when something that is there changes its meaning or goes, not when something is added. */
export const VERSION = 1;

/**
 * What is live in a lab, as the places where it runs report it. All lists are sorted, so that the same lab gives the same document
 * but for `at`. Text from a lab is one line, without control characters, and whole however long it is.
 */
export interface Topology {
    version: typeof VERSION;
    stack: string;
    /** The scenario that was made; null where there is no finished lab. */
    scenario: string | null;
    /** In containers with engines of their own (nested), or on machines themselves (direct); null where there is no finished lab. */
    kind: "nested" | "direct" | null;
    /** As `lab check` has it: only "up" and "stopped" labs are compared with their lesson. */
    state: "up" | "stopped" | "unfinished" | "absent";
    /** When it was read: ISO 8601, UTC. */
    at: string;
    nodes: Node[];
    links: Link[];
    /** Everything that differs from the lesson, in words, whether a node or link shows it or not. */
    wrong: string[];
    /** What there was more of than is shown: "containers of host" → how many. Empty as a rule. */
    leftOut: Record<string, number>;
}

/** What all nodes have. */
interface Common {
    /** Unique, and the same for the same thing each time, for example `container:host/test1`. */
    id: string;
    name: string;
    /** The id of the node that it is in; null for a machine. */
    in: string | null;
    /** How it differs from what the lesson made, in words. */
    wrong?: string;
    /** Set where the lesson made it and it is not there. */
    missing?: true;
    /** Set where the lesson did not make it: it was made by hand. */
    foreign?: true;
}

/** The machine on whose engine lab hosts run as containers, or that is itself the lab host. */
export interface MachineNode extends Common {
    kind: "machine";
    /** How it is reached, for example `ssh://user@host`; null for this one. */
    reached: string | null;
}

/** The network stack of a place where a lab runs, with what its kernel does between its interfaces. */
export interface HostNode extends Common {
    kind: "lab-host";
    /** Its container on the machine; null where it is the machine itself. */
    container: string | null;
    state: "running" | "stopped" | "gone";
    /** But for bridges' ports and veth ends that lead to other nodes. */
    interfaces: Interface[];
    routes: Route[];
    /** Rules of iptables' table nat, as `iptables -S` writes them; null where they could not be read. */
    nat: string[] | null;
    /** What is published of it on the machine. */
    published: Published[];
}

/** A network namespace with a name (`ip netns`). */
export interface NamespaceNode extends Common {
    kind: "namespace";
    /** Null for a leftover file that is no namespace. */
    interfaces: Interface[] | null;
    routes: Route[];
}

/** A container of a lab's engine, whether it runs or not. */
export interface ContainerNode extends Common {
    kind: "container";
    image: string;
    /** As the engine says it: "running", "exited", "created", "paused", "restarting", "dead". */
    state: string;
    /** "own": a network namespace of its own; "none": one with `lo` alone; "host": the lab host's; "shared": another container's. */
    mode: "own" | "none" | "host" | "shared";
    /** Those in its namespace; empty where it does not run or has none of its own. */
    interfaces: Interface[];
    routes: Route[];
    published: Published[];
    /** The names by which others find it. */
    names: DnsName[];
    /** The service of a swarm that it is a task of. */
    service?: string;
}

/** A bridge, with the Docker network that it is of. */
export interface BridgeNode extends Common {
    kind: "bridge";
    /** The interface, for example docker0; null where the engine has the network, and no bridge on this host is of it. */
    device: string | null;
    /** The Docker network's driver, "bridge" or "overlay"; null for a bridge that was made by hand. */
    driver: string | null;
    subnets: Subnet[];
    /** Its own addresses in CIDR notation. */
    addresses: string[];
    /** The interfaces that are plugged into it. */
    ports: string[];
    /** VXLAN network identifier of an overlay network. */
    vni?: number;
}

export type Node = MachineNode | HostNode | NamespaceNode | ContainerNode | BridgeNode;

/** A network of IPAM. */
export interface Subnet {
    subnet: string;
    gateway: string | null;
}

/** A network interface, as `ip address` shows it. */
export interface Interface {
    name: string;
    index: number;
    /** The index of the other end of a veth pair that leads to another namespace. */
    peer?: number;
    /** The kernel's kind: "veth", "bridge", "vxlan", "macvlan", "dummy", "loopback" …; "" where it names none. */
    type: string;
    mac: string;
    up: boolean;
    /** In CIDR notation, without link-local IPv6. */
    addresses: string[];
}

/** An IPv4 route of the main table. */
export interface Route {
    /** "default", or a network in CIDR notation. */
    to: string;
    via: string | null;
    dev: string | null;
}

/** A port that leads into a node. */
export interface Published {
    /** For example "80/tcp". */
    port: string;
    /** Where it is reached, for example "0.0.0.0:80". */
    at: string;
}

/** A name by which a node is found. */
export interface DnsName {
    name: string;
    /** The network on which Docker's DNS server knows it; null for a line in another container's /etc/hosts. */
    network: string | null;
    /** The container that has that line, from `--link`. */
    knownTo?: string;
}

/** One end of a link. */
export interface End {
    /** Id of the node. */
    node: string;
    /** The interface at this end; null where it is not known. */
    interface: string | null;
}

/** What connects two nodes. */
export interface Link {
    /** Unique, and the same for the same thing each time. */
    id: string;
    /**
     * "veth": a pair of virtual interfaces. "tunnel": VXLAN between two lab hosts. "gateway": a bridge's own interface, by which its
     * host is on the network. "uplink": a lab host on a network of its machine. "shares": a container that has no interfaces of its own.
     */
    kind: "veth" | "tunnel" | "gateway" | "uplink" | "shares";
    /** The inner end: the container or namespace of a veth pair; the lab host of a gateway or an uplink. */
    from: End;
    /** The outer end, for a bridge with the port that is plugged into it. */
    to: End;
    /** The Docker network that it is of. */
    network?: string;
    /** Of a tunnel: its VXLAN network identifier, and the two lab hosts' addresses that it goes between. */
    vni?: number;
    addresses?: string[];
    wrong?: string;
    /** Set where the lesson, or the engine, says that it is there, and it is not. */
    missing?: true;
    foreign?: true;
}
