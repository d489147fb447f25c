import { about, Finding, Subject } from "./finding";
import { Room, roomOf, SET_UP_DISK, sum, TOOLS } from "./needs";

type Key = keyof Room;

/** Free bytes that are enough for the stacks' state, of which the engine writes one copy after the other. */
const STATE_DISK = 100e6;

/** Whether there is memory and disk for the labs that are not up yet. @param fetches whether set-up has something to get */
export function judgeRoom(subject: Subject, fetches: boolean): Finding[] {
    const { facts, machine } = subject;
    // The tools work on this machine, wherever the lab is.
    const tools = machine === undefined ? TOOLS : { one: 0, several: 0 };
    return [
        ...judge(subject, "memory", facts.memory, tools, "end programs, or give the machine more"),
        ...judge(
            subject,
            "disk",
            facts.disks.engine ?? null,
            { one: 0, several: 0 },
            "docker system df shows what takes it",
        ),
        ...(machine === undefined ? judgeStateDisk(subject) : []),
        ...(fetches ? judgeSetUpDisk(subject) : []),
    ];
}

function judge(
    { stacks, labs, machine }: Subject,
    key: Key,
    free: number | null,
    tools: typeof TOOLS,
    more: string,
): Finding[] {
    const say = (of: Subject["stacks"]) => about(`room/${key}`, `free ${key}`, of, machine);
    const down = stacks.filter(({ stack }) => labs.get(stack)?.state !== "up");
    if (free === null)
        return say(stacks).unknown("labs that have too little fail in the middle", "see free -m and df -h yourself");
    const short = down.filter((stack) => roomOf(stack)[key] + tools.one > free);
    const rest = stacks.filter((stack) => !short.includes(stack));
    const all =
        sum(rest.filter((stack) => down.includes(stack)).map(roomOf))[key] +
        (rest.length > 1 ? tools.several : tools.one);
    const why = "with too little, an `up` fails in the middle";
    return [
        ...short.flatMap((stack) =>
            say([stack]).problem(`${size(free)}, and it takes ${size(roomOf(stack)[key] + tools.one)}`, why, more),
        ),
        ...(all > free
            ? say(rest).warning(
                  `${size(free)}, and together they take ${size(all)}`,
                  why,
                  `make fewer at a time (./lab destroy STACK in between), or ${more}`,
              )
            : say(rest).fine(`${size(free)}, ${size(all)} needed`)),
    ];
}

/** A state that cannot be written to its end is the worst that can happen to a lab. */
function judgeStateDisk({ stacks, facts }: Subject): Finding[] {
    const say = about("room/state", "free disk for the state", stacks);
    const free = facts.disks.checkout;
    const why = "an `up` writes down there what it has made (.lab/)";
    if (free === undefined) return say.unknown(why, "see df -h . yourself");
    return free < STATE_DISK ? say.problem(size(free), why, "make room where this checkout is") : say.fine(size(free));
}

function judgeSetUpDisk({ stacks, facts }: Subject): Finding[] {
    const say = about("room/set-up", "free disk for set-up", stacks);
    const { engine, programs } = facts.disks;
    const least = Math.min(...[engine, programs].filter((free) => free !== undefined));
    if (!Number.isFinite(least)) return say.unknown("set-up builds programs and images", "see df -h yourself");
    return least < SET_UP_DISK
        ? say.warning(
              size(least),
              `set-up takes up to ${size(SET_UP_DISK)} for a while where pulumi has to be built`,
              "make room in ~/.cache and for Docker's data, or set up from a pack: ./lab setup --from FILE",
          )
        : say.fine(size(least));
}

/** Bytes in words: `812 MB`, `19.6 GB`. */
export function size(bytes: number): string {
    return bytes < 1e9 ? `${Math.round(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}
