import * as assert from "assert";
import { execFileSync } from "child_process";
import { remoteLine } from "../../components/lib/remote";
import { readHosts } from "../../stacks/hosts";

const one = (entry: unknown) => readHosts(JSON.stringify([entry]));

describe("readHosts", () => {
    it("takes no list, and an empty one, for this machine", () => {
        for (const text of [undefined, "", "[]"])
            assert.deepStrictEqual(readHosts(text), { host: undefined, problems: [] });
    });

    it("takes a machine apart, and leaves to ssh what is not given", () => {
        assert.deepStrictEqual(one({ name: "big", url: "ssh://root@192.0.2.10" }).host, {
            name: "big",
            user: "root",
            host: "192.0.2.10",
        });
        assert.deepStrictEqual(
            one({ name: "big", url: "ssh://me@big.example:2222", key: "/k", knownHosts: "/h" }).host,
            {
                name: "big",
                user: "me",
                host: "big.example",
                port: 2222,
                key: "/k",
                knownHosts: "/h",
            },
        );
    });

    const bad: [string, unknown, RegExp][] = [
        [
            "an option of ssh in place of a host",
            { name: "a", url: "ssh://root@-oProxyCommand=x" },
            /hosts\[0\]\.url: "ssh.*Allowed: ssh:\/\/USER@HOST/,
        ],
        ["another protocol", { name: "a", url: "http://root@a" }, /hosts\[0\]\.url/],
        ["no user", { name: "a", url: "ssh://a" }, /hosts\[0\]\.url/],
        ["a name with a semicolon", { name: "a;b", url: "ssh://root@a" }, /hosts\[0\]\.name: "a;b" is not usable/],
        ["a relative path", { name: "a", url: "ssh://root@a", key: "id" }, /hosts\[0\]\.key: "id".*from \/ on/],
        ["an unknown setting", { name: "a", url: "ssh://root@a", keys: "/k" }, /nothing else/],
        ["text", "ssh://root@a", /a map with name and url/],
    ];
    for (const [what, entry, says] of bad)
        it(`refuses ${what}`, () => {
            const { host, problems } = one(entry);
            assert.strictEqual(host, undefined);
            assert.match(problems.join("\n"), says);
        });

    it("says all that is wrong at once, and refuses what is no list, and two machines", () => {
        assert.strictEqual(one({ name: "A", url: "x" }).problems.length, 2);
        assert.match(readHosts("root@a").problems.join(), /hosts: "root@a" is not usable/);
        const both = [1, 2].map((number) => ({ name: `a${number}`, url: "ssh://root@a" }));
        assert.match(readHosts(JSON.stringify(both)).problems.join(), /Allowed: a list of one machine/);
    });
});

describe("remoteLine", () => {
    it("gives words to a shell that reads nothing in them", () => {
        const words = ["printf", "<%s>", "a b", "", "$(id); 'x' \"y\"", "line\nline", "ü"];
        const said = execFileSync("/bin/sh", ["-c", remoteLine(words)]).toString();
        assert.strictEqual(said, "<a b><><$(id); 'x' \"y\"><line\nline><ü>");
    });
});
