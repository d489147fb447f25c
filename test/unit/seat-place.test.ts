import * as assert from "assert";
import { HERE, hereAs } from "../../components/lib/elsewhere";
import { Records } from "../../stacks/records";
import { placeOfRemoved } from "../../stacks/seat-place";
import { readSettings, Settings } from "../../stacks/settings";

const here = { name: "here", url: "local" };
const big = { name: "big", url: "ssh://root@192.0.2.10" };
const small = { name: "small", url: "ssh://root@192.0.2.11" };
const onBig = "big (ssh://root@192.0.2.10:22)";

/** What is written down: stack → words. */
const records = (written: Record<string, string>): Records => ({
    of: (stack) => {
        const words = written[stack];
        return words === undefined ? undefined : { name: /^(\S+) \(/.exec(words)?.[1], words };
    },
    left: () => [],
});

describe("where the lab of a seat is", () => {
    const config = (hosts: readonly object[], seats = "4", scenario = "netns"): Record<string, string> => ({
        "docker-network-labs:seats": seats,
        "docker-network-labs:scenario": scenario,
        "docker-network-labs:hosts": JSON.stringify(hosts),
    });
    const settings = (stack: string, of: Record<string, string>, written: Record<string, string> = {}): Settings =>
        readSettings(stack, (key) => of[`docker-network-labs:${key}`], { records: records(written) });
    /** Stack → machine, and the one that it moves to. */
    const places = (of: Record<string, string>, stacks: readonly string[], written: Record<string, string> = {}) =>
        stacks.map((stack) => {
            const { machine, movesTo } = settings(stack, of, written);
            return movesTo === undefined ? machine : `${machine} → ${movesTo}`;
        });
    const FOUR = ["c-01", "c-02", "c-03", "c-04"];

    it("is one machine, and none for this one", () => {
        const of = config([here, big]);
        assert.deepStrictEqual(places(of, FOUR), ["here", "here", "big", "big"]);
        assert.deepStrictEqual(settings("c-01", of).hosts, []);
        assert.deepStrictEqual(
            settings("c-04", of).hosts.map(({ name }) => name),
            ["big"],
        );
    });
    it("stays where it is written down when a machine comes", () => {
        const written = Object.fromEntries(FOUR.map((stack) => [stack, onBig]));
        assert.deepStrictEqual(places(config([small, big], "5"), [...FOUR, "c-05"], written), [
            ...FOUR.map(() => "big"),
            "small",
        ]);
    });
    it("is this machine for what was made before config named any", () => {
        const written = { "c-01": HERE, "c-02": hereAs("here") };
        assert.deepStrictEqual(places(config([big, here]), FOUR, written), ["here", "here", "big", "big"]);
    });
    it("moves where there is no room any more, the last seats first", () => {
        const written = Object.fromEntries(FOUR.map((stack) => [stack, onBig]));
        const of = (room: number) =>
            config([
                { ...big, seats: room },
                { ...small, seats: 4 },
            ]);
        assert.deepStrictEqual(places(of(0), FOUR, written), Array(4).fill("big → small"));
        assert.deepStrictEqual(places(of(3), FOUR, written), ["big", "big", "big", "big → small"]);
        // Until it is moved, it is where it was.
        assert.strictEqual(settings("c-01", of(0), written).hosts[0]!.name, "big");
    });
    it("is the same for all labs of a seat", () => {
        const of = config([here, big], "2", '["netns","link"]');
        const labs = ["c-01-netns", "c-01-link", "c-02-netns", "c-02-link"];
        assert.deepStrictEqual(places(of, labs), ["here", "here", "big", "big"]);
        assert.deepStrictEqual(places(of, labs, { "c-01-link": onBig }), ["big", "big", "here", "here"]);
    });
    it("is refused where config names the machine no more", () => {
        assert.throws(
            () => settings("c-01", config([small]), { "c-01": onBig }),
            /hosts: the lab of c-01 is on big \(ssh:\/\/root@192\.0\.2\.10:22\), which is none of them\. .*seats: 0 its seats move/,
        );
        assert.throws(
            () => settings("c-01", config([small]), { "c-01": HERE }),
            /is on this machine, which is none of them\. .*\{name: here, url: local\}/,
        );
    });
    it("is known of a seat that the class has no more", () => {
        const { listed } = settings("c-01", config([here, big]));
        const { hosts, machine } = placeOfRemoved("c-05", listed!, records({ "c-05": onBig }));
        assert.deepStrictEqual([hosts.length, machine], [1, "big"]);
    });
    it("is nothing to a class whose config names no machine", () => {
        assert.deepStrictEqual(places(config([]), FOUR), Array(4).fill(undefined));
    });
});
