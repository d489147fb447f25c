import { createHash } from "crypto";
import { BlockList, isIPv4 } from "net";

/** First address of the range for lab hosts' own networks; outside Docker's default pools, which the labs inside need. */
const POOL = [10, 199] as const;
/** That range. */
export const LAB_RANGE = `${POOL.join(".")}.0.0/16`;
const PREFIX = 28;
const SLOTS = 1 << (PREFIX - 16);

/** The network of docker0, as in the course. */
export const DOCKER0 = "172.17.0.0/16";

/** An IPv4 network in CIDR notation, split; undefined when it is not one. */
export function parseCidr(text: string): { base: string; prefix: number } | undefined {
    const match = /^([\d.]+)\/(\d|[12]\d|3[0-2])$/.exec(text);
    if (!match || !isIPv4(match[1]!)) return undefined;
    return { base: match[1]!, prefix: Number(match[2]) };
}

/** An IPv4 network in CIDR notation whose address is the network's own, with no bit of a host in it. */
export function parseSubnet(text: string): { base: string; prefix: number } | undefined {
    const cidr = parseCidr(text);
    return cidr && baseOf(cidr) === cidr.base ? cidr : undefined;
}

/** What is for no network of one's own: "this network", loopback, and multicast with what is reserved behind it (RFC 6890). */
const SPECIAL = ["0.0.0.0/8", "127.0.0.0/8", "224.0.0.0/3"];

/** The network for special purposes that a network shares an address with; undefined for none. */
export function specialIn(cidr: string): string | undefined {
    return SPECIAL.find((special) => overlap(special, cidr));
}

/** How many addresses of a network hosts can have: all but its own and the one for all. */
export function addressesIn(prefix: number): number {
    return Math.max(0, 2 ** (32 - prefix) - 2);
}

/** Whether an address in CIDR notation is one that a host of its network can have. */
export function isHostAddress({ base, prefix }: { base: string; prefix: number }): boolean {
    const number = numberOf(base) % 2 ** (32 - prefix);
    return number > 0 && number <= addressesIn(prefix);
}

/** The first address of the network that an address in CIDR notation is in. */
export function baseOf({ base, prefix }: { base: string; prefix: number }): string {
    const size = 2 ** (32 - prefix);
    const first = Math.floor(numberOf(base) / size) * size;
    return [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join(".");
}

function numberOf(address: string): number {
    return address.split(".").reduce((sum, byte) => sum * 256 + Number(byte), 0);
}

/** Whether two IPv4 networks share an address. What is not IPv4 shares none. */
export function overlap(a: string, b: string): boolean {
    const [first, second] = [parseCidr(a), parseCidr(b)];
    if (!first || !second) return false;
    return contains(first, second.base) || contains(second, first.base);
}

/**
 * The range that a route leads to, in CIDR notation; undefined for a default route, whole or in pieces, such as the halves 0.0.0.0/1 and
 * 128.0.0.0/1 of a VPN: nobody has all that as a network of theirs.
 */
export function rangeOf(destination: string): string | undefined {
    const cidr = parseCidr(isIPv4(destination) ? `${destination}/32` : destination);
    return cidr && cidr.prefix >= 8 ? `${cidr.base}/${cidr.prefix}` : undefined;
}

function contains(cidr: { base: string; prefix: number }, address: string): boolean {
    const list = new BlockList();
    list.addSubnet(cidr.base, cidr.prefix, "ipv4");
    return list.check(address, "ipv4");
}

/** No address of a range is left, which a person can mend. */
export class NoneFreeError extends Error {}

/**
 * A free /28 for a lab host's own network. Where to start looking follows from the lab's name, so that labs
 * that are made side by side do not reach for the same one.
 *
 * @param taken networks in CIDR notation that are in use on the machine
 * @throws NoneFreeError when all are taken
 */
export function freeSubnet(name: string, taken: readonly string[]): string {
    const start = createHash("sha256").update(name).digest().readUInt32BE(0);
    const near = taken.filter((other) => overlap(LAB_RANGE, other));
    for (let step = 0; step < SLOTS; step++) {
        const offset = ((start + step) % SLOTS) * (1 << (32 - PREFIX));
        const cidr = `${POOL.join(".")}.${offset >> 8}.${offset & 255}/${PREFIX}`;
        if (!near.some((other) => overlap(cidr, other))) return cidr;
    }
    throw new NoneFreeError(`all ${SLOTS} networks in ${LAB_RANGE} are taken; set the "subnet" of this stack's config`);
}
