import { Choices, Kind } from "./course";
import { DOCKER0, overlap, isHostAddress, parseCidr, parseSubnet, specialIn } from "./subnet";

// Whether a name, an address, a port or a tag can be used: each judge says what is wrong with it in words, or nothing.

// The commands of a lesson have the names in their text, as a student would type them: so nothing that a shell could take for
// anything but a part of a word is allowed in any of them.
const WORD = "ASCII letters, digits, _ . and -, the first a letter or a digit";
const HOST_NAME = "no dot at the end or beside another, and not an address";

interface NameRule {
    pattern: RegExp;
    allowed: string;
    /** Names that stand for something else. */
    taken: readonly string[];
}

const KINDS: Readonly<Record<Kind, NameRule>> = {
    container: {
        pattern: /^(?=.{2,63}$)[a-zA-Z0-9][\w-]*(\.[\w-]+)*$/,
        allowed: `2 to 63 ${WORD}; ${HOST_NAME}`,
        taken: ["localhost"],
    },
    network: {
        pattern: /^[a-zA-Z0-9][\w.-]{1,62}$/,
        allowed: `2 to 63 ${WORD}`,
        taken: ["bridge", "host", "none", "default", "container"],
    },
    service: {
        pattern: /^(?=.{1,39}$)[a-zA-Z0-9]+(-+[a-zA-Z0-9]+)*$/,
        allowed: "up to 39 ASCII letters, digits and -, the first and the last a letter or a digit; not an address",
        taken: ["localhost"],
    },
    namespace: { pattern: /^[a-zA-Z0-9][\w.-]{0,62}$/, allowed: `up to 63 ${WORD}`, taken: [] },
    interface: {
        pattern: /^[a-zA-Z0-9][\w.-]{0,14}$/,
        allowed: `up to 15 ${WORD}`,
        taken: ["lo", "docker0", "eth0"],
    },
};

/** What are found by their names, and so must not look like an address (inet_aton(3) knows more forms than four numbers). */
const FOUND_BY_NAME: readonly Kind[] = ["container", "service"];
const LIKE_ADDRESS = /^(0x[\da-f]*|\d+)(\.(0x[\da-f]*|\d+))*$/i;

/** Words of ip-link(8), which it also takes by their beginnings: an interface of such a name cannot be named to it. */
const WORDS_OF_IP =
    "addr address addrgenmode alias all allmulticast arp broadcast brd carrier default dev down dynamic group gro_max_size gso_max_segs " +
    "gso_max_size help index link link-netnsid link-netns macaddr master mtu multicast name netns nomaster numrxqueues numtxqueues off on " +
    "parentdev peer promisc protodown qlen set state trailers txqlen txqueuelen type up vf vrf xdp xdpdrv xdpgeneric xdpoffload";

/** What is wrong with a name; undefined for one that can be used. */
export function nameProblem(kind: Kind, value: string): string | undefined {
    const { pattern, allowed, taken } = KINDS[kind];
    if (!pattern.test(value) || (FOUND_BY_NAME.includes(kind) && LIKE_ADDRESS.test(value)))
        return `Allowed for ${article(kind)}: ${allowed}`;
    if (taken.includes(value))
        return `It stands for something else. Allowed for ${article(kind)}: any name but ${taken.join(", ")}`;
    if (kind === "interface" && WORDS_OF_IP.split(" ").some((word) => word.startsWith(value)))
        return "The ip command takes it for a word of its own. Allowed for an interface: any name that is no beginning of such a word";
    return undefined;
}

function article(kind: Kind): string {
    return kind === "interface" ? "an interface" : `a ${kind}`;
}

/** What is wrong with an address; undefined for one that can be used. */
export function addressProblem({ addresses = {} }: Choices, key: string, value: string): string | undefined {
    const subnet = addresses[key]!.form === "subnet";
    const cidr = subnet ? parseSubnet(value) : parseCidr(value);
    if (!cidr || cidr.prefix < 8 || cidr.prefix > (subnet ? 29 : 30))
        return subnet
            ? "Allowed: an IPv4 network of /8 to /29 by its first address, such as 172.28.0.0/16"
            : "Allowed: an IPv4 address with the length of its network's prefix, /8 to /30, such as 192.168.33.1/24";
    const special = specialIn(value);
    if (special !== undefined)
        return `It is in ${special}, which is for other purposes. Allowed: such as 192.168.33.0/24`;
    if (subnet)
        return overlap(value, DOCKER0)
            ? `It overlaps docker0's network, ${DOCKER0}. Allowed: a network beside it, such as 172.28.0.0/16`
            : undefined;
    return isHostAddress(cidr)
        ? undefined
        : "It is the first or the last address of its network. Allowed: one between them";
}

/** What is wrong with a port; undefined for one that can be used. */
export function portProblem(value: string): string | undefined {
    return /^[1-9]\d{0,4}$/.test(value) && Number(value) <= 65535
        ? undefined
        : "Allowed: whole numbers from 1 to 65535";
}

/** What is wrong with an image's tag; undefined for one that can be used. */
export function tagProblem(value: string): string | undefined {
    return /^\w[\w.-]{0,127}$/.test(value)
        ? undefined
        : "Allowed: up to 128 ASCII letters, digits, _ . and -, the first a letter, a digit or _";
}
