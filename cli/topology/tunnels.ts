import { BridgeNode, Link } from "./model";
import { Spaces } from "./spaces";

/** A lab host with the overlay networks in it. */
export interface Overlays {
    name: string;
    spaces: Spaces;
    /** The bridges of overlay networks, with the addresses that their VXLAN interface sends to. */
    bridges: readonly { node: BridgeNode; tunnels: readonly string[] }[];
}

/** The VXLAN tunnels between lab hosts: a host's interface sends to an address, and another host has it. */
export function tunnelsOf(hosts: readonly Overlays[]): Link[] {
    const ends = hosts.flatMap((host) =>
        host.bridges.flatMap((bridge) => bridge.tunnels.map((to) => ({ host, bridge, to }))),
    );
    const links = ends.flatMap(({ host, bridge: { node }, to }) => {
        const other = hosts.find((one) => one !== host && hasAddress(one.spaces, to));
        const far = other?.bridges.find((one) => one.node.name === node.name);
        if (!other || !far) return [];
        const [first, second] = [node.id, far.node.id].sort() as [string, string];
        const names = [host.name, other.name].sort();
        return [
            {
                id: `tunnel:${names.join("-")}/${node.name}`,
                kind: "tunnel" as const,
                from: { node: first, interface: vxlanIn(first === node.id ? node : far.node) },
                to: { node: second, interface: vxlanIn(second === node.id ? node : far.node) },
                network: node.name,
                ...(node.vni !== undefined && { vni: node.vni }),
                addresses: [to],
            },
        ];
    });
    // Each tunnel is seen from both of its ends, which tell each other's address.
    return links
        .filter(({ id }, index) => links.findIndex((link) => link.id === id) === index)
        .map((link) => ({
            ...link,
            addresses: links.flatMap(({ id, addresses }) => (id === link.id ? addresses : [])).sort(),
        }));
}

/** The VXLAN interface is a port of the bridge, and Docker calls it so. */
function vxlanIn({ ports }: BridgeNode): string | null {
    return ports.find((name) => name.startsWith("vxlan")) ?? null;
}

function hasAddress({ own }: Spaces, address: string): boolean {
    return own.devices.some(({ addr_info }) => addr_info.some(({ local }) => local === address));
}
