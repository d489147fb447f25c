import { literal } from "../lib/checks";
import { Options, scenario } from "../lib/course";
import { Part } from "../lib/drift";
import { Check } from "../lib/lesson";
import { addressesOf, linkIn } from "../lib/snapshot";
import { addedAddressesPart } from "../lib/added";
import { baseOf, parseCidr } from "../lib/subnet";

/** One end of the lesson's veth pair. */
export interface End {
    /** Its name in the course, which its parts and checks go by whatever it is called. */
    key: "test1" | "test2";
    /** Name of the namespace that it is in. */
    namespace: string;
    link: string;
    /** Its IPv4 address in CIDR notation. */
    cidr: string;
}

/** The two ends of the veth pair. */
export function endsOf({ names, addresses }: Options): readonly [End, End] {
    const end = (key: End["key"]): End => ({
        key,
        namespace: names[key]!,
        link: names[`veth-${key}`]!,
        cidr: addresses[key]!,
    });
    return [end("test1"), end("test2")];
}

const addressOf = ({ cidr }: End): string => parseCidr(cidr)!.base;

function namespacePart(name: string): Part {
    return {
        lostAtRestart: true,
        thing: { kind: "namespace", name },
        broken(live) {
            const found = live.namespaces[name];
            if (!found) return `namespace ${name} was deleted`;
            if (!found.links) return `namespace ${name} cannot be entered`;
            return linkIn(live, name, "lo")?.flags.includes("UP") ? undefined : `lo is down in namespace ${name}`;
        },
    };
}

function pairPart(ends: readonly End[]): Part {
    return {
        lostAtRestart: true,
        thing: { kind: "pair", ends },
        broken(live) {
            const gone = ends.find(({ namespace, link }) => !linkIn(live, namespace, link));
            return gone ? `${gone.link} is not in namespace ${gone.namespace}` : undefined;
        },
    };
}

function addressPart({ namespace, link: name, cidr }: End): Part {
    return {
        lostAtRestart: true,
        thing: { kind: "address", namespace },
        broken(live) {
            const link = linkIn(live, namespace, name);
            if (!addressesOf(link).includes(cidr)) return `${name} lost ${cidr}`;
            return link?.flags.includes("UP") ? undefined : `${name} is down`;
        },
    };
}

function endChecks({ key, namespace, link, cidr }: End): Check[] {
    const inside = `ip netns exec ${namespace}`;
    return [
        {
            id: `${key}-exists`,
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
            id: `veth-${key}-inside`,
            title: `${link} is in namespace ${namespace}`,
            where: `namespace ${namespace}`,
            command: `${inside} ip -o link show ${link}`,
            expected: `${link}, one end of the veth pair`,
            exit: "zero",
            output: `${literal(link)}@`,
            needs: [`${key}-exists`],
            proves: "an end of a veth pair can be moved into a namespace",
            hint: "Deleting one end deletes both. `ip link add … type veth peer name …` makes them anew.",
        },
        {
            id: `veth-${key}-address`,
            title: `${link} is up and has ${cidr} alone`,
            where: `namespace ${namespace}`,
            command: `${inside} ip -o -4 address show dev ${link} up`,
            expected: `inet ${cidr}, and no other address`,
            exit: "zero",
            output: `^[^[:cntrl:]]* inet ${literal(cidr)} [^[:cntrl:]]*$`,
            needs: [`veth-${key}-inside`],
            proves: "an interface talks IP only when it is up and has an address",
            hint:
                `\`${inside} ip addr add ${cidr} dev ${link}\` gives it the address, ` +
                `\`${inside} ip link set ${link} up\` sets it up; \`ip addr del\` takes an address away.`,
        },
    ];
}

function reachCheck(from: End, to: End): Check {
    return {
        id: `${from.key}-reaches-${to.key}`,
        title: `${from.namespace} reaches ${to.namespace}`,
        where: `namespace ${from.namespace}`,
        command: `ip netns exec ${from.namespace} ping -c 1 -W 1 ${addressOf(to)}`,
        expected: `an answer from ${addressOf(to)}`,
        exit: "zero",
        output: "[1-9][0-9]* received",
        needs: ["veth-test1-address", "veth-test2-address"],
        proves: "a veth pair is a cable between two namespaces",
        hint: `Is something dropping the packets? Look at \`ip netns exec ${to.namespace} sysctl net.ipv4.icmp_echo_ignore_all\`.`,
    };
}

/** Both ends must be on one network, or no packet finds its way. */
function addressProblems({ addresses: { test1, test2 } }: Options): string[] {
    const [first, second] = [parseCidr(test1!)!, parseCidr(test2!)!];
    const network = `${baseOf(first)}/${first.prefix}`;
    const shared = first.prefix === second.prefix && baseOf(first) === baseOf(second);
    const change = `Allowed: another address of ${network}. Change addresses.test2, or addresses.test1`;
    if (!shared) return [`addresses: "${test2}" is outside of the network of "${test1}", ${network}. ${change}`];
    return first.base === second.base ? [`addresses: "${test2}" is the address of both ends. ${change}`] : [];
}

/** Two network namespaces with a veth pair between them, made by hand: what Docker does for each container. */
export const netns = scenario({
    name: "netns",
    chapter: 1,
    group: "single-host",
    title: "Two network namespaces and a veth pair, made by hand",
    source: "course: Linux network namespaces; ip-netns(8), veth(4)",
    images: [],
    raw: true,
    choices: {
        names: { test1: "namespace", test2: "namespace", "veth-test1": "interface", "veth-test2": "interface" },
        addresses: {
            test1: { form: "address", value: "192.168.33.1/24" },
            test2: { form: "address", value: "192.168.33.2/24" },
        },
    },
    problems: addressProblems,
    lesson: (options) => {
        const ends = endsOf(options);
        const [first, second] = ends;
        return {
            parts: {
                test1: namespacePart(first.namespace),
                test2: namespacePart(second.namespace),
                pair: pairPart(ends),
                "address-test1": addressPart(first),
                "address-test2": addressPart(second),
                added: addedAddressesPart(ends),
            },
            commands: [
                [`ip netns add ${first.namespace}`],
                [`ip netns add ${second.namespace}`, "each has interfaces, addresses and routes of its own"],
                ...ends.map(({ namespace }): [string] => [`ip netns exec ${namespace} ip link set lo up`]),
                [`ip link add ${first.link} type veth peer name ${second.link}`, "a cable with two ends"],
                [`ip link set ${first.link} netns ${first.namespace}`],
                [
                    `ip link set ${second.link} netns ${second.namespace}`,
                    "`ip link` does not list them out here any more",
                ],
                ...ends.map(({ namespace, link, cidr }): [string] => [
                    `ip netns exec ${namespace} ip addr add ${cidr} dev ${link}`,
                ]),
                ...ends.map(({ namespace, link }): [string] => [`ip netns exec ${namespace} ip link set ${link} up`]),
                [`ip netns exec ${first.namespace} ping -c 1 ${addressOf(second)}`, "an answer, through the cable"],
                [`ip netns exec ${second.namespace} ping -c 1 ${addressOf(first)}`, "and the other way"],
            ],
            evidence: [
                { id: "namespaces", title: "The namespaces", where: "lab host", command: "ip netns list" },
                ...ends.map(({ key, namespace }) => ({
                    id: `${key}-addresses`,
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
                pingEvidence("test1-to-test2", first, second),
                pingEvidence("test2-to-test1", second, first),
            ],
            checks: [...endChecks(first), ...endChecks(second), reachCheck(first, second), reachCheck(second, first)],
        };
    },
});

function pingEvidence(id: string, from: End, to: End) {
    const { title, where, command } = reachCheck(from, to);
    return { id, title, where, command };
}
