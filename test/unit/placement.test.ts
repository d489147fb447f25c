import * as assert from "assert";
import { readSettings } from "../../stacks/settings";

const ssh = (name: string, number: number) => ({ name, url: `ssh://root@192.0.2.${number}` });
const tls = { name: "c", url: "tcp://192.0.2.3:2376", certificates: "/certs" };
const two = [ssh("a", 1), ssh("b", 2)];

function settings(stack: string, config: Record<string, unknown>) {
    const text = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));
    return readSettings(stack, (key) => (key in config ? text(config[key]) : undefined));
}

describe("machines and scenarios", () => {
    it("makes each machine a node, by its name and address", () => {
        const { options, kind } = settings("overlay-swarm", { engine: "direct", hosts: two });
        assert.deepStrictEqual(options.machines, { a: "192.0.2.1", b: "192.0.2.2" });
        assert.deepStrictEqual([kind, options.nodes, options.dockerOnly], ["direct", 2, false]);
    });

    it("puts a whole lab on one machine, whichever it is", () => {
        const { options, hosts } = settings("overlay-etcd", { hosts: [ssh("a", 1)] });
        assert.deepStrictEqual([options.machines, options.nodes, hosts.length], [{}, 2, 1]);
    });

    it("takes an engine at a network address for what needs nothing else", () => {
        assert.ok(settings("custom-bridge", { engine: "direct", hosts: [tls] }).options.dockerOnly);
        assert.ok(settings("overlay-swarm", { engine: "direct", hosts: [two[0], tls] }).options.dockerOnly);
    });

    const bad: [string, string, Record<string, unknown>, RegExp[]][] = [
        ["lab hosts on several machines", "overlay-swarm", { hosts: two }, [/engine: "nested" cannot be on several/]],
        ["a swarm on the machine itself", "overlay-swarm", { engine: "direct" }, [/engine: "direct" cannot be: each/]],
        ["machines for etcd", "overlay-etcd", { hosts: two }, [/hosts: 2 machines.*--cluster-store.*Docker 23/]],
        ["etcd on a machine itself", "overlay-etcd", { engine: "direct" }, [/engine: "direct".*--cluster-store/]],
        ["machines for one host", "netns", { hosts: two }, [/hosts: 2 machines cannot be: netns is made on one/]],
        [
            "lab hosts at a network address",
            "custom-bridge",
            { hosts: [tls] },
            [/engine: "nested" cannot be on machine c/],
        ],
        [
            "what needs more than Docker at a network address",
            "netns",
            { engine: "direct", hosts: [tls] },
            [/of machine c there is a Docker engine and no more, and netns needs the machine itself/],
        ],
        [
            "all of it at once",
            "overlay-swarm",
            { engine: "direct", hosts: [two[0], { name: "b", url: "ssh://root@b" }], nodes: "3", stop: "b" },
            [/hosts\[1\]\.address: missing/, /nodes: "3" is not the number/, /stop: "b" cannot be: machines/],
        ],
    ];
    for (const [what, stack, config, says] of bad)
        it(`refuses ${what}`, () => {
            for (const pattern of says) assert.throws(() => settings(stack, config), pattern);
        });
});
