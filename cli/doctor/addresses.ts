import { LabStack } from "../lib/stacks";
import { isOf } from "../../components/lib/project";
import { DOCKER0, freeSubnet, LAB_RANGE, NoneFreeError, overlap, rangeOf } from "../../components/lib/subnet";
import { Facts } from "./facts";
import { about, Finding, Subject } from "./finding";

/** A range of addresses that is in use, and by what. */
interface Taken {
    cidr: string;
    by: string;
}

/** Whether the address ranges of labs are free of the machine's own. */
export function judgeAddresses(subject: Subject): Finding[] {
    const nested = subject.stacks.filter(({ kind }) => kind === "nested");
    return [
        ...judgeSubnets(subject, nested),
        ...judgeInside(subject, nested),
        ...judgeDocker0(subject),
        ...judgePools(subject),
    ];
}

/** The network of a lab host: one that was chosen, or a free one of those that are kept for it. */
function judgeSubnets(subject: Subject, nested: readonly LabStack[]): Finding[] {
    const { facts, labs, machine } = subject;
    const say = (...of: LabStack[]) => about("addresses/subnet", "network of its lab host", of, machine);
    const why = "Docker refuses it, or the machine loses its way to what has these addresses now";
    const without: LabStack[] = [];
    const findings = nested.flatMap((stack, index) => {
        const { stack: name, subnet } = stack;
        const taken = takenFor(subject, name);
        const clash = subnet === undefined ? undefined : taken.find(({ cidr }) => overlap(cidr, subnet));
        if (clash) return say(stack).problem(`${subnet} overlaps ${clash.by}`, why, setSubnet(name, taken, index));
        if (facts.routes === null || facts.networks === null)
            return say(stack).unknown(why, "make `ip route` and `docker network ls` work");
        if (subnet !== undefined || labs.get(name)?.state === "up") return say(stack).fine(subnet ?? "as it was made");
        if (freeFor(name, taken) !== undefined) return say(stack).fine(`a free one of ${LAB_RANGE}`);
        without.push(stack);
        return [];
    });
    const taken = takenFor(subject, "");
    return [
        ...findings,
        ...say(...without).problem(
            `none of ${LAB_RANGE} is free: ${holders(taken)}`,
            why,
            without.map(({ stack }, index) => setSubnet(stack, taken, index)).join("\n"),
        ),
    ];
}

function setSubnet(stack: string, taken: readonly Taken[], index: number): string {
    return `pulumi config set subnet ${freeAlternative(taken, index)} --stack ${stack}`;
}

function freeFor(stack: string, taken: readonly Taken[]): string | undefined {
    try {
        return freeSubnet(
            stack,
            taken.map(({ cidr }) => cidr),
        );
    } catch (error) {
        if (error instanceof NoneFreeError) return undefined;
        throw error;
    }
}

function holders(taken: readonly Taken[]): string {
    return taken
        .filter(({ cidr }) => overlap(cidr, LAB_RANGE))
        .slice(0, 3)
        .map(({ by }) => by)
        .join(", ");
}

/** A /28 that nothing on the machine has; the last ones are of a range that is for tests of networks (RFC 2544). */
function freeAlternative(taken: readonly Taken[], index: number): string {
    const bases = ["192.168.222", "172.31.222", "10.222.222", "198.18.222"];
    const all = bases.flatMap((base) => Array.from({ length: 16 }, (_, slot) => `${base}.${slot * 16}/28`));
    const free = all.filter((cidr) => !taken.some((other) => overlap(other.cidr, cidr)));
    return free[index % free.length] ?? all.at(-1)!;
}

/** All ranges that are in use but by one stack's own lab. */
function takenFor({ facts, owner }: Subject, stack: string): Taken[] {
    const networks = (facts.networks ?? []).filter((network) => owner === undefined || !isOf(network, owner, stack));
    return [
        ...foreignRoutes(facts),
        ...networks.flatMap(({ Name, IPAM }) =>
            IPAM.Config.flatMap(({ Subnet }) =>
                Subnet === undefined ? [] : [{ cidr: Subnet, by: `Docker's network ${Name} (${Subnet})` }],
            ),
        ),
    ];
}

/** Interfaces of Docker's networks, also of those that an engine which does not run has left. */
const DOCKERS = /^(docker0|br-[0-9a-f]{12})$/;

/** The machine's routes, without those to Docker's networks. */
function foreignRoutes({ routes }: Facts): Taken[] {
    return (routes ?? []).flatMap(({ dst, dev }) => {
        const cidr = DOCKERS.test(dev) ? undefined : rangeOf(dst);
        return cidr === undefined ? [] : [{ cidr, by: `the machine's route ${dst}${dev && ` by ${dev}`}` }];
    });
}

/** In a lab host the range of docker0 is the course's, whatever the network outside has there. */
function judgeInside({ facts, machine }: Subject, nested: readonly LabStack[]): Finding[] {
    const say = about("addresses/inside", "the range of docker0 in a lab host", nested, machine);
    const why = `machines with such addresses are not reached from inside a lab, and where names are asked of one, unknown names take seconds`;
    if (facts.routes === null || facts.nameservers === null)
        return say.unknown(why, "make `ip route` work, and see /etc/resolv.conf");
    const outside = [
        ...foreignRoutes(facts),
        ...facts.nameservers.map((server) => ({ cidr: rangeOf(server) ?? "", by: `the DNS server ${server}` })),
    ].filter(({ cidr }) => overlap(cidr, DOCKER0));
    return outside.length > 0
        ? say.warning(
              `${DOCKER0} is that of ${outside.map(({ by }) => by).join(", ")} as well`,
              why,
              "nothing, for the lessons themselves: they need nobody outside; to reach it from a lab, use a machine in another network",
          )
        : say.fine(`${DOCKER0} is nobody's outside`);
}

/** On the machine itself containers are on its own docker0. */
function judgeDocker0({ stacks, facts, machine }: Subject): Finding[] {
    const direct = stacks.filter(({ kind, scenario }) => kind === "direct" && scenario.images.length > 0);
    const say = about("addresses/docker0", "the range of the machine's docker0", direct, machine);
    const why = "containers and the machines behind that route do not reach each other";
    if (facts.routes === null || facts.networks === null)
        return say.unknown(why, "make `ip route` and `docker network inspect bridge` work");
    const range = facts.networks.find(({ Name }) => Name === "bridge")?.IPAM.Config[0]?.Subnet ?? DOCKER0;
    const clash = foreignRoutes(facts).find(({ cidr }) => overlap(cidr, range));
    return clash
        ? say.warning(
              `${range} overlaps ${clash.by}`,
              why,
              'give docker0 another range ("bip" in /etc/docker/daemon.json), and restart Docker',
          )
        : say.fine(range);
}

/** Docker's own ranges for networks, where daemon.json has no others (moby: daemon/libnetwork/ipamutils). */
const DEFAULT_POOLS = [
    ...["172.17.0.0/16", "172.18.0.0/16", "172.19.0.0/16", "172.20.0.0/14", "172.24.0.0/14", "172.28.0.0/14"].map(
        (Base) => ({ Base, Size: 16 }),
    ),
    { Base: "192.168.0.0/16", Size: 20 },
];

/** With fewer than these left, somebody else's next networks are the last ones. */
const FEW = 3;

/** A network without a range of its own gets one of Docker's: on the machine itself there are about thirty. */
function judgePools({ stacks, facts, machine }: Subject): Finding[] {
    const needy = stacks.filter(
        ({ kind, scenario: { cluster, choices }, options }) =>
            kind === "direct" &&
            !cluster &&
            Object.entries(choices.names).some(([name, is]) => is === "network" && !options.addresses[name]),
    );
    const say = about("addresses/pools", "Docker's ranges for networks", needy, machine);
    const why = "a network that `up` makes on the machine itself gets one of them";
    if (facts.routes === null || facts.networks === null)
        return say.unknown(why, "make `ip route` and `docker network ls` work");
    // Unlike labs, Docker takes a default route in pieces for somebody's network.
    const taken = [
        ...facts.routes.map(({ dst }) => dst),
        ...facts.networks.flatMap(({ IPAM }) => IPAM.Config.map(({ Subnet = "" }) => Subnet)),
    ];
    const left = freeRanges(facts.engine?.DefaultAddressPools ?? DEFAULT_POOLS, taken);
    const fix =
        "remove networks that nobody needs (docker network ls; docker network prune), or give it a range: pulumi config set --path addresses.xin-bridge 10.198.0.0/24";
    if (left === 0) return say.problem("all are in use", why, fix);
    return left < FEW ? say.warning(`${left} left`, why, fix) : say.fine("enough are free");
}

/** How many are free, counted no further than to enough. */
function freeRanges(pools: readonly { Base: string; Size: number }[], taken: readonly string[]): number {
    let free = 0;
    for (const { Base, Size } of pools) {
        const [first, prefix] = Base.split("/") as [string, string];
        const start = first.split(".").reduce((sum, byte) => sum * 256 + Number(byte), 0);
        for (let slot = 0; slot < 2 ** (Size - Number(prefix)) && free < FEW; slot++) {
            const address = start + slot * 2 ** (32 - Size);
            const cidr = `${[24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".")}/${Size}`;
            if (!taken.some((other) => overlap(other, cidr))) free++;
        }
    }
    return free;
}
