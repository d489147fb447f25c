import * as assert from "assert";
import * as fc from "fast-check";
import { course } from "../../components/lessons";
import { defaultsOf } from "../../components/lib/course";
import { containerPart, publishedPart, tokens } from "../../components/lib/drift";
import { addedTo, driftOf } from "../../components/lib/finished-lab";
import { FinishedLab, LabHostKind } from "../../components/lib/look";
import { SOLE_HOST } from "../../components/lib/project";
import { guestsPart, addedAddressesPart } from "../../components/lib/added";
import { snapshot } from "../support/snapshot";

describe("tokens", () => {
    it("are 'made' for a new lab", () => {
        assert.deepStrictEqual(tokens({}, ["a", "b"], {}), { a: "made", b: "made" });
    });

    it("stay as they were written down while a part is healthy", () => {
        assert.deepStrictEqual(tokens({ a: "repair 3: a was removed" }, ["a"], {}), { a: "repair 3: a was removed" });
    });

    it("count the repairs of each part by itself, and say why", () => {
        const stored = { a: "repair 3: a was removed", b: "made" };
        assert.deepStrictEqual(tokens(stored, ["a", "b", "c"], { a: "a is stopped", c: "c left x" }), {
            a: "repair 4: a is stopped",
            b: "made",
            c: "repair 1: c left x",
        });
    });

    it("always differ from the stored one when something is broken, so that the resource is replaced", () => {
        fc.assert(
            fc.property(fc.string(), fc.string({ minLength: 1 }), (stored, why) => {
                assert.notStrictEqual(tokens({ a: stored }, ["a"], { a: why }).a, stored);
            }),
        );
    });
});

describe("containerPart", () => {
    const part = containerPart("test1", "xin-bridge");
    const states: [string, Parameters<typeof snapshot>[0], string | undefined][] = [
        ["is not there", { containers: [] }, "test1 was removed"],
        [
            "is stopped",
            { containers: [{ name: "test1", status: "exited", networks: ["xin-bridge"] }] },
            "test1 is stopped",
        ],
        [
            "is paused",
            { containers: [{ name: "test1", status: "paused", networks: ["xin-bridge"] }] },
            "test1 is paused",
        ],
        [
            "left its network",
            { containers: [{ name: "test1", status: "running", networks: ["bridge"] }] },
            "test1 left xin-bridge",
        ],
        [
            "is as it was made",
            { containers: [{ name: "test1", status: "running", networks: ["xin-bridge"] }] },
            undefined,
        ],
    ];
    for (const [title, live, expected] of states) {
        it(`says what is broken of a container that ${title}`, () => {
            assert.strictEqual(part.broken(snapshot(live)), expected);
        });
    }
});

describe("publishedPart", () => {
    const live = snapshot({ containers: [{ name: "web", status: "running", networks: ["bridge"] }] });
    const saying = (natRules: string[] | null) => publishedPart("web", 80).broken({ ...live, natRules });
    const rule = (port: number) =>
        `-A DOCKER ! -i docker0 -p tcp -m tcp --dport ${port} -j DNAT --to-destination 172.17.0.2:80`;

    it("is whole while a rule leads from the port to a container", () => {
        assert.strictEqual(saying(["-N DOCKER", rule(80)]), undefined);
    });
    it("says that the rule is gone, also where there is one for another port", () => {
        const gone = "the NAT rule from port 80 to web was removed";
        assert.deepStrictEqual(
            [saying([]), saying([rule(8080)]), saying(["-N DOCKER", rule(801)])],
            [gone, gone, gone],
        );
    });
    it("says nothing of rules that could not be read", () => {
        assert.strictEqual(saying(null), undefined);
    });
    it("says first that the container is gone", () => {
        assert.strictEqual(publishedPart("other", 80).broken({ ...live, natRules: [] }), "other was removed");
    });
});

describe("guestsPart", () => {
    const part = guestsPart("xin-bridge", ["test1", "test3"]);
    const guest = (status: "running" | "exited", network: string) =>
        part.broken(
            snapshot({
                containers: [
                    { name: "test1", status: "running", networks: ["bridge", "xin-bridge"] },
                    { name: "mine", status, networks: [network] },
                ],
            }),
        );

    it("names who else is plugged in, and nobody who is elsewhere or does not run", () => {
        assert.deepStrictEqual(
            [guest("running", "xin-bridge"), guest("running", "bridge"), guest("exited", "xin-bridge")],
            ["mine was plugged into xin-bridge", undefined, undefined],
        );
    });
});

describe("addedAddressesPart", () => {
    const part = addedAddressesPart([{ namespace: "test1", link: "veth-test1", cidr: "192.168.33.1/24" }]);
    const having = (...addresses: string[]) =>
        part.broken(snapshot({ namespaces: { test1: { lo: ["127.0.0.1/8"], "veth-test1": addresses } } }));

    it("names the addresses beside its own, and not the kernel's own", () => {
        assert.deepStrictEqual(
            [
                having("192.168.33.1/24", "fe80::1/64"),
                having("192.168.33.1/24", "10.9.9.9/8"),
                having("192.168.33.1/16"),
                having(),
            ],
            [undefined, "veth-test1 got 10.9.9.9/8", "veth-test1 got 192.168.33.1/16", undefined],
        );
    });
});

describe("what somebody added to a lab", () => {
    const live = snapshot({
        containers: [
            { name: "test1", status: "running", networks: ["bridge", "xin-bridge"] },
            { name: "test3", status: "running", networks: ["xin-bridge"] },
            { name: "mine", status: "running", networks: ["xin-bridge"] },
        ],
        networks: ["bridge", "host", "none", "xin-bridge"],
    });
    const labOf = (kind: LabHostKind): FinishedLab => {
        const scenario = course["custom-bridge"]!;
        const marks = {
            generation: "11111111",
            others: {},
            scenario: scenario.name,
            options: defaultsOf(scenario),
            tokens: {},
            checksFailed: [],
        };
        return { kind, marks, strays: [], fenced: true, hosts: { [SOLE_HOST]: { state: "healthy", live } } };
    };
    const words = "mine was plugged into xin-bridge";

    it("is to be put out of a lab host of its own, and to be left alone on a machine", () => {
        assert.deepStrictEqual([driftOf(labOf("nested")), addedTo(labOf("nested"))], [[words], []]);
        assert.deepStrictEqual([driftOf(labOf("direct")), addedTo(labOf("direct"))], [[], [words]]);
    });
});
