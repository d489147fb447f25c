import * as assert from "assert";
import { mkdtempSync, readFileSync, rmSync } from "fs";
import { tmpdir } from "os";
import { join } from "path";
import { checkout } from "../support/checkout";
import { assertInventory, inventory } from "../support/inventory";
import { Lab } from "../support/lab";
import { docker, sh } from "../support/run";
import { ALL_WAYS } from "../support/ways/all";
import { Landing } from "../support/ways/landing";
import { Seats, tryWay } from "../support/ways/way";

const PACKET = join(__dirname, "..", "support", "ways", "packet.pl");

describe("ways out of a seat", function () {
    this.timeout(120_000);
    const landing = new Landing();
    const folder = mkdtempSync(join(tmpdir(), "lab-ways-"));
    let one: Lab;
    let two: Lab;
    let nothing: string[];
    let owner: string;
    let seats: Seats;
    const network = async (host: string) => {
        const format = "{{range .NetworkSettings.Networks}}{{.IPAddress}} {{.Gateway}}{{end}}";
        return (await docker("container", "inspect", "--format", format, host)).split(" ") as [string, string];
    };

    before("there are two seats", async () => {
        const own = await checkout();
        owner = own.owner;
        nothing = await inventory({ owner });
        [one, two] = await Promise.all([
            own.stack("one", { scenario: "custom-bridge" }),
            own.stack("two", { scenario: "port-mapping" }),
        ]);
        for (const [name, value] of Object.entries({ memory: "512m", cpus: "1", processes: "400" }))
            await one.pulumi(["config", "set", "--path", `limits.${name}`, value]);
        await Promise.all([one.up(), two.up()]);
        const [first, second] = await Promise.all([one.host(), two.host()]);
        const [[address, gateway], [itsAddress, itsGateway]] = await Promise.all([network(first), network(second)]);
        // What somebody brings along: perl needs no more than its one file.
        await docker("cp", await sh("readlink -f $(command -v perl)"), `${first}:/usr/bin/perl`);
        await docker("cp", PACKET, `${first}:/tmp/packet.pl`);
        const { ports, device } = await landing.begin(gateway, second, join(folder, "disk"));
        const machine = await sh(
            'ip -4 -o address show scope global | awk \'$2 !~ /^(br-|lab-test)/ { sub("/.*", "", $4); print $4 }\'',
        );
        seats = {
            one: first,
            two: second,
            addresses: { one: address, two: itsAddress, gatewayOfOne: gateway, gatewayOfTwo: itsGateway },
            machine: [itsGateway, ...machine.split("\n")],
            ports: { ...ports, published: Number(new URL((await two.outputs()).url!).port) },
            device,
            arrived: (words) => landing.arrived(words),
            preview: async () => (await own.lab(["preview", one.name], { mayFail: true })).all,
        };
    });
    after(async () => {
        await landing.end();
        rmSync(folder, { recursive: true });
    });

    /** What the neighbour serves, got by the machine. */
    const page = async () => assert.match(await sh(`curl -s -m 5 http://127.0.0.1:${seats.ports.published}/`), /html/);

    it("are tried where something is to be reached", async () => {
        const { addresses, ports, machine } = seats;
        await page();
        await sh(`curl -s -m 5 -o /dev/null http://${addresses.two}/`);
        for (const address of ["127.0.0.1", addresses.gatewayOfOne, ...machine])
            assert.strictEqual(await sh(`head -c 8 </dev/tcp/${address}/${ports.any}`), "lab-test", address);
        for (const address of ["198.51.100.2", "169.254.77.2"])
            assert.strictEqual(await sh(`head -c 8 </dev/tcp/${address}/${ports.beyond}`), "lab-test", address);
    });

    for (const { heading, ways } of ALL_WAYS)
        describe(heading, () => {
            for (const way of ways)
                it(`${way.outcome}: ${way.title}`, async function () {
                    const { outcome, seen } = await tryWay(way, seats);
                    if (outcome === "absent") {
                        assert.ok(way.absentHere || way.mayBeAbsent, `${way.id} should be ${way.outcome}: ${seen}`);
                        console.log(`        (${seen})`);
                    } else assert.deepStrictEqual({ outcome, seen }, { outcome: way.outcome, seen: way.seen });
                    await page();
                });
        });

    describe("after all of them", () => {
        // Where the machine looks at the senders of all packets, the fence has nothing to do with the last one.
        const strict = readFileSync("/proc/sys/net/ipv4/conf/all/rp_filter", "utf8").trim() !== "0";
        const fenced = [
            ...["gateway", "machine-addresses", "datagram", "machine-multicast", "machine-ipv6", "link-local"],
            ...(strict ? [] : ["spoofed-beyond"]),
        ];
        const outcomes = async () => {
            const results = [];
            for (const way of ALL_WAYS.flatMap(({ ways }) => ways).filter(({ id }) => fenced.includes(id)))
                results.push([way.id, (await tryWay(way, seats)).outcome]);
            return results;
        };

        it("are open where somebody took the fence away, and closed again by up", async () => {
            const own = `grep -F 'docker-network-labs ${owner} one '`;
            const rules = () => sh(`iptables-save | ${own}`);
            const before = await rules();
            assert.strictEqual(before.split("\n").length, 2, before);
            const bridge = /-i (\S+)/.exec(before)![1];
            await sh(
                `for table in filter mangle; do iptables-save -t $table | ${own} | sed 's/^-A/-D/' | while read -r rule; do
                    eval "iptables -w -t $table $rule"; done; done
                for setting in ipv4/conf/${bridge}/rp_filter ipv6/conf/${bridge}/disable_ipv6; do echo 0 >/proc/sys/net/$setting; done`,
            );
            assert.deepStrictEqual(
                await outcomes(),
                fenced.map((id) => [id, "open"]),
            );
            assert.match(await one.preview(), /"repair 1: the lab's network is not kept from the machine"/);
            await one.assertMended();
            assert.strictEqual(await rules(), before);
            assert.deepStrictEqual(
                await outcomes(),
                fenced.map((id) => [id, "closed"]),
            );
        });

        it("leave both labs whole, and nothing after destroy", async () => {
            await Promise.all([one.assertWhole(), two.assertWhole()]);
            await Promise.all([one.destroy(), two.destroy()]);
            await landing.end();
            await assertInventory(nothing, { owner }, "after destroy");
        });
    });
});
