import { topologyOf } from "../../cli/topology/read";
import type { Link, Node, Topology } from "../../cli/topology/model";
import { hostileTexts } from "./hostile";
import { recordedLook } from "./recorded-look";

/** Texts that do harm in a picture or its languages, beside those that do anywhere. */
const DRAWN = [
    '"]; evil [label="x',
    "</text></svg><script>alert(1)</script>",
    '" onload="alert(1)',
    "<b>bold</b>",
    "]]><!--",
    "\\N \\G \\",
    "a\\",
    "&amp;#60;script&#62;",
    '")\n  click n1 call alert()\n  n9("',
    "`**markdown**`",
    "#quot;#59;",
    "网络实验容器网络实验容器网络实验容器网络实验容器网络实验容器网络实验容器",
    "w".repeat(600),
];

/** A topology in which whoever is root has given everything names of that kind. */
export function hostileTopology(): Topology {
    const topology = topologyOf({ stack: { stack: "custom-bridge" }, found: recordedLook("custom-bridge"), at: 0 });
    const test3 = topology.nodes.find(({ name }) => name === "test3") as Node & { kind: "container" };
    const link = topology.links.find(({ from }) => from.node === test3.id)!;
    const all = [...DRAWN, ...hostileTexts("/tmp/canary")];
    const nodes = all.map((name): Node => ({
        ...test3,
        id: `container:host/${name}`,
        name,
        image: name,
        foreign: true,
        interfaces: test3.interfaces.map((one) => (one.type === "veth" ? { ...one, name, addresses: [name] } : one)),
        routes: [{ to: name, via: name, dev: name }],
        published: [{ port: name, at: name }],
        names: [
            { name, network: name },
            { name, network: null, knownTo: name },
        ],
        service: name,
    }));
    const links = all.map((name): Link => ({
        ...link,
        id: `veth:host/${name}/xin-bridge`,
        from: { node: `container:host/${name}`, interface: name },
        to: { ...link.to, interface: name },
        wrong: name,
    }));
    return { ...topology, nodes: [...topology.nodes, ...nodes], links: [...topology.links, ...links], wrong: all };
}
