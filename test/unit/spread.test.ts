import * as assert from "assert";
import * as fc from "fast-check";
import { Room, spread } from "../../stacks/spread";

const NAMES = ["alpha", "beta", "gamma", "delta"];
const seatsOf = (count: number) => Array.from({ length: count }, (_, index) => String(index + 1).padStart(2, "0"));
const nowhere = () => [];
/** Machine → how many seats are on it. */
function loads(places: ReadonlyMap<string, string>, machines: readonly Room[]): number[] {
    return machines.map(({ name }) => [...places.values()].filter((place) => place === name).length);
}
const inOrder = (places: ReadonlyMap<string, string>) => [...places].sort(([one], [other]) => one.localeCompare(other));

describe("seats over machines", () => {
    it("are equal shares, the first of them on the first machine", () => {
        const places = spread(seatsOf(5), [{ name: "alpha" }, { name: "beta" }], nowhere);
        assert.deepStrictEqual(inOrder(places), [
            ["01", "alpha"],
            ["02", "alpha"],
            ["03", "alpha"],
            ["04", "beta"],
            ["05", "beta"],
        ]);
    });
    it("fill machines by the share of their room", () => {
        const machines = [
            { name: "alpha", seats: 20 },
            { name: "beta", seats: 10 },
            { name: "gamma", seats: 0 },
        ];
        assert.deepStrictEqual(loads(spread(seatsOf(24), machines, nowhere), machines), [16, 8, 0]);
        assert.deepStrictEqual(loads(spread(seatsOf(30), machines, nowhere), machines), [20, 10, 0]);
        assert.deepStrictEqual(loads(spread(seatsOf(31), machines, nowhere), machines), [20, 10, 0]);
    });
    it("are on a new machine first, where that is empty", () => {
        const machines = [{ name: "alpha" }, { name: "beta" }];
        const there = (seat: string) => (Number(seat) <= 4 ? ["alpha"] : []);
        assert.deepStrictEqual(loads(spread(seatsOf(7), machines, there), machines), [4, 3]);
    });
    it("leave a machine that is named no more, or has less room, the last of them first", () => {
        const machines = [
            { name: "alpha", seats: 1 },
            { name: "beta", seats: 3 },
        ];
        const there = (seat: string) => [{ "01": "alpha", "02": "alpha", "03": "lost" }[seat]!];
        assert.deepStrictEqual(inOrder(spread(seatsOf(3), machines, there)), [
            ["01", "alpha"],
            ["02", "beta"],
            ["03", "beta"],
        ]);
    });

    /** A class, its machines with or without numbers, and where some of its seats are. */
    const classes = fc
        .record({
            count: fc.integer({ min: 1, max: 40 }),
            rooms: fc.array(fc.integer({ min: 0, max: 25 }), { minLength: 1, maxLength: 4 }),
            numbered: fc.boolean(),
            made: fc.array(fc.option(fc.integer({ min: 0, max: 4 })), { minLength: 40, maxLength: 40 }),
            order: fc.array(fc.nat(), { minLength: 40, maxLength: 40 }),
        })
        .map(({ count, rooms, numbered, made, order }) => {
            const machines = rooms.map((seats, index): Room => ({
                name: NAMES[index]!,
                ...(numbered ? { seats } : {}),
            }));
            const seats = seatsOf(count);
            const recorded = new Map(
                seats.flatMap((seat, index) => {
                    const at = made[index];
                    return at === null || at === undefined ? [] : [[seat, [NAMES[at] ?? "lost"]] as const];
                }),
            );
            return { machines, seats, recorded, order };
        });
    const at = (recorded: ReadonlyMap<string, readonly string[]>) => (seat: string) => recorded.get(seat) ?? [];

    it("have a place each, where there is room, and no machine has more than it has room for", () => {
        fc.assert(
            fc.property(classes, ({ machines, seats, recorded }) => {
                const places = spread(seats, machines, at(recorded));
                const room = machines.reduce((sum, { seats: most = Infinity }) => sum + most, 0);
                assert.strictEqual(places.size, Math.min(seats.length, room));
                const load = loads(places, machines);
                for (const [index, { seats: most = Infinity }] of machines.entries())
                    assert.ok(load[index]! <= most, `${load.join()} of ${JSON.stringify(machines)}`);
            }),
        );
    });
    it("stay where they are, as far as there is room", () => {
        fc.assert(
            fc.property(classes, ({ machines, seats, recorded }) => {
                const places = spread(seats, machines, at(recorded));
                for (const { name, seats: most = Infinity } of machines) {
                    const there = seats.filter((seat) => at(recorded)(seat)[0] === name);
                    for (const seat of there.slice(0, most)) assert.strictEqual(places.get(seat), name);
                }
            }),
        );
    });
    it("have the same places while they are made one after the other, in any order", () => {
        fc.assert(
            fc.property(classes, ({ machines, seats, recorded, order }) => {
                const places = spread(seats, machines, at(recorded));
                const now = new Map(recorded);
                const next = seats
                    .map((seat, index) => [order[index]!, seat] as const)
                    .sort(([one], [other]) => one - other);
                for (const [, seat] of next) {
                    const place = places.get(seat);
                    // Before one that moves is made where it is to be, it is nowhere.
                    if (at(now)(seat)[0] !== place) now.delete(seat);
                    assert.deepStrictEqual(inOrder(spread(seats, machines, at(now))), inOrder(places));
                    if (place !== undefined) now.set(seat, [place]);
                    assert.deepStrictEqual(inOrder(spread(seats, machines, at(now))), inOrder(places));
                }
            }),
        );
    });
    it("stay where they are when seats come and go, or a machine comes", () => {
        fc.assert(
            fc.property(classes, fc.nat(39), ({ machines, seats }, gone) => {
                const first = spread(seats, machines, nowhere);
                const made = new Map([...first].map(([seat, place]) => [seat, [place]]));
                const others = seats.filter((_, index) => index !== gone);
                const more = [...others, "new-1", "new-2"];
                const later = spread(more, [...machines, { name: "new", seats: 2 }], at(made));
                for (const seat of others) if (first.has(seat)) assert.strictEqual(later.get(seat), first.get(seat));
            }),
        );
    });
});
