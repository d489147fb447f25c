import { ANSWERED, attached, ping, running } from "./checks";
import { Check, Probe } from "./lesson";
import type { Tenant } from "./overlay";

// What both overlay lessons claim in the same words.

/**
 * How long engines may take to tell each other what was made, in seconds: a moment, as a rule. But after a restart of a swarm's only manager it
 * is the others that come back to it, and an engine looks once a minute for those that it has lost (moby, networkdb: rejoinInterval).
 */
export const SETTLES = 90;

/** That the tenants of the lab hosts that run are there themselves. */
export function tenantsRun(tenants: readonly Tenant[]): Check[] {
    return tenants.map(({ key, name, node }) => ({
        ...running(name),
        id: `${key}-runs`,
        title: `${name} runs on ${node}`,
        where: node,
        on: node,
    }));
}

/** That the tenants are on the network, though it was made on the first lab host only. */
export function tenantsOn(tenants: readonly Tenant[], network: string): Check[] {
    const [first] = tenants;
    return tenants.map((tenant) => ({
        ...attached(onNetwork(tenant), tenant.name, network, {
            title: `${tenant.name} is on ${network}${tenant === first ? "" : `, which was made on ${first!.node}`}`,
            proves: "an overlay network belongs to all the hosts, not to the one that it was made on",
        }),
        where: tenant.node,
        on: tenant.node,
        needs: [`${tenant.key}-runs`],
    }));
}

/** The id of the check that a tenant is on the network. */
const onNetwork = ({ key }: Tenant): string => `${key}-on-network`;

/** That a container reaches another one on another host, by its name. */
export function byName(from: Tenant, to: Tenant, needs: readonly string[] = []): Check {
    return {
        id: `${from.key}-reaches-${to.key}`,
        title: `${from.name} on ${from.node} reaches ${to.name} on ${to.node} by name`,
        where: `container ${from.name} on ${from.node}`,
        on: from.node,
        command: ping(from.name, to.name),
        expected: `an answer from ${to.name}`,
        exit: "zero",
        output: ANSWERED,
        needs: [onNetwork(from), onNetwork(to), ...needs],
        settles: SETTLES,
        proves: "names and packets cross hosts on an overlay network",
        hint: `Look at \`ip a\` on ${from.node} and ${to.node}: the hosts must reach each other by their addresses (eth1, where they are lab hosts).`,
    };
}

/** The command that asks Docker's DNS server for a name, and prints the addresses. */
export function addresses(from: string, name: string): string {
    return `docker exec ${from} nslookup ${name} 127.0.0.11 | sed -n 's/^Address: //p'`;
}

/** That a container reaches another one by the address that its name stands for. */
export function byAddress(from: Tenant, to: Tenant): Check {
    return {
        ...byName(from, to, [`${from.key}-reaches-${to.key}`]),
        id: `${from.key}-reaches-${to.key}-by-address`,
        title: `${from.name} reaches ${to.name} by address`,
        command: `docker exec ${from.name} ping -c 1 -W 1 "$(${addresses(from.name, to.name)} | tail -n 1)"`,
        expected: `an answer from ${to.name}'s address on the overlay`,
        proves: "the overlay has addresses of its own, which the hosts' network knows nothing of",
    };
}

/** That a container does not reach one whose lab host was stopped. */
export function outOfReach(from: Tenant, to: Tenant): Check {
    return {
        id: `${from.key}-misses-${to.key}`,
        title: `${from.name} does not reach ${to.name}: ${to.node} is stopped`,
        where: `container ${from.name} on ${from.node}`,
        on: from.node,
        command: ping(from.name, to.name),
        expected: "no name, or no answer",
        exit: "nonzero",
        output: "bad address|100% packet loss",
        alive: ping(from.name, "127.0.0.1"),
        needs: [onNetwork(from)],
        proves: "an overlay carries packets between hosts that live, and no further",
        hint: `${to.node} was to be stopped, and something answers as ${to.name}: see \`docker network inspect\`.`,
    };
}

/** The network namespace that Docker keeps an overlay's bridge and VXLAN interface in, as a word of a command. */
const sandbox = (network: string) =>
    `"$(ls -d /var/run/docker/netns/*-"$(docker network inspect --format '{{slice .Id 0 10}}' ${network})" | tail -n 1)"`;

/** The VXLAN interface, in a namespace of the overlay's own, on the first lab host. */
export function vxlan(network: string, first: Tenant): Check {
    return {
        id: "vxlan-interface",
        title: `${network} is a VXLAN interface in a namespace of its own`,
        where: first.node,
        command: `nsenter --net=${sandbox(network)} ip -d -o link show type vxlan`,
        expected: "vxlan id …, dstport 4789",
        exit: "zero",
        output: "vxlan id [0-9]+ .*dstport 4789",
        raw: true,
        needs: [onNetwork(first)],
        proves: "each overlay has a VXLAN id of its own, by which hosts keep the packets of several overlays apart",
        hint: `The namespace is there while a container of ${first.node} is on ${network}: see \`ls /var/run/docker/netns\`.`,
    };
}

/** The bridge of an overlay: which container's address is behind which host. */
export function forwarding(network: string, node: string): Probe {
    return {
        id: "forwarding",
        title: `Which of ${network}'s addresses is behind which host`,
        where: node,
        command: `nsenter --net=${sandbox(network)} bridge fdb show dev vxlan0`,
        raw: true,
    };
}

/** Packets on the network between the hosts: which to look for, and how they look. */
export interface Packets {
    filter: string;
    output: string;
    expected: string;
}

/** What goes over the wire between the hosts, seen at an interface of the first, while containers ping each other. */
export function onTheWire(from: Tenant, to: Tenant, link: string, seen: Packets): Check {
    return {
        id: "underlay-packets",
        title: `Between the hosts, a ping from ${from.name} to ${to.name} is ${seen.expected}`,
        where: from.node,
        // tcpdump ends with the second packet, which would be a second later if it waited for a full buffer.
        command:
            `timeout 8 tcpdump -nn -c 2 --immediate-mode -i ${link} ${seen.filter} 2>&1 & ` +
            `while kill -0 $! 2>/dev/null; do ${ping(from.name, to.name)} >/dev/null; done; wait $!`,
        expected: seen.expected,
        exit: "zero",
        output: seen.output,
        raw: true,
        needs: [`${from.key}-reaches-${to.key}`],
        settles: SETTLES,
        proves: "an overlay is packets in packets: the hosts' network sees only the outer ones",
        hint: `Nothing was captured on ${link}: is it up, and does the ping answer?`,
    };
}

/** The outer packets of an overlay: VXLAN in UDP. */
export const IN_VXLAN = {
    filter: "udp port 4789",
    output: "VXLAN, .* vni [0-9]+",
    expected: "VXLAN in UDP, port 4789",
};
