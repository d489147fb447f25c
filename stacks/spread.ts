/** A machine that seats are spread over. */
export interface Room {
    name: string;
    /** For how many seats it has room; undefined for as many as there are. */
    seats?: number;
}

/**
 * Spreads the seats of a class over machines.
 *
 * A seat stays where one of its labs is already, the first such machine that has room for it. The others are counted out: each goes to the
 * machine that is the least full, by the share of its room where it has a number; and then the first of them in the class's order are on the
 * first machine, those that follow on the next one. So what is the answer for a seat that is nowhere yet does not change while others are made,
 * whichever of them is first: what has its place leaves as many less to be counted out there. (test/unit/spread.test.ts tries that.)
 *
 * @param recorded seat → the machines that its labs are on; empty for a seat that is nowhere yet
 * @returns seat → machine; a seat for which there is no room is not among them
 */
export function spread(
    seats: readonly string[],
    machines: readonly Room[],
    recorded: (seat: string) => readonly string[],
): ReadonlyMap<string, string> {
    const taken = new Map(machines.map(({ name }) => [name, 0]));
    const take = (name: string) => taken.set(name, taken.get(name)! + 1);
    const hasRoom = ({ name, seats: most = Infinity }: Room) => taken.get(name)! < most;
    const places = new Map<string, string>();
    for (const seat of seats) {
        const there = recorded(seat).flatMap((name) => machines.filter((machine) => machine.name === name));
        const machine = there.find(hasRoom);
        if (!machine) continue;
        take(machine.name);
        places.set(seat, machine.name);
    }
    const waiting = seats.filter((seat) => !places.has(seat));
    const counted = new Map(machines.map(({ name }) => [name, 0]));
    // How full it is with one more.
    const fullness = ({ name, seats: most = 1 }: Room) => (taken.get(name)! + 1) / most;
    for (let left = waiting.length; left > 0; left--) {
        const [first, ...others] = machines.filter(hasRoom);
        if (!first) break;
        const { name } = others.reduce((least, other) => (fullness(other) < fullness(least) ? other : least), first);
        take(name);
        counted.set(name, counted.get(name)! + 1);
    }
    const free = machines.flatMap(({ name }) => Array<string>(counted.get(name)!).fill(name));
    for (const [index, seat] of waiting.slice(0, free.length).entries()) places.set(seat, free[index]!);
    return places;
}
