import * as assert from "assert";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "fs";
import { tmpdir } from "os";
import { dirname, join } from "path";
import { circumstancesOf } from "../../../cli/lib/unchanged";

describe("what an up is made from", () => {
    let root: string;
    const write = (file: string, text: string) => {
        mkdirSync(dirname(join(root, file)), { recursive: true });
        writeFileSync(join(root, file), text);
    };
    const now = (env: NodeJS.ProcessEnv = {}) => circumstancesOf({ stack: "netns" }, root, env);

    beforeEach(() => {
        root = mkdtempSync(join(tmpdir(), "lab-unit-"));
        for (const file of ["index.ts", "components/lib/a.ts", "stacks/deploy.ts", "images/redis/config"])
            write(file, "1");
    });
    afterEach(() => rmSync(root, { recursive: true }));

    for (const file of [
        "index.ts",
        "package-lock.json",
        "node_modules/.package-lock.json",
        "Pulumi.yaml",
        "components/lib/a.ts",
        "components/new.ts",
        "components/lib/sh/new.sh",
        "images/flask-redis/app.py",
        "stacks/deploy.ts",
        "stacks/Pulumi.netns.yaml",
        ".lab/owner",
        ".lab/images.json",
    ]) {
        it(`is another thing with another ${file}`, () => {
            const before = now();
            assert.strictEqual(now(), before);
            write(file, "2");
            assert.notStrictEqual(now(), before);
        });
    }

    for (const file of ["stacks/Pulumi.link.yaml", "README.md", "test/a.test.ts", ".lab/setup.log"]) {
        it(`is the same thing with another ${file}`, () => {
            const before = now();
            write(file, "2");
            assert.strictEqual(now(), before);
        });
    }

    it("is another thing with another engine, backend or tool", () => {
        write("bin/pulumi", "");
        const all = [
            {},
            { DOCKER_HOST: "unix:///x" },
            { PULUMI_BACKEND_URL: "file:///x" },
            { PULUMI_HOME: "/x" },
            { PATH: join(root, "bin") },
        ].map(now);
        assert.strictEqual(new Set(all).size, all.length);
        assert.strictEqual(now({ HOME: "/x" }), now());
    });
});
