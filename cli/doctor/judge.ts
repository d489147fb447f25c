import { Group } from "../clean";
import { LabStack, NamedStack } from "../lib/stacks";
import { judgeAddresses } from "./addresses";
import { judgeClaims } from "./claims";
import { judgeDisks } from "./disks";
import { judgeEngine } from "./engine";
import { Facts } from "./facts";
import { about, Finding, Subject } from "./finding";
import { judgeKernel } from "./kernel";
import { judgeLabs, LiveLab } from "./live";
import { judgeRoom } from "./room";
import { judgeImages, judgeSetUp, lacksAny, SetUp } from "./set-up";
import { judgeClock, judgeLeftovers, judgePermissions } from "./upkeep";

/** All that was seen, of this machine and of others that labs are on. */
export interface Examined {
    named: readonly NamedStack[];
    setUp: SetUp;
    facts: Facts;
    owner?: string;
    labs: ReadonlyMap<string, LiveLab>;
    /** What labs have left on this machine, by their owners; null where it could not be read. */
    groups: readonly Group[] | null;
    others: readonly OtherMachine[];
}

/** A machine that stacks' config names. */
export interface OtherMachine {
    name: string;
    stacks: readonly LabStack[];
    /** What it is like, or why it did not say. */
    facts: Facts | string;
    /** Whether there is a Docker engine to be reached and no more. */
    bare: boolean;
}

/** Decides from what was seen how everything is. */
export function judge(examined: Examined): Finding[] {
    const { named, setUp, facts, groups, owner, labs, others } = examined;
    const all = named.flatMap(({ settings }) => settings ?? []);
    const here: Subject = { stacks: all.filter(({ hosts }) => hosts.length === 0), facts, owner, labs };
    const every: Subject = { ...here, stacks: all };
    const silent = others.flatMap(({ facts: said, stacks }) =>
        typeof said === "string" ? stacks.map(({ stack }) => stack) : [],
    );
    return merged([
        ...named.flatMap(judgeConfig),
        ...judgeSetUp(setUp, all),
        ...judgeEngine(every, setUp),
        ...judgeKernel(here),
        ...judgeImages(setUp, facts, all),
        ...judgeRoom(here, lacksAny(setUp)),
        ...judgeDisks(here),
        ...judgeAddresses(here),
        ...judgeClaims(here),
        ...judgeLabs({ ...every, stacks: all.filter(({ stack }) => !silent.includes(stack)) }),
        ...judgePermissions(every),
        ...judgeClock(every),
        ...judgeLeftovers(all, groups),
        ...others.flatMap((other) => judgeOther(other, here)),
    ]);
}

/** A config that cannot be used names its problems, each with what to do. */
function judgeConfig({ stack, ...read }: NamedStack): Finding[] {
    if (read.settings) return [];
    const [first, ...lines] = read.problem.split("\n  - ");
    return (lines.length > 0 ? lines : [first!]).flatMap((line) =>
        about("config", "config", [{ stack }]).problem(
            line,
            "the stack's lab is made after it",
            `set it as that says, with --stack ${stack}, or in stacks/Pulumi.${stack}.yaml`,
        ),
    );
}

function judgeOther({ name, stacks, facts, bare }: OtherMachine, { facts: own, owner, labs }: Subject): Finding[] {
    const say = about("machine/answers", "another machine", stacks, name);
    if (typeof facts === "string")
        return say.problem(
            facts,
            "the lab is made there",
            "make it reachable, or take it out of hosts in the stack's config",
        );
    const subject: Subject = { stacks, facts, machine: name, owner, labs };
    const engine = judgeEngine(subject, { refused: [] });
    if (bare)
        return [
            ...engine,
            ...say.unknown(
                "kernel, memory, disk, ports and addresses there decide whether a lab can be made",
                "run ./lab doctor there, or name it by ssh:// in hosts",
                "nothing but its engine can be asked",
            ),
        ];
    return [
        ...engine,
        ...judgeKernel(subject),
        ...judgeRoom(subject, false),
        ...judgeDisks(subject),
        ...judgeAddresses(subject),
        ...judgeClaims(subject),
        ...judgePermissions(subject),
        ...judgeClock(subject, own.time),
    ];
}

/** What several stacks have in common is said once. */
function merged(findings: readonly Finding[]): Finding[] {
    const groups = new Map<string, Finding>();
    for (const { stacks, ...rest } of findings) {
        const key = JSON.stringify(rest);
        groups.set(key, { ...rest, stacks: [...(groups.get(key)?.stacks ?? []), ...stacks] });
    }
    return [...groups.values()];
}
