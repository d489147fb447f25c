import { Part } from "../lib/drift";
import { Check, Lesson } from "../lib/lesson";
import { Link, Snapshot } from "../lib/snapshot";

/** One end of the lesson's veth pair. */
export interface End {
    /** Name of the namespace that it is in. */
    namespace: string;
    link: string;
    /** Its IPv4 address, without the prefix length. */
    address: string;
}

/** Length of the network prefix of both addresses. */
export const PREFIX_LENGTH = 24;

/** The two ends of the veth pair, as in the course. */
export const ENDS: readonly [End, End] = [
    { namespace: "test1", link: "veth-test1", address: "192.168.33.1" },
    { namespace: "test2", link: "veth-test2", address: "192.168.33.2" },
];

function linkIn(live: Snapshot, namespace: string, name: string): Link | undefined {
    return live.namespaces[namespace]?.links?.find((link) => link.ifname === name);
}

function namespacePart(name: string): Part {
    return {
        lostAtRestart: true,
        broken(live) {
            const found = live.namespaces[name];
            if (!found) return `namespace ${name} was deleted`;
            if (!found.links) return `namespace ${name} cannot be entered`;
            return linkIn(live, name, "lo")?.flags.includes("UP") ? undefined : `lo is down in namespace ${name}`;
        },
    };
}

const pairPart: Part = {
    lostAtRestart: true,
    broken(live) {
        const gone = ENDS.find(({ namespace, link }) => !linkIn(live, namespace, link));
        return gone ? `${gone.link} is not in namespace ${gone.namespace}` : undefined;
    },
};

function addressPart({ namespace, link: name, address }: End): Part {
    return {
        lostAtRestart: true,
        broken(live) {
            const link = linkIn(live, namespace, name);
            const own = link?.addr_info.some(
                ({ local, prefixlen }) => local === address && prefixlen === PREFIX_LENGTH,
            );
            if (!own) return `${name} lost ${address}/${PREFIX_LENGTH}`;
            return link?.flags.includes("UP") ? undefined : `${name} is down`;
        },
    };
}

function namespaceChecks({ namespace, link, address }: End, peer: End): Check[] {
    const inside = `ip netns exec ${namespace}`;
    return [
        {
            id: `${namespace}-exists`,
            title: `Namespace ${namespace} is there, and its lo is up`,
            where: `namespace ${namespace}`,
            command: `${inside} ip -o link show lo up`,
            expected: "lo, with UP among its flags",
            exit: "zero",
            output: "lo: <[A-Z_,]*UP",
            proves: "a namespace has a loopback of its own, which is down until somebody sets it up",
            hint: `\`ip netns list\` shows the namespaces; \`${inside} ip link set lo up\` sets lo up.`,
        },
        {
            id: `${link}-inside`,
            title: `${link} is in namespace ${namespace}`,
            where: `namespace ${namespace}`,
            command: `${inside} ip -o link show ${link}`,
            expected: `${link}, one end of the veth pair`,
            exit: "zero",
            output: `${link}@`,
            needs: [`${namespace}-exists`],
            proves: "an end of a veth pair can be moved into a namespace",
            hint: `Deleting one end deletes both. \`ip link add veth-test1 type veth peer name veth-test2\` makes them anew.`,
        },
        {
            id: `${link}-address`,
            title: `${link} is up and has ${address}/${PREFIX_LENGTH}`,
            where: `namespace ${namespace}`,
            command: `${inside} ip -o -4 address show dev ${link} up`,
            expected: `inet ${address}/${PREFIX_LENGTH}`,
            exit: "zero",
            output: `inet ${address.replaceAll(".", "[.]")}/${PREFIX_LENGTH} `,
            needs: [`${link}-inside`],
            proves: "an interface talks IP only when it is up and has an address",
            hint:
                `\`${inside} ip addr add ${address}/${PREFIX_LENGTH} dev ${link}\` gives it the address, ` +
                `\`${inside} ip link set ${link} up\` sets it up.`,
        },
        {
            id: `${namespace}-reaches-${peer.namespace}`,
            title: `${namespace} reaches ${peer.namespace}`,
            where: `namespace ${namespace}`,
            command: `${inside} ping -c 1 -W 1 ${peer.address}`,
            expected: `an answer from ${peer.address}`,
            exit: "zero",
            output: "[1-9][0-9]* received",
            needs: ENDS.map((end) => `${end.link}-address`),
            proves: "a veth pair is a cable between two namespaces",
            hint: `Is something dropping the packets? Look at \`ip netns exec ${peer.namespace} sysctl net.ipv4.icmp_echo_ignore_all\`.`,
        },
    ];
}

const [first, second] = ENDS;

/** Two network namespaces with a veth pair between them, made by hand: what Docker does for each container. */
export const netns: Lesson = {
    scenario: "netns",
    title: "Two network namespaces and a veth pair, made by hand",
    source: "course: Linux network namespaces; ip-netns(8), veth(4)",
    claims: {
        containers: [],
        networks: [],
        namespaces: ENDS.map((end) => end.namespace),
        links: ENDS.map((end) => end.link),
    },
    images: [],
    parts: {
        test1: namespacePart("test1"),
        test2: namespacePart("test2"),
        pair: pairPart,
        "address-test1": addressPart(first),
        "address-test2": addressPart(second),
    },
    commands: [
        ...ENDS.map(({ namespace }) => `ip netns add ${namespace}`),
        ...ENDS.map(({ namespace }) => `ip netns exec ${namespace} ip link set lo up`),
        `ip link add ${first.link} type veth peer name ${second.link}`,
        ...ENDS.map(({ namespace, link }) => `ip link set ${link} netns ${namespace}`),
        ...ENDS.map(
            ({ namespace, link, address }) =>
                `ip netns exec ${namespace} ip addr add ${address}/${PREFIX_LENGTH} dev ${link}`,
        ),
        ...ENDS.map(({ namespace, link }) => `ip netns exec ${namespace} ip link set ${link} up`),
        `ip netns exec ${first.namespace} ping -c 1 ${second.address}`,
        `ip netns exec ${second.namespace} ping -c 1 ${first.address}`,
    ],
    evidence: [
        { id: "namespaces", title: "The namespaces", where: "lab host", command: "ip netns list" },
        ...ENDS.map(({ namespace }) => ({
            id: `${namespace}-addresses`,
            title: `The interfaces in ${namespace}`,
            where: `namespace ${namespace}`,
            command: `ip netns exec ${namespace} ip a`,
        })),
        {
            id: "outside",
            title: "Neither end is left outside",
            where: "lab host",
            command: "ip -brief link",
        },
        {
            id: "test1-to-test2",
            title: "test1 reaches test2",
            where: "namespace test1",
            command: `ip netns exec test1 ping -c 1 -W 1 ${second.address}`,
        },
        {
            id: "test2-to-test1",
            title: "test2 reaches test1",
            where: "namespace test2",
            command: `ip netns exec test2 ping -c 1 -W 1 ${first.address}`,
        },
    ],
    // A check stands after those that it needs: both ends first, then the pings.
    checks: [...namespaceChecks(first, second), ...namespaceChecks(second, first)].sort(
        (a, b) => Number(a.id.includes("-reaches-")) - Number(b.id.includes("-reaches-")),
    ),
};
