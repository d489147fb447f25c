import { WiredContainer, WiredNetwork } from "../../components/lib/wires";
import { DnsName, Published } from "./model";

/** As much of a container as says what is published of it. */
interface Publishing {
    NetworkSettings: { Ports?: WiredContainer["NetworkSettings"]["Ports"] };
}

/** The ports of a container that are published on the place where it runs. */
export function publishedOf({ NetworkSettings: { Ports } }: Publishing): Published[] {
    return Object.entries(Ports ?? {}).flatMap(([port, places]) =>
        places.map(({ HostIp, HostPort }) => ({
            port,
            at: `${HostIp.includes(":") ? `[${HostIp}]` : HostIp}:${HostPort}`,
        })),
    );
}

/**
 * The names by which others find a container: on networks of one's own by Docker's DNS server, on the default bridge by lines in the
 * /etc/hosts of those that were linked to it. (Docker documentation: Networking overview, DNS services; Legacy container links)
 */
export function namesOf(
    { Name, Id, Config, NetworkSettings: { Networks } }: WiredContainer,
    networks: readonly WiredNetwork[],
    all: readonly WiredContainer[],
): DnsName[] {
    const byDns = Object.entries(Networks).flatMap(([network, { DNSNames, Aliases, EndpointID }]) => {
        const isDefault = networks.some((one) => one.Name === network && isDefaultBridge(one));
        if (isDefault || EndpointID === "" || !networks.some((one) => one.Name === network)) return [];
        // Engines before 25 list what was given beside the container's name.
        const known = DNSNames.length > 0 ? DNSNames : [Name, ...Aliases];
        // A container is found by the beginning of its id as well, and a service's by names that only Docker uses.
        const isTask = "com.docker.swarm.service.name" in Config.Labels;
        const spoken = [...new Set(known)].filter((name) => !Id.startsWith(name) && !(isTask && name === Name));
        return spoken.map((name): DnsName => ({ name, network }));
    });
    const byLink = all.flatMap((other) =>
        other.HostConfig.Links.flatMap((link): DnsName[] => {
            const [to, alias = ""] = link.split(":");
            const name = alias.slice(alias.lastIndexOf("/") + 1);
            return to === `/${Name}` ? [{ name, network: null, knownTo: other.Name }] : [];
        }),
    );
    return [...byDns, ...byLink];
}

function isDefaultBridge({ Options }: WiredNetwork): boolean {
    return Options["com.docker.network.bridge.default_bridge"] === "true";
}
