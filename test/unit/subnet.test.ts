import * as assert from "assert";
import * as fc from "fast-check";
import {
    addressesIn,
    freeSubnet,
    isHostAddress,
    overlap,
    parseCidr,
    rangeOf,
    specialIn,
} from "../../components/lib/subnet";

describe("parseCidr", () => {
    it("splits an IPv4 network", () => {
        assert.deepStrictEqual(parseCidr("10.199.0.16/28"), { base: "10.199.0.16", prefix: 28 });
    });

    for (const text of [
        "",
        "10.0.0.0",
        "10.0.0.0/33",
        "10.0.0/8",
        "300.0.0.0/8",
        "fd00::/64",
        "default",
        "10.0.0.0/8;id",
    ]) {
        it(`refuses "${text}"`, () => assert.strictEqual(parseCidr(text), undefined));
    }
});

describe("overlap", () => {
    const pairs: [string, string, boolean][] = [
        ["10.0.0.0/8", "10.199.0.0/28", true],
        ["10.199.0.0/28", "10.0.0.0/8", true],
        ["10.199.0.0/28", "10.199.0.16/28", false],
        ["10.199.0.0/28", "10.199.0.15/32", true],
        ["10.199.0.0/28", "default", false],
    ];
    for (const [a, b, expected] of pairs) {
        it(`${a} and ${b}: ${expected}`, () => assert.strictEqual(overlap(a, b), expected));
    }
});

describe("addresses", () => {
    it("are written without leading zeros, and a prefix is not longer than they are", () => {
        for (const text of ["10.0.0.0/08", "10.0.0.0/33", "10.0.0.0", "010.0.0.0/8", "10.0.0/8", "１0.0.0.0/8"])
            assert.strictEqual(parseCidr(text), undefined, text);
        assert.deepStrictEqual(parseCidr("10.1.2.3/8"), { base: "10.1.2.3", prefix: 8 });
    });

    it("are a host's between the first and the last one of their network", () => {
        const of = (text: string) => isHostAddress(parseCidr(text)!);
        assert.deepStrictEqual(["10.0.0.0/30", "10.0.0.1/30", "10.0.0.2/30", "10.0.0.3/30"].map(of), [
            false,
            true,
            true,
            false,
        ]);
        assert.deepStrictEqual([addressesIn(24), addressesIn(30), addressesIn(32)], [254, 2, 0]);
    });

    it("are for other purposes in some networks", () => {
        const found = ["0.0.0.0/0", "127.1.0.0/16", "239.0.0.0/8", "10.0.0.0/8"].map(specialIn);
        assert.deepStrictEqual(found, ["0.0.0.0/8", "127.0.0.0/8", "224.0.0.0/3", undefined]);
    });
});

describe("rangeOf", () => {
    const routes: [string, string | undefined][] = [
        ["10.0.0.0/8", "10.0.0.0/8"],
        ["192.0.2.7", "192.0.2.7/32"],
        ["default", undefined],
        ["0.0.0.0/1", undefined],
        ["128.0.0.0/1", undefined],
    ];
    for (const [route, expected] of routes)
        it(`a route to ${route} leads to ${expected ?? "everywhere"}`, () =>
            assert.strictEqual(rangeOf(route), expected));
});

describe("freeSubnet", () => {
    it("gives the same network for the same name while it is free", () => {
        assert.strictEqual(freeSubnet("custom-bridge", []), freeSubnet("custom-bridge", []));
    });

    it("never gives one that is taken, and stays in 10.199.0.0/16", () => {
        fc.assert(
            fc.property(fc.string(), fc.array(fc.nat({ max: 4095 }), { maxLength: 40 }), (name, slots) => {
                const taken = slots.map((slot) => `10.199.${slot >> 4}.${(slot & 15) * 16}/28`);
                taken.push(freeSubnet(name, []));
                const found = freeSubnet(name, taken);
                assert.ok(overlap(found, "10.199.0.0/16"), found);
                assert.ok(!taken.some((other) => overlap(found, other)), found);
            }),
        );
    });

    it("says so when everything is taken", () => {
        assert.throws(() => freeSubnet("x", ["10.0.0.0/8"]), /all 4096 networks .* are taken; set the "subnet"/);
    });
});
