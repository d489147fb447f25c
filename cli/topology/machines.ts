import { urlOf } from "../../components/lib/elsewhere";
import { FinishedHost, Look, placeOf } from "../../components/lib/look";
import { Container, Machine } from "../../components/lib/snapshot";
import { BridgeNode, HostNode, Interface, Link, MachineNode, Node } from "./model";
import { publishedOf } from "./names";
import { idOf } from "./place";

/** Name of this machine among others. */
const HERE = "machine";

/** The machine that a lab host is on, by its name. */
function machineOf(found: Look, host: string): string {
    return placeOf(found, host)?.name ?? HERE;
}

/** The id of the machine that a lab host is on. */
export function machineIdOf(found: Look, host: string): string {
    return `machine:${machineOf(found, host)}`;
}

/** The machines that lab hosts are on, and the networks by which nested ones are tied to them. */
export function machinesOf(found: Look, hosts: readonly HostNode[]): { nodes: Node[]; links: Link[] } {
    const names = hosts.map(({ name }) => name);
    const machines = new Map(
        names.map((name): [string, MachineNode] => {
            const elsewhere = placeOf(found, name);
            const id = machineIdOf(found, name);
            const reached = elsewhere ? urlOf(elsewhere) : null;
            return [id, { kind: "machine", id, name: machineOf(found, name), in: null, reached }];
        }),
    );
    const tied = hosts.map((host) => uplinksOf(found, host));
    const bridges = new Map(tied.flatMap(({ bridges: all }) => all.map((one) => [one.id, one] as const)));
    return { nodes: [...machines.values(), ...bridges.values()], links: tied.flatMap(({ links }) => links) };
}

/** The machine's networks that a lab host is on. Only those of the first machine are known, and there is no nested lab on several. */
function uplinksOf({ machine, ...found }: Look, host: HostNode): { bridges: BridgeNode[]; links: Link[] } {
    const container = containerIn(machine.containers, host.container);
    const place = machineOf({ machine, ...found }, host.name);
    const all = Object.entries(container?.NetworkSettings.Networks ?? {}).flatMap(([name, { IPAddress }]) => {
        const network = machine.networks.find((one) => one.Name === name);
        return network ? [{ name, network, address: IPAddress ?? "" }] : [];
    });
    return {
        bridges: all.map(({ name, network: { Id, Driver, IPAM } }) => {
            const subnets = IPAM.Config.flatMap(({ Subnet }) => Subnet ?? []);
            return {
                kind: "bridge",
                id: idOf("bridge", place, name),
                name,
                in: `machine:${place}`,
                // The way to it says that the interface is there.
                device: machine.routes.find(({ dst }) => subnets.includes(dst))?.dev ?? null,
                driver: Driver,
                subnets: subnets.map((subnet) => ({ subnet, gateway: null })),
                addresses: [],
                ports: portsOf(machine, Id),
            };
        }),
        links: all.map(({ name, address }) => ({
            id: `uplink:${host.name}/${name}`,
            kind: "uplink",
            from: { node: host.id, interface: interfaceWith(host, address)?.name ?? null },
            to: { node: idOf("bridge", place, name), interface: peerOn(machine, interfaceWith(host, address)) },
            network: name,
            ...(host.state !== "running" && { missing: true }),
        })),
    };
}

function interfaceWith({ interfaces }: HostNode, address: string): Interface | undefined {
    return interfaces.find(({ addresses }) => addresses.some((one) => one.split("/")[0] === address));
}

/** The end on the machine of a veth pair that leads into a lab host. */
function peerOn({ veths }: Machine, inside: Interface | undefined): string | null {
    const peer = inside?.peer;
    return veths.find(({ ifindex }) => ifindex === peer)?.ifname ?? null;
}

/** What is plugged into the bridge of a Docker network. */
function portsOf({ veths }: Machine, network: string): string[] {
    return veths.flatMap(({ master, ifname }) => (master === `br-${network.slice(0, 12)}` ? [ifname] : [])).sort();
}

function containerIn(containers: readonly Container[], name: string | null): Container | undefined {
    return name === null ? undefined : containers.find((one) => one.Name === name);
}

/** What is published on the machine of a lab host that is a container. */
export function publishedOn({ container }: FinishedHost): HostNode["published"] {
    return container ? publishedOf(container) : [];
}
