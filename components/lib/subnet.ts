import { createHash } from "crypto";
import { BlockList, isIPv4 } from "net";

/** First address of the range for lab hosts' own networks; outside Docker's default pools, which the labs inside need. */
const POOL = [10, 199] as const;
const PREFIX = 28;
const SLOTS = 1 << (PREFIX - 16);

/** An IPv4 network in CIDR notation, split; undefined when it is not one. */
export function parseCidr(text: string): { base: string; prefix: number } | undefined {
    const match = /^([\d.]+)\/(\d{1,2})$/.exec(text);
    if (!match || !isIPv4(match[1]!) || Number(match[2]) > 32) return undefined;
    return { base: match[1]!, prefix: Number(match[2]) };
}

/** An IPv4 network in CIDR notation whose address is the network's own, with no bit of a host in it. */
export function parseSubnet(text: string): { base: string; prefix: number } | undefined {
    const cidr = parseCidr(text);
    return cidr && baseOf(cidr) === cidr.base ? cidr : undefined;
}

/** The first address of the network that an address in CIDR notation is in. */
export function baseOf({ base, prefix }: { base: string; prefix: number }): string {
    const bits = base.split(".").reduce((sum, byte) => sum * 256 + Number(byte), 0);
    const size = 2 ** (32 - prefix);
    const first = Math.floor(bits / size) * size;
    return [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join(".");
}

/** Whether two IPv4 networks share an address. What is not IPv4 shares none. */
export function overlap(a: string, b: string): boolean {
    const [first, second] = [parseCidr(a), parseCidr(b)];
    if (!first || !second) return false;
    return contains(first, second.base) || contains(second, first.base);
}

function contains(cidr: { base: string; prefix: number }, address: string): boolean {
    const list = new BlockList();
    list.addSubnet(cidr.base, cidr.prefix, "ipv4");
    return list.check(address, "ipv4");
}

/**
 * A free /28 for a lab host's own network, in 10.199.0.0/16. Where to start looking follows from the lab's name, so that labs
 * that are made side by side do not reach for the same one.
 *
 * @param taken networks in CIDR notation that are in use on the machine
 * @throws Error when all are taken
 */
export function freeSubnet(name: string, taken: readonly string[]): string {
    const start = createHash("sha256").update(name).digest().readUInt32BE(0);
    for (let step = 0; step < SLOTS; step++) {
        const offset = ((start + step) % SLOTS) * (1 << (32 - PREFIX));
        const cidr = `${POOL.join(".")}.${offset >> 8}.${offset & 255}/${PREFIX}`;
        if (!taken.some((other) => overlap(cidr, other))) return cidr;
    }
    throw new Error(
        `all ${SLOTS} networks in ${POOL.join(".")}.0.0/16 are taken; set the "subnet" of this stack's config`,
    );
}
