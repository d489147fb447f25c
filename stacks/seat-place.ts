import { HERE } from "../components/lib/elsewhere";
import { quoted } from "../components/lib/printable";
import { toRemoveEntry, toSet } from "../components/lib/problems";
import { ReadConfig } from "../components/lib/options";
import { ClassConfig, SeatLab, seatsOf } from "./classroom";
import { HostEntry, ListedHost } from "./hosts";
import { Records } from "./records";
import { spread } from "./spread";

/** Where the lab of a seat is. */
export interface SeatPlace {
    /** The machine that it is on, or is to be made on; none for this one. */
    hosts: readonly HostEntry[];
    /** What config calls that machine; undefined where it names none. */
    machine?: string;
    /** Another machine that it is to be on, because config gives it no room any more where it is. */
    movesTo?: string;
}

/** Addresses that every machine has. */
const EVERYWHERE = ["0.0.0.0", "127.0.0.1"];

/** Machines elsewhere, of those that config names. */
export function elsewhereOf(listed: readonly ListedHost[]): HostEntry[] {
    return listed.flatMap((entry) => ("local" in entry ? [] : [entry]));
}

/** Where the lab of a seat is: where it was made, or where the seats that are nowhere yet are counted out to. */
export function placeOfSeat(
    stack: string,
    { classroom, person }: SeatLab,
    config: ClassConfig,
    listed: readonly ListedHost[],
    records: Records,
): { place: SeatPlace; problems: string[] } {
    if (listed.length === 0) return { place: { hosts: [] }, problems: [] };
    const nameOf = (of: string) => machineOf(of, listed, records);
    const labs = seatsOf(classroom, config);
    const own = (seat: string) => labs.flatMap((lab) => (lab.seat === seat ? (nameOf(lab.stack) ?? []) : []));
    const seats = config.people.map(({ seat }) => seat);
    const home = spread(seats, listed, own).get(person);
    const record = records.of(stack);
    const machine = record ? nameOf(stack) : home;
    const entry = listed.find(({ name }) => name === machine);
    if (record && !entry) return { place: { hosts: [] }, problems: [notNamed(stack, record.words)] };
    return {
        place: {
            hosts: entry ? elsewhereOf([entry]) : [],
            machine,
            ...(home !== undefined && home !== machine && { movesTo: home }),
        },
        problems: [],
    };
}

/** The name of the machine that a stack's lab is on; undefined for one that is nowhere, or where config names it no more. */
function machineOf(stack: string, listed: readonly ListedHost[], records: Records): string | undefined {
    const record = records.of(stack);
    return record?.words === HERE ? listed.find((entry) => "local" in entry)?.name : record?.name;
}

/** Where the lab of a seat is that its class has no more. */
export function placeOfRemoved(stack: string, listed: readonly ListedHost[], records: Records): SeatPlace {
    const machine = machineOf(stack, listed, records);
    return { hosts: elsewhereOf(listed.filter(({ name }) => name === machine)), machine, movesTo: undefined };
}

function notNamed(stack: string, words: string): string {
    const entry = words === HERE ? "as {name: here, url: local}" : "as it was";
    return (
        `hosts: the lab of ${stack} is on ${words}, which is none of them. Put that machine in ${entry}; ` +
        "with seats: 0 its seats move to the others, as ./lab class preview shows"
    );
}

/** What is wrong with machines that are each right by themselves, for the seats of a class together; undefined for a lab of no class. */
export function spreadProblems(
    listed: readonly ListedHost[],
    config: ClassConfig | undefined,
    read: ReadConfig,
): string[] {
    if (!config) return listed.flatMap(forClassAlone);
    const rooms = listed.map(({ seats }) => seats);
    const numbered = rooms.filter((seats) => (seats ?? 0) > 0);
    const address = read("sshAddress") || EVERYWHERE[0]!;
    return [
        ...(numbered.length > 0
            ? rooms.flatMap((seats, index) => (seats === undefined ? roomMissing(listed[index]!, index) : []))
            : []),
        ...(listed.length > 0 && !rooms.includes(undefined) ? tooMany(listed, config.people.length) : []),
        ...(listed.length > 1 && !EVERYWHERE.includes(address)
            ? [
                  `sshAddress: ${quoted(address)} cannot be: the seats are on ${listed.length} machines, and it is an address of one. ` +
                      `Allowed: ${EVERYWHERE.join(", ")}. ${toSet("sshAddress", EVERYWHERE[0]!)}`,
              ]
            : []),
    ];
}

function forClassAlone(entry: ListedHost, index: number): string[] {
    const at = `hosts[${index}]`;
    return [
        ...("local" in entry
            ? [
                  `${at}.url: "local" cannot be: it is for a class, which has seats. A lab is on this machine where hosts is empty. ` +
                      toRemoveEntry(at),
              ]
            : []),
        ...(entry.seats === undefined
            ? []
            : [
                  `${at}.seats: "${entry.seats}" cannot be: it is for a class, which has seats. ${toRemoveEntry(`${at}.seats`)}`,
              ]),
    ];
}

function roomMissing({ name }: ListedHost, index: number): string {
    return (
        `hosts[${index}].seats: missing. Say of ${name}, too, for how many seats it has room, or of no machine: then they have equal shares. ` +
        `Set it with: pulumi config set --path 'hosts[${index}].seats' 10`
    );
}

function tooMany(listed: readonly ListedHost[], seats: number): string[] {
    const room = listed.reduce((sum, entry) => sum + (entry.seats ?? 0), 0);
    if (room >= seats) return [];
    const index = Math.max(
        0,
        listed.findIndex((entry) => entry.seats !== 0),
    );
    const { name, seats: has = 0 } = listed[index]!;
    return [
        `hosts: ${seats} seats do not fit: there is room for ${room} (${listed.map((entry) => `${entry.name}: ${entry.seats}`).join(", ")}). ` +
            `Name another machine; or, if ${name} has the memory: pulumi config set --path 'hosts[${index}].seats' ${has + seats - room}; ` +
            "or have fewer seats",
    ];
}
