import { parseSnapshot, Snapshot } from "../../components/lib/snapshot";

interface Live {
    containers?: { name: string; status: "running" | "exited" | "paused"; networks: string[] }[];
    networks?: string[];
    images?: string[];
    /** Namespace → interface → its addresses; null for a leftover file. */
    namespaces?: Record<string, Record<string, string[]> | null>;
}

/** A snapshot as observe.sh prints it, from its short form. */
export function snapshot(live: Live): Snapshot {
    const containers = (live.containers ?? []).map(({ name, status, networks }) => ({
        Id: name,
        Name: `/${name}`,
        State: { Running: status !== "exited", Paused: status === "paused", Status: status },
        Config: { Labels: null, Image: "busybox" },
        NetworkSettings: { Networks: Object.fromEntries(networks.map((network) => [network, { IPAddress: "" }])) },
    }));
    const networks = (live.networks ?? ["bridge", "host", "none"]).map((name) => ({
        Id: name,
        Name: name,
        Driver: "bridge",
        Labels: {},
        IPAM: { Config: null },
    }));
    const namespaces = Object.entries(live.namespaces ?? {}).map(([name, links]) => [
        name,
        {
            inode: "1",
            mark: "",
            links: links && Object.entries(links).map(([link, addresses]) => linkOf(link, addresses)),
        },
    ]);
    return parseSnapshot(
        JSON.stringify({
            engine: "ID",
            marks: null,
            containers,
            networks,
            images: live.images ?? [],
            ownImages: [],
            links: [],
            namespaces: Object.fromEntries(namespaces),
        }),
    );
}

function linkOf(ifname: string, addresses: string[]) {
    return {
        ifname,
        flags: ["UP"],
        addr_info: addresses.map((address) => {
            const [local, prefixlen] = address.split("/");
            return { family: "inet", local, prefixlen: Number(prefixlen) };
        }),
    };
}
