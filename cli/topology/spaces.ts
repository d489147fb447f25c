import { Snapshot } from "../../components/lib/snapshot";
import { Device, WiredNamespace, WiredNetwork, Wires } from "../../components/lib/wires";
import { Interface, Route } from "./model";

/** A network namespace with what is in it: the lab host's own, or one that a file stands for. */
export interface Space {
    /** Its inode; "" for the lab host's own. */
    inode: string;
    devices: readonly Device[];
    routes: readonly Route[];
    /** By which addresses its VXLAN interfaces reach other hosts. */
    tunnels: readonly string[];
}

/** A lab host that answers, as its namespaces and the interfaces in them. */
export class Spaces {
    /** The lab host's own. */
    readonly own: Space;
    /** All others by the file that stands for each, without those that cannot be entered. */
    private readonly byFile: ReadonlyMap<string, Space>;
    private readonly ids: Wires["ids"];

    constructor({ links, routes, namespaces, ids }: Wires) {
        this.own = { inode: "", devices: links, routes: routes.map(routeOf), tunnels: [] };
        this.byFile = new Map(
            namespaces.flatMap((one) => (one.links === null ? [] : [[one.file, spaceOf(one, one.links)] as const])),
        );
        this.ids = ids;
    }

    /** A namespace with a name. */
    named(name: string): Space | undefined {
        return this.byFile.get(`/run/netns/${name}`);
    }

    /** A container's, by the path that the engine has for it. */
    ofSandbox(path: string): Space | undefined {
        return path === "" ? undefined : this.byFile.get(path.replace(/^\/var\/run\//, "/run/"));
    }

    /** The one in which an overlay network has its bridge on this host: Docker calls it by a number and the beginning of the network's id. */
    ofOverlay({ Id, Driver }: WiredNetwork): Space | undefined {
        if (Driver !== "overlay") return undefined;
        const suffix = `-${Id.slice(0, 10)}`;
        return [...this.byFile].find(([file]) => file.startsWith("/run/docker/netns/") && file.endsWith(suffix))?.[1];
    }

    /**
     * The other end of a veth pair, and where it is; undefined where that is no namespace that is known here. The indices of both ends name
     * each other. Several pairs can have the same two, so what is known of the ids of their namespaces decides.
     */
    peerOf(space: Space, device: Device): { space: Space; device: Device } | undefined {
        if (device.linkinfo?.info_kind !== "veth") return undefined;
        if (device.link_index === undefined) {
            const found = space.devices.find(({ ifname }) => ifname === device.link);
            return found && { space, device: found };
        }
        const others = [this.own, ...this.byFile.values()].filter((one) => one.inode !== space.inode);
        const found = others.flatMap((one) =>
            one.devices
                .filter(({ ifindex, link_index }) => ifindex === device.link_index && link_index === device.ifindex)
                .filter((other) => this.leadsTo(space, device, one) && this.leadsTo(one, other, space))
                .map((other) => ({ space: one, device: other })),
        );
        return new Set(found.map((one) => one.space.inode)).size === 1 ? found[0] : undefined;
    }

    /** Whether an interface can be tied to one in a namespace: only the ids by which the lab host itself knows others can be told. */
    private leadsTo(from: Space, { link_netnsid }: Device, to: Space): boolean {
        if (from !== this.own || link_netnsid === undefined) return true;
        const inode = this.ids[link_netnsid];
        return inode === undefined || inode === to.inode;
    }
}

function spaceOf({ inode, routes, tunnels }: WiredNamespace, devices: readonly Device[]): Space {
    const reached = tunnels.flatMap(({ dst }) => dst ?? []);
    return { inode, devices, routes: routes.map(routeOf), tunnels: [...new Set(reached)].sort() };
}

/** A route as it is shown. */
function routeOf({ dst, gateway, dev }: Wires["routes"][number]): Route {
    return { to: dst, via: gateway ?? null, dev: dev ?? null };
}

/** An interface as it is shown. */
export function interfaceOf(device: Device): Interface {
    const { ifname, ifindex, link_index, address, flags, linkinfo, link_type, addr_info } = device;
    return {
        name: ifname,
        index: ifindex,
        ...(linkinfo?.info_kind === "veth" && link_index !== undefined && { peer: link_index }),
        type: linkinfo?.info_kind || (link_type === "loopback" ? link_type : ""),
        mac: address,
        up: flags.includes("UP"),
        addresses: addr_info
            .filter(({ scope }) => scope !== "link")
            .map(({ local, prefixlen }) => `${local}/${prefixlen}`),
    };
}

/** What is plugged in where in a lab host. @throws Error where it was not asked for: a bug */
export function wiresOf({ wires }: Snapshot): Wires {
    if (!wires) throw new Error("a topology needs a look that reads what is plugged in where");
    return wires;
}
