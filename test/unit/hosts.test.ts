import * as assert from "assert";
import { execFileSync } from "child_process";
import { remoteLine } from "../../components/lib/remote";
import { readHosts } from "../../stacks/hosts";

const one = (entry: unknown) => readHosts(JSON.stringify([entry]));

describe("readHosts", () => {
    it("takes no list, and an empty one, for this machine", () => {
        for (const text of [undefined, "", "[]"]) assert.deepStrictEqual(readHosts(text), { hosts: [], problems: [] });
    });

    it("takes a machine apart, and leaves to ssh what is not given", () => {
        assert.deepStrictEqual(one({ name: "big", url: "ssh://root@192.0.2.10" }).hosts, [
            { name: "big", address: "192.0.2.10", user: "root", host: "192.0.2.10" },
        ]);
        const files = { key: "/k", knownHosts: "/h" };
        assert.deepStrictEqual(one({ name: "Big.1", url: "ssh://me@big.example:2222", ...files }).hosts, [
            { name: "Big.1", user: "me", host: "big.example", port: 2222, ...files },
        ]);
    });

    it("takes an engine at an address", () => {
        const tls = { name: "big", url: "tcp://192.0.2.10:2376", certificates: "/certs" };
        assert.deepStrictEqual(one(tls).hosts, [{ ...tls, address: "192.0.2.10" }]);
        const socket = { name: "other", url: "unix:///run/other/docker.sock" };
        assert.deepStrictEqual(one(socket).hosts, [socket]);
    });

    const bad: [string, unknown, RegExp][] = [
        [
            "an option of ssh in place of a host",
            { name: "a", url: "ssh://root@-oProxyCommand=x" },
            /hosts\[0\]\.url: "ssh.*Allowed: ssh:\/\/USER@HOST/,
        ],
        ["another protocol", { name: "a", url: "http://root@a" }, /hosts\[0\]\.url/],
        ["no user", { name: "a", url: "ssh://a" }, /hosts\[0\]\.url/],
        ["no url", { name: "a" }, /hosts\[0\]\.url: missing\. Allowed: ssh/],
        ["a name with a semicolon", { name: "a;b", url: "ssh://root@a" }, /hosts\[0\]\.name: "a;b" is not usable/],
        ["a relative path", { name: "a", url: "ssh://root@a", key: "id" }, /hosts\[0\]\.key: "id".*from \/ on/],
        ["an address that is none", { name: "a", url: "ssh://root@a", address: "a" }, /hosts\[0\]\.address: "a"/],
        [
            "an unknown setting",
            { name: "a", url: "ssh://root@a", keys: "/k" },
            /hosts\[0\]\.keys: there is no such key\. Did you mean key\? Allowed: name, url/,
        ],
        ["text", "ssh://root@a", /a map with name and url/],
        [
            "an open port",
            { name: "a", url: "tcp://a:2375" },
            /hosts\[0\]\.certificates: missing\. "tcp:\/\/a:2375" is taken with TLS only/,
        ],
        [
            "a key for TLS",
            { name: "a", url: "tcp://a:2376", certificates: "/c", key: "/k" },
            /hosts\[0\]\.key: "\/k" cannot be: it is for ssh:\/\/ alone/,
        ],
        [
            "certificates for SSH",
            { name: "a", url: "ssh://root@a", certificates: "/c" },
            /hosts\[0\]\.certificates: "\/c" cannot be: it is for tcp:/,
        ],
    ];
    for (const [what, entry, says] of bad)
        it(`refuses ${what}`, () => {
            const { hosts, problems } = one(entry);
            assert.deepStrictEqual(hosts, []);
            assert.match(problems.join("\n"), says);
        });

    it("says all that is wrong at once, and refuses what is no list", () => {
        assert.strictEqual(one({ name: "a b", url: "x" }).problems.length, 2);
        assert.match(readHosts("root@a").problems.join(), /hosts: "root@a" is not usable/);
    });

    it("refuses a name and a machine that are there twice", () => {
        const both = [1, 2].map(() => ({ name: "a", url: "ssh://root@a" }));
        assert.deepStrictEqual(
            readHosts(JSON.stringify(both)).problems.map((problem) => problem.split(":")[0]),
            ["hosts[1].name", "hosts[1].url"],
        );
    });
});

describe("remoteLine", () => {
    it("gives words to a shell that reads nothing in them", () => {
        const words = ["printf", "<%s>", "a b", "", "$(id); 'x' \"y\"", "line\nline", "ü"];
        const said = execFileSync("/bin/sh", ["-c", remoteLine(words)]).toString();
        assert.strictEqual(said, "<a b><><$(id); 'x' \"y\"><line\nline><ü>");
    });
});
