import { Snapshot } from "../../components/lib/snapshot";
import { labelKey } from "../../components/lib/project";
import { Device, WiredContainer, WiredNetwork } from "../../components/lib/wires";
import { BridgeNode, ContainerNode, Link, NamespaceNode, Node } from "./model";
import { namesOf, publishedOf } from "./names";
import { interfaceOf, Space, Spaces, wiresOf } from "./spaces";

/** What there is in one lab host. */
export interface PlaceParts {
    nodes: Node[];
    links: Link[];
    spaces: Spaces;
    /** The bridges of overlay networks, with the addresses that their VXLAN interfaces send to. */
    overlays: { node: BridgeNode; tunnels: readonly string[] }[];
}

/** The id of something in a lab host. */
export function idOf(kind: Node["kind"], host: string, name: string): string {
    return kind === "lab-host" ? `lab-host:${host}` : `${kind}:${host}/${name}`;
}

/** Networks that are no bridge: a container on them has its lab host's interfaces, or none. */
const WITHOUT_BRIDGE = ["host", "null"];

/** What there is in a lab host that answers, beside the lab host itself: bridges, namespaces, containers, and what connects them. */
export function partsOfPlace(host: string, live: Snapshot): PlaceParts {
    const wires = wiresOf(live);
    const spaces = new Spaces(wires);
    const networks = wires.networks.filter(({ Driver }) => !WITHOUT_BRIDGE.includes(Driver));
    const bridges = bridgesOf(host, networks, spaces);
    const place: Place = { host, live, spaces, networks, bridges, containers: wires.containers };
    const namespaces = namespacesOf(place);
    const containers = wires.containers.map((one) => containerOf(place, one));
    return {
        spaces,
        overlays: bridges
            .filter(({ space }) => space !== spaces.own)
            .map(({ node, space: { tunnels } }) => ({ node, tunnels })),
        nodes: [...bridges.map(({ node }) => node), ...namespaces.map(({ node }) => node), ...containers],
        links: [
            ...bridges.flatMap((bridge) => gatewayOf(place, bridge)),
            ...wires.containers.flatMap((one) => linksOf(place, one)),
            ...pairsOf(place, namespaces),
        ],
    };
}

interface Place {
    host: string;
    live: Snapshot;
    spaces: Spaces;
    networks: readonly WiredNetwork[];
    bridges: readonly Bridge[];
    containers: readonly WiredContainer[];
}

/** A bridge, the namespace that it is in, and the network that it is of. */
interface Bridge {
    node: BridgeNode;
    space: Space;
    network?: WiredNetwork;
}

/** The bridges of Docker's networks, and those that were made by hand. */
function bridgesOf(host: string, networks: readonly WiredNetwork[], spaces: Spaces): Bridge[] {
    const ofNetworks = networks.map((network): Bridge => {
        const { Id, Name, Driver, Options, IPAM } = network;
        const space = spaces.ofOverlay(network) ?? spaces.own;
        const called =
            Driver === "bridge" ? (Options["com.docker.network.bridge.name"] ?? `br-${Id.slice(0, 12)}`) : "br0";
        const device = Driver !== "bridge" && space === spaces.own ? undefined : deviceIn(space, called);
        const vxlan = space.devices.find(({ linkinfo }) => linkinfo?.info_kind === "vxlan");
        const vni = vxlan?.linkinfo?.info_data?.id;
        return {
            space,
            network,
            node: {
                ...bridgeNode(host, Name, space, device),
                driver: Driver,
                subnets: IPAM.Config.map(({ Subnet, Gateway }) => ({ subnet: Subnet, gateway: Gateway || null })),
                ...(vni !== undefined && { vni }),
            },
        };
    });
    const known = ofNetworks.map(({ node }) => node.device);
    const byHand = spaces.own.devices
        .filter(({ linkinfo, ifname }) => linkinfo?.info_kind === "bridge" && !known.includes(ifname))
        .map((device): Bridge => ({ space: spaces.own, node: bridgeNode(host, device.ifname, spaces.own, device) }));
    return [...ofNetworks, ...byHand];
}

function bridgeNode(host: string, name: string, space: Space, device: Device | undefined): BridgeNode {
    const ports = space.devices.filter(({ master }) => device !== undefined && master === device.ifname);
    return {
        kind: "bridge",
        id: idOf("bridge", host, name),
        name,
        in: idOf("lab-host", host, ""),
        device: device?.ifname ?? null,
        driver: null,
        subnets: [],
        addresses: device ? interfaceOf(device).addresses : [],
        ports: ports.map(({ ifname }) => ifname).sort(),
    };
}

function deviceIn({ devices }: Space, name: string): Device | undefined {
    return devices.find(({ ifname }) => ifname === name);
}

/** A bridge's own interface, by which its host is on the network. */
function gatewayOf({ host, spaces }: Place, { node, space }: Bridge): Link[] {
    if (node.device === null || space !== spaces.own) return [];
    return [
        {
            id: `gateway:${host}/${node.name}`,
            kind: "gateway",
            from: { node: idOf("lab-host", host, ""), interface: node.device },
            to: { node: node.id, interface: node.device },
            ...(node.driver !== null && { network: node.name }),
        },
    ];
}

interface Namespace {
    node: NamespaceNode;
    space: Space | undefined;
}

/** The namespaces with a name, but for those of containers. */
function namespacesOf({ host, live, spaces, containers }: Place): Namespace[] {
    const ofContainers = containers.map(({ NetworkSettings }) => spaces.ofSandbox(NetworkSettings.SandboxKey)?.inode);
    return Object.entries(live.namespaces)
        .filter(([, { inode }]) => !ofContainers.includes(inode))
        .map(([name]) => {
            const space = spaces.named(name);
            return {
                space,
                node: {
                    kind: "namespace",
                    id: idOf("namespace", host, name),
                    name,
                    in: idOf("lab-host", host, ""),
                    interfaces: space?.devices.map(interfaceOf) ?? null,
                    routes: [...(space?.routes ?? [])],
                },
            };
        });
}

function containerOf({ host, spaces, networks, containers }: Place, one: WiredContainer): ContainerNode {
    const { Name, State, Config } = one;
    const mode = modeOf(one);
    const space = mode === "shared" || mode === "host" ? undefined : spaces.ofSandbox(one.NetworkSettings.SandboxKey);
    const service = Config.Labels["com.docker.swarm.service.name"];
    return {
        kind: "container",
        id: idOf("container", host, Name),
        name: Name,
        in: idOf("lab-host", host, ""),
        image: imageOf(one),
        state: State.Status,
        mode,
        interfaces: space?.devices.map(interfaceOf) ?? [],
        routes: [...(space?.routes ?? [])],
        published: publishedOf(one),
        names: namesOf(one, networks, containers),
        ...(service && { service }),
    };
}

/** The image as it was named: the project's own are started by their ids. */
function imageOf({ Config: { Image, Labels } }: WiredContainer): string {
    return Image.startsWith("sha256:") ? (Labels[labelKey("image")] ?? Image.slice(0, "sha256:".length + 12)) : Image;
}

function modeOf({ HostConfig: { NetworkMode } }: WiredContainer): ContainerNode["mode"] {
    if (NetworkMode === "host" || NetworkMode === "none") return NetworkMode;
    return NetworkMode.startsWith("container:") ? "shared" : "own";
}

/** What a container is plugged into: the engine's word, compared with the interfaces that there are. */
function linksOf(place: Place, one: WiredContainer): Link[] {
    const { host, spaces, containers } = place;
    const id = idOf("container", host, one.Name);
    const { NetworkMode } = one.HostConfig;
    const mode = modeOf(one);
    if (mode === "host" || mode === "shared") {
        const [, other = ""] = NetworkMode.split(":", 2);
        const owner = containers.find(({ Id, Name }) => other !== "" && (Id.startsWith(other) || Name === other));
        const to = mode === "host" ? idOf("lab-host", host, "") : owner && idOf("container", host, owner.Name);
        const ends = { from: { node: id, interface: null }, to: { node: to ?? "", interface: null } };
        return to === undefined ? [] : [{ id: `shares:${host}/${one.Name}`, kind: "shares", ...ends }];
    }
    const space = spaces.ofSandbox(one.NetworkSettings.SandboxKey);
    const planned = Object.entries(one.NetworkSettings.Networks).flatMap(([network, { MacAddress, EndpointID }]) => {
        const bridge = place.bridges.find(({ node }) => node.name === network);
        const device = space?.devices.find(({ address }) => EndpointID !== "" && address === MacAddress);
        return bridge ? [{ network, bridge, device, live: EndpointID !== "" && space !== undefined }] : [];
    });
    const links = planned.map(({ network, bridge, device, live }): Link => {
        const peer = space && device && spaces.peerOf(space, device);
        const port =
            peer && peer.space === bridge.space && peer.device.master === bridge.node.device ? peer.device : undefined;
        const wrong = !live
            ? undefined
            : !device
              ? `${one.Name} has no interface on ${network}`
              : !port && bridge.node.device !== null
                ? `${device.ifname} of ${one.Name} is not plugged into ${bridge.node.device}`
                : undefined;
        return {
            id: `veth:${host}/${one.Name}/${network}`,
            kind: "veth",
            from: { node: id, interface: device?.ifname ?? null },
            to: { node: bridge.node.id, interface: port?.ifname ?? null },
            network,
            ...(wrong !== undefined && { wrong }),
            ...((!live || wrong !== undefined) && { missing: true }),
        };
    });
    const own = planned.map(({ device }) => device?.ifname);
    const byHand = (space?.devices ?? []).filter(({ ifname }) => !own.includes(ifname));
    return [...links, ...byHand.flatMap((device) => pairOf(place, id, one.Name, space!, device))];
}

/** The veth pairs that were made by hand, from the namespaces that they are in. */
function pairsOf(place: Place, namespaces: readonly Namespace[]): Link[] {
    const links = namespaces.flatMap(({ node, space }) =>
        space ? space.devices.flatMap((device) => pairOf(place, node.id, node.name, space, device)) : [],
    );
    // A pair between two namespaces is seen from both.
    const isSecond = ({ from, to }: Link, index: number) =>
        links.slice(0, index).some((other) => sameEnd(other.from, to) && sameEnd(other.to, from));
    return links.filter((link, index) => !isSecond(link, index));
}

function sameEnd(one: Link["from"], other: Link["from"]): boolean {
    return one.node === other.node && one.interface === other.interface;
}

/** A veth pair whose one end is in a namespace of a node. */
function pairOf(place: Place, node: string, name: string, space: Space, device: Device): Link[] {
    const { host, spaces, bridges } = place;
    const peer = spaces.peerOf(space, device);
    if (!peer) return [];
    const bridge = bridges.find((one) => one.space === peer.space && one.node.device === peer.device.master);
    const owner = bridge && peer.device.master !== undefined ? bridge.node.id : ownerOf(place, peer.space);
    if (owner === undefined || owner === node) return [];
    return [
        {
            id: `veth:${host}/${name}/${device.ifname}`,
            kind: "veth",
            from: { node, interface: device.ifname },
            to: { node: owner, interface: peer.device.ifname },
            ...(bridge?.network && peer.space === spaces.own && { network: bridge.node.name }),
        },
    ];
}

/** The node that a namespace is of. */
function ownerOf({ host, live, spaces, containers }: Place, space: Space): string | undefined {
    if (space === spaces.own) return idOf("lab-host", host, "");
    const container = containers.find(({ NetworkSettings }) => spaces.ofSandbox(NetworkSettings.SandboxKey) === space);
    if (container) return idOf("container", host, container.Name);
    const name = Object.keys(live.namespaces).find((one) => spaces.named(one) === space);
    return name === undefined ? undefined : idOf("namespace", host, name);
}
