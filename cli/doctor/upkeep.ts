import { onMachines } from "../../components/lib/cluster";
import { Group } from "../clean";
import { LabStack } from "../lib/stacks";
import { about, Finding, Subject } from "./finding";

// What is not about a scenario: who asks, what may be read by whom, the clock, and what was left.

/** A clock that is off by more than this many seconds is wrong. */
const OFF = 300;
/** By more than this many seconds, a swarm's certificates do not hold: they are dated back by an hour (swarmkit: ca/certificates.go). */
const OFF_FOR_SWARM = 3000;

/** Whether the one who asks may do what labs do, and nobody else. */
export function judgePermissions({ stacks, facts, machine }: Subject): Finding[] {
    const { root, places } = facts;
    const say = (id: string, what: string) => about(`permissions/${id}`, what, stacks, machine);
    const user = say("root", "user");
    const locked = Object.values(places).filter(({ writable }) => !writable);
    const folders = say("folders", "where labs write");
    return [
        ...(root
            ? user.fine("root")
            : user.problem(
                  "not root",
                  "labs make network namespaces, bridges and containers",
                  machine === undefined
                      ? "sudo ./lab doctor, and so for every command"
                      : "name root in the machine's url (hosts)",
              )),
        ...(root && locked.length > 0
            ? folders.problem(
                  `cannot be written: ${locked.map(({ path }) => path).join(", ")}`,
                  "labs keep sockets, marks and their state there",
                  "see whether the file system is mounted read-only (findmnt -T PATH) or full",
              )
            : root
              ? folders.fine("can be written")
              : []),
        ...judgeModes(places, say),
    ];
}

/** What must be for nobody but root. */
const PRIVATE = {
    state: { what: "the state folder", most: 0o700, why: "it has the state of all labs, and the way to their secrets" },
    passphrase: { what: "the passphrase", most: 0o600, why: "it opens the secrets of all stacks" },
    socket: { what: "the engine's socket", most: 0o770, why: "who may write to it is root on this machine" },
} as const;

function judgeModes(
    places: Subject["facts"]["places"],
    say: (id: string, what: string) => ReturnType<typeof about>,
): Finding[] {
    return Object.entries(PRIVATE).flatMap(([id, { what, most, why }]) => {
        const place = places[id as keyof typeof PRIVATE];
        if (!place?.mode) return []; // not there: set-up and the engine say so
        const mode = parseInt(place.mode, 8);
        return mode & ~most
            ? say(id, what).warning(
                  `${place.path} has mode ${place.mode}`,
                  why,
                  `chmod ${most.toString(8)} ${place.path}`,
              )
            : say(id, what).fine(`mode ${place.mode}`);
    });
}

/** Whether the clock is right, as far as anybody says. @param here the time of this machine, in seconds, when it is another one's clock */
export function judgeClock({ stacks, facts, machine }: Subject, here?: number): Finding[] {
    const { time, mirror, lastWork } = facts;
    const say = about("clock/now", "clock", stacks, machine);
    const why = "certificates and package lists are refused by a wrong clock, so set-up fails";
    const set = (to: number) => `timedatectl set-ntp true, or: date --utc --set @${to}`;
    if (here !== undefined) return judgeOtherClock({ stacks, machine }, time - here);
    if (mirror !== null)
        return Math.abs(time - mirror) > OFF
            ? say.warning(`${span(time - mirror)} the package mirror's`, why, set(mirror))
            : say.fine("as the package mirror's");
    if (lastWork !== null && time < lastWork - OFF)
        return say.warning(
            `${span(time - lastWork)} what was last written here`,
            why,
            `timedatectl set-ntp true, or: date --set 'YYYY-MM-DD hh:mm'`,
        );
    return say.unknown(
        why,
        "compare it with a clock that you trust: date",
        `no package mirror says the time; it is ${new Date(time * 1000).toISOString().slice(0, 16)}Z here`,
    );
}

/** Nodes of a swarm trust each other by certificates that hold from now on. */
function judgeOtherClock({ stacks, machine }: Pick<Subject, "stacks" | "machine">, off: number): Finding[] {
    const swarms = stacks.filter(({ options }) => onMachines(options));
    const say = about("clock/swarm", "clock", swarms, machine);
    const words = `${span(off)} this machine's`;
    return Math.abs(off) > OFF_FOR_SWARM
        ? say.problem(words, "nodes of a swarm refuse each other's certificates", "timedatectl set-ntp true on both")
        : say.fine(`within ${Math.round(OFF_FOR_SWARM / 60)} minutes of this machine's`);
}

function span(seconds: number): string {
    const size = Math.abs(seconds);
    const [number, unit] =
        size >= 172_800 ? [size / 86_400, "days"] : size >= 7200 ? [size / 3600, "hours"] : [size / 60, "minutes"];
    return `${Math.round(number)} ${unit} ${seconds < 0 ? "behind" : "ahead of"}`;
}

/** What labs of checkouts that are gone have left. @param groups null where it could not be read */
export function judgeLeftovers(stacks: readonly LabStack[], groups: readonly Group[] | null): Finding[] {
    const say = about("leftovers/dead", "what other labs have left", stacks);
    if (groups === null)
        return say.unknown(
            "it takes memory, disk, names and ports",
            "make the Docker engine answer; ./lab clean shows it then",
        );
    const dead = groups.filter(({ ownership }) => ownership === "dead");
    return dead.length === 0
        ? say.fine("nothing")
        : dead.flatMap(({ owner, stack, things }) =>
              say.warning(
                  `${things.length} of ${stack} (owner ${owner}), whose checkout is gone: ${things
                      .map(({ kind, name }) => `${kind} ${name}`)
                      .slice(0, 3)
                      .join(", ")}${things.length > 3 ? " …" : ""}`,
                  "it takes memory, disk, names and ports, and nobody will destroy it",
                  `./lab clean --owner ${owner}`,
              ),
          );
}
