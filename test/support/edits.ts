import { readFileSync, writeFileSync } from "fs";
import { join } from "path";
import { parseDocument } from "yaml";
import { PROJECT } from "../../components/lib/project";
import { checkout } from "./checkout";
import { Lab } from "./lab";

/** Where in a stack's config (`extra`, `names.test1`) → the new value; undefined takes it out, and the course's own is back. */
export type Change = Readonly<Record<string, string | number | boolean | undefined>>;

/** A change of a stack's config, what it is in a few words, and whether it is one that asks for nothing. */
export type Edit = readonly [edit: string, change: Change, forNothing?: "for nothing"];

/** Writes changes into a stack's config file, as somebody does with an editor. */
export async function configure(lab: Lab, change: Change): Promise<void> {
    const file = join((await checkout()).folder, "stacks", `Pulumi.${lab.name}.yaml`);
    const document = parseDocument(readFileSync(file, "utf8"));
    for (const [where, value] of Object.entries(change)) {
        const [key = "", ...entry] = where.split(".");
        const path = ["config", `${PROJECT}:${key}`, ...entry];
        if (value === undefined) document.deleteIn(path);
        else document.setIn(path, value);
    }
    writeFileSync(file, String(document));
}

/** The edits that there is time for at every run, by scenario; the rest is left to long runs. */
export const SHORT: Readonly<Record<string, readonly string[]>> = {
    netns: ["namespace renamed", "interface and an address at once"],
    "custom-bridge": ["container renamed", "extra containers", "names swapped"],
    "port-mapping": ["port", "back to the course's own port"],
};

/** What both overlays have in common, once their names are no more the course's. */
const OF_HOSTS: Edit[] = [
    ["names swapped", { "names.test1": "beta", "names.test2": "alpha" }],
    ["image's tag", { "tags.busybox": "mine" }],
    ["a host stopped", { stop: "node2" }],
    ["and started again", { stop: undefined }],
    ["three hosts", { nodes: 3 }],
    ["back to the course's own values", { names: undefined, tags: undefined, nodes: undefined }],
    ["network between the hosts", { "addresses.underlay": "192.168.206.0/24" }],
];

/** By scenario, in the order in which they are made: each goes on from what the one before it has left. */
export const EDITS: Readonly<Record<string, readonly Edit[]>> = {
    netns: [
        ["namespace renamed", { "names.test1": "red" }],
        ["other namespace renamed", { "names.test2": "blue" }],
        ["interface and an address at once", { "names.veth-test1": "veth-red", "addresses.test1": "192.168.33.9/24" }],
        ["other interface renamed", { "names.veth-test2": "veth-blue" }],
        ["both addresses", { "addresses.test1": "10.1.2.1/30", "addresses.test2": "10.1.2.2/30" }],
        ["names swapped", { "names.test1": "blue", "names.test2": "red" }],
        ["back to the course's own values", { names: undefined, addresses: undefined }],
        ["engine 20.10", { docker: "20.10" }],
        ["back to the usual engine", { docker: undefined }],
    ],
    "default-bridge": [
        ["first container renamed", { "names.test1": "alpha" }],
        ["second container renamed", { "names.test2": "beta" }],
        ["names swapped", { "names.test1": "beta", "names.test2": "alpha" }],
        ["image's tag", { "tags.busybox": "mine" }],
        ["back to the course's own values", { names: undefined, tags: undefined }],
        ["lab host's subnet", { subnet: "10.199.250.0/28" }],
        ["any subnet, such as the one that it has", { subnet: undefined }, "for nothing"],
        ["another scenario", { scenario: "none-network" }],
        ["and back", { scenario: "default-bridge" }],
    ],
    link: [
        ["container that is linked to renamed", { "names.test1": "alpha" }],
        ["container with the link renamed", { "names.test2": "beta" }],
        ["image's tag", { "tags.busybox": "mine" }],
        ["names swapped", { "names.test1": "beta", "names.test2": "alpha" }],
        ["back to the course's own values", { names: undefined, tags: undefined }],
    ],
    "custom-bridge": [
        ["container renamed", { "names.test1": "alpha" }],
        ["other container renamed", { "names.test3": "gamma" }],
        ["network renamed", { "names.xin-bridge": "blue" }],
        ["extra containers", { extra: 2 }],
        ["network's subnet", { "addresses.xin-bridge": "172.28.0.0/16" }],
        ["another subnet, one extra container less", { "addresses.xin-bridge": "172.29.0.0/24", extra: 1 }],
        ["any subnet again", { addresses: undefined }],
        ["names swapped", { "names.test1": "gamma", "names.test3": "alpha" }],
        ["back to the course's own values", { names: undefined, extra: undefined }],
        ["a name handed on", { "names.test1": "test3", "names.test3": "test1" }],
        ["image's tag", { "tags.busybox": "mine" }],
        ["engine 20.10", { docker: "20.10" }],
        ["lab host's subnet and the engine at once", { docker: undefined, subnet: "10.199.251.0/28" }],
    ],
    "port-mapping": [
        ["port", { "ports.web": 8081 }],
        ["container renamed", { "names.web": "page" }],
        ["port on the machine", { machinePort: 31881 }],
        ["image's tag", { "tags.nginx": "mine" }],
        ["back to the course's own port", { "ports.web": undefined }],
        ["back to the course's own values", { names: undefined, tags: undefined, machinePort: undefined }],
        ["another scenario, which publishes nothing", { scenario: "link", ports: undefined }],
    ],
    "host-network": [
        ["container renamed", { "names.test1": "alpha" }],
        ["server renamed", { "names.server": "page" }],
        ["port", { "ports.server": 8082 }],
        ["back to the course's own values", { names: undefined, ports: undefined }],
    ],
    "none-network": [
        ["container renamed", { "names.test1": "alpha" }],
        ["image's tag", { "tags.busybox": "mine" }],
        ["back to the course's own values", { names: undefined, tags: undefined }],
    ],
    "flask-redis": [
        ["redis renamed", { "names.redis-server": "store" }],
        ["app renamed", { "names.flask-redis": "app" }],
        ["tag of the image that is built", { "tags.xin/flask_server": "v0.0.2" }],
        ["redis' tag", { "tags.redis": "mine" }],
        ["port", { "ports.flask-redis": 5001 }],
        ["names swapped", { "names.redis-server": "app", "names.flask-redis": "store" }],
        ["back to the course's own values", { names: undefined, tags: undefined, ports: undefined }],
    ],
    blank: [
        ["engine 20.10", { docker: "20.10" }],
        ["another scenario", { docker: undefined, scenario: "custom-bridge" }],
    ],
    "overlay-etcd": [
        ["network renamed", { "names.demo": "blue" }],
        ["container renamed", { "names.test2": "beta" }],
        ["network and a container at once", { "names.demo": "red", "names.test1": "alpha" }],
        ...OF_HOSTS,
    ],
    "overlay-swarm": [
        ["network renamed", { "names.demo": "blue" }],
        ["container renamed", { "names.test2": "beta" }],
        ["service renamed", { "names.web": "page" }],
        ["network, container and service at once", { "names.demo": "red", "names.test1": "alpha", "names.web": "web" }],
        ...OF_HOSTS,
    ],
};

/**
 * The same for labs on the machine itself. A name that one container takes over from another is not among them: there the lab's own old
 * container is taken for one that is in the way, and the edit refused.
 */
export const DIRECT_EDITS: Readonly<Record<string, readonly Edit[]>> = {
    netns: [
        ["namespace renamed", { "names.test1": "lab-red" }],
        ["interfaces and addresses", { "names.veth-test1": "veth-red", "addresses.test1": "192.168.33.9/24" }],
        ["names swapped", { "names.test1": "test2", "names.test2": "lab-red" }],
        ["back to the course's own values", { names: undefined, addresses: undefined }],
        ["another scenario", { scenario: "default-bridge" }],
        ["to a lab host of its own", { scenario: "netns", engine: "nested" }],
        ["and back", { engine: "direct" }],
    ],
    "default-bridge": [
        ["container renamed", { "names.test1": "lab-alpha" }],
        ["image's tag", { "tags.busybox": "mine" }],
        ["back to the course's own values", { names: undefined, tags: undefined }],
    ],
    link: [["container that is linked to renamed", { "names.test1": "lab-alpha" }]],
    "custom-bridge": [
        ["container renamed", { "names.test1": "lab-alpha" }],
        ["network renamed", { "names.xin-bridge": "lab-blue" }],
        ["extra containers and a subnet", { extra: 1, "addresses.xin-bridge": "10.199.252.0/24" }],
        ["back to the course's own values", { names: undefined, addresses: undefined, extra: undefined }],
    ],
    "port-mapping": [
        ["port", { "ports.web": 8090 }],
        ["container renamed", { "names.web": "lab-page" }],
    ],
    "host-network": [
        ["server renamed", { "names.server": "lab-page" }],
        ["port", { "ports.server": 8092 }],
    ],
    "none-network": [["container renamed", { "names.test1": "lab-alpha" }]],
    "flask-redis": [
        ["redis renamed", { "names.redis-server": "lab-store" }],
        ["app renamed", { "names.flask-redis": "lab-app" }],
        ["tag of the image that is built", { "tags.xin/flask_server": "v0.0.2" }],
    ],
};
