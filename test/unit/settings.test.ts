import * as assert from "assert";
import { course } from "../../components/lessons";
import { defaultsOf } from "../../components/lib/course";
import { InputError, readSettings } from "../../stacks/settings";

const read = (values: Record<string, string>) => (key: string) => values[key];

function problems(stack: string, values: Record<string, string>): string[] {
    try {
        readSettings(stack, read(values));
    } catch (error) {
        assert.ok(error instanceof InputError, String(error));
        return error.message.split("\n").filter((line) => line.startsWith("  - "));
    }
    return [];
}

describe("readSettings", () => {
    it("takes the stack's name for the scenario, and a nested lab host with today's engine", () => {
        assert.deepStrictEqual(readSettings("netns", read({})), {
            stack: "netns",
            scenario: course.netns,
            options: defaultsOf(course.netns!),
            kind: "nested",
            docker: "26.1",
            subnet: undefined,
            hosts: [],
        });
    });

    it("refuses encryption where the kernel has none, and tries it where that cannot be read", () => {
        const encrypted = (esp: boolean | undefined) => () =>
            readSettings("overlay-swarm", read({ encrypted: "true" }), { esp: () => esp }).options.encrypted;
        assert.throws(encrypted(false), /encrypted: "true" cannot be on this machine: its kernel has no ESP/);
        assert.deepStrictEqual([encrypted(true)(), encrypted(undefined)()], [true, true]);
    });

    const bad: [string, string, Record<string, string>, RegExp[]][] = [
        [
            "an unknown scenario",
            "netns",
            { scenario: "nets" },
            [/scenario: "nets" is not known\. Did you mean netns\? Allowed: netns, default-bridge,/],
        ],
        ["a stack that is no scenario", "mine", {}, [/scenario: "mine" is not known/]],
        [
            "an unknown engine kind",
            "netns",
            { engine: "vm" },
            [/engine: "vm" is not known\. Allowed: nested, direct\. Set it/],
        ],
        [
            "an unknown engine version",
            "netns",
            { docker: "28" },
            [/docker: "28" is not known\. Allowed: 26\.1, 20\.10/],
        ],
        [
            "an engine that a scenario cannot be on, with the reason",
            "overlay-etcd",
            { docker: "26.1" },
            [/docker: "26\.1" cannot be: .*--cluster-store.*\. Allowed: 20\.10\. Set it with/],
        ],
        [
            "a number of lab hosts that is none",
            "overlay-swarm",
            { nodes: "two" },
            [/nodes: "two" is not usable\. Allowed: .* 2 to 9/],
        ],
        ["too many lab hosts", "overlay-etcd", { nodes: "10" }, [/nodes: "10" is not usable\. Allowed: .* 2 to 9/]],
        [
            "settings for several lab hosts, of a scenario that has one",
            "netns",
            { nodes: "3", stop: "node2", encrypted: "true" },
            [
                /nodes: "3" cannot be: netns has no use/,
                /encrypted: "true" cannot be: netns has/,
                /stop: "node2" cannot be: netns has/,
            ],
        ],
        [
            "encryption of a scenario that has none",
            "overlay-etcd",
            { encrypted: "true" },
            [/encrypted: "true" cannot be: overlay-etcd has no use for it/],
        ],
        [
            "an encryption that is neither",
            "overlay-swarm",
            { encrypted: "yes" },
            [/encrypted: "yes" is not usable\. Allowed: true, false/],
        ],
        [
            "lab hosts to stop that are none",
            "overlay-swarm",
            { stop: "node1,$(id)" },
            [/stop: "node1,\$\(id\)" cannot be\. There is no "\$\(id\)"\. Allowed: node2/],
        ],
        [
            "a network between the lab hosts that is too small",
            "overlay-swarm",
            { addresses: '{"underlay":"192.168.205.0/28"}' },
            [/addresses\.underlay: "192\.168\.205\.0\/28" is too small/],
        ],
        [
            "a name that a container on another lab host has",
            "overlay-swarm",
            { nodes: "3", names: '{"test1":"test3"}' },
            [/names\.test1: "test3" is that of the container on another lab host/],
        ],
        [
            "a direct overlay",
            "overlay-swarm",
            { engine: "direct" },
            [/engine: "direct" cannot be: each node is a machine of its own/],
        ],
        ["a name with ;", "a;id", { scenario: "netns" }, [/stack: "a;id" cannot be a lab's name/]],
        ["a name with a space", "a b", { scenario: "netns" }, [/stack: "a b" cannot be a lab's name/]],
        ["a name that is too long", "a".repeat(41), { scenario: "netns" }, [/cannot be a lab's name/]],
        ["a subnet that is none", "netns", { subnet: "10.0.0.0/33" }, [/subnet: "10\.0\.0\.0\/33" is not usable/]],
        ["a subnet that is too small", "netns", { subnet: "10.0.0.0/31" }, [/subnet: "10\.0\.0\.0\/31" is not usable/]],
        [
            "a name that a shell could take for more than a word",
            "custom-bridge",
            { names: '{"test1":"a;id","test3":"$(id)","xin-bridge":"a b"}' },
            [
                /names\.test1: "a;id" is not usable\. Allowed for a container/,
                /names\.test3: "\$\(id\)"/,
                /names\.xin-bridge: "a b"/,
            ],
        ],
        [
            "a name that the scenario does not have, with those that it has",
            "custom-bridge",
            { names: '{"test2":"beta"}' },
            [
                /names\.test2: not known\. Did you mean test1\? Allowed: test1, test3, xin-bridge\. Remove it with: pulumi config rm --path names\.test2/,
            ],
        ],
        [
            "a name twice",
            "custom-bridge",
            { names: '{"test1":"test3"}' },
            [/names\.test3: "test3" is that of names\.test1 as well/],
        ],
        [
            "a network of Docker's own",
            "custom-bridge",
            { names: '{"xin-bridge":"host"}' },
            [/stands for something else\. Allowed for a network: any name but bridge, host/],
        ],
        [
            "an interface with a name that is too long",
            "netns",
            { names: `{"veth-test1":"${"v".repeat(16)}"}` },
            [/up to 15/],
        ],
        [
            "a map that is none",
            "netns",
            { names: "alpha" },
            [
                /names: "alpha" is not a map\. Allowed: a map of test1, .* Set an entry with: pulumi config set --path names\.test1/,
            ],
        ],
        [
            "a number where text is wanted",
            "custom-bridge",
            { tags: '{"busybox":1.3}' },
            [/tags\.busybox: 1\.3 is not text\. Allowed: text, in quotes/],
        ],
        [
            "addresses that are not on one network",
            "netns",
            { addresses: '{"test2":"10.0.0.1/24"}' },
            [/addresses: "10\.0\.0\.1\/24" is outside of the network of "192\.168\.33\.1\/24", 192\.168\.33\.0\/24/],
        ],
        [
            "one address for both ends",
            "netns",
            { addresses: '{"test2":"192.168.33.1/24"}' },
            [/addresses: "192\.168\.33\.1\/24" is the address of both ends/],
        ],
        [
            "a subnet with bits of a host",
            "custom-bridge",
            { addresses: '{"xin-bridge":"172.28.0.1/16"}' },
            [/addresses\.xin-bridge: "172\.28\.0\.1\/16" is not usable/],
        ],
        [
            "a subnet that overlaps docker0's",
            "custom-bridge",
            { addresses: '{"xin-bridge":"172.16.0.0/12"}' },
            [/overlaps docker0's network/],
        ],
        [
            "ports out of range",
            "port-mapping",
            { ports: '{"web":"65536"}', machinePort: "80" },
            [
                /ports\.web: "65536" is not usable\. Allowed: whole numbers from 1 to 65535/,
                /machinePort: "80" is not usable\. Allowed: whole numbers from 1024 to 65535/,
            ],
        ],
        [
            "a number for what has no use for it",
            "netns",
            { extra: "3", machinePort: "8080" },
            [
                /extra: "3" cannot be: netns has no use for it\. Remove it with: pulumi config rm extra/,
                /machinePort: "8080" cannot be: netns has no use/,
            ],
        ],
        [
            "more containers than there can be",
            "custom-bridge",
            { extra: "21" },
            [/extra: "21" is not usable\. Allowed: whole numbers from 0 to 20/],
        ],
        [
            "a name of an extra container",
            "custom-bridge",
            { extra: "2", names: '{"test1":"extra2"}' },
            [/names\.test1: "extra2" is that of one of the 2 extra/],
        ],
        [
            "a tag that is none",
            "flask-redis",
            { tags: '{"xin/flask_server":"a b"}' },
            [/tags\.xin\/flask_server: "a b" is not usable/],
        ],
        [
            "an empty lab host on the machine itself",
            "blank",
            { engine: "direct" },
            [/engine: "direct" cannot be: it is a lab host and nothing else\. Allowed: nested/],
        ],
        [
            "all problems at once",
            "A;",
            { scenario: "x", engine: "y", subnet: "$(id)" },
            [/stack: "A;"/, /scenario: "x"/, /engine: "y"/, /subnet: "\$\(id\)"/],
        ],
    ];
    for (const [title, stack, values, expected] of bad) {
        it(`refuses ${title}`, () => {
            const found = problems(stack, values);
            assert.strictEqual(found.length, expected.length, found.join("\n"));
            expected.forEach((pattern, index) => assert.match(found[index]!, pattern));
        });
    }
});
