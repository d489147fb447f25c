import * as assert from "assert";
import { appendFileSync, cpSync, mkdtempSync, rmSync } from "fs";
import { tmpdir } from "os";
import { join } from "path";
import { run } from "../support/run";

describe("the tag of an image", () => {
    const folder = mkdtempSync(join(tmpdir(), "lab-images-"));
    const tags = async (...flags: string[]) =>
        JSON.parse((await run(join(folder, "build.sh"), [...flags, "--tags"])).stdout) as Record<string, string>;
    const both = async () => ({ packages: await tags(), registry: await tags("--registry", "docker.io") });

    before(() => cpSync(join(__dirname, "..", "..", "images"), folder, { recursive: true }));
    after(() => rmSync(folder, { recursive: true }));

    /** Which tags differ after a change of one file. */
    async function changed(file: string): Promise<string[]> {
        const before = await both();
        appendFileSync(join(folder, file), "# one more line\n");
        const after = await both();
        return (["packages", "registry"] as const).flatMap((source) =>
            Object.keys(after[source])
                .filter((name) => after[source][name] !== before[source][name])
                .map((name) => `${source}: ${name}`),
        );
    }

    it("changes with its package list, and no other does", async () => {
        assert.deepStrictEqual(await changed("nginx/packages"), ["packages: nginx"]);
    });
    it("changes with its Dockerfile when it comes from the registry, and no other does", async () => {
        assert.deepStrictEqual(await changed("nginx/Dockerfile"), ["registry: nginx"]);
    });
    it("changes with what its rootfs.sh shares with others", async () => {
        const servers = ["packages: flask-base", "packages: nginx", "packages: redis"];
        assert.deepStrictEqual(await changed("slim.sh"), servers);
    });
    it("changes with that of an image that it holds", async () => {
        const both = ["busybox", "lab-host-20.10", "lab-host-26.1"];
        assert.deepStrictEqual(
            await changed("busybox/packages"),
            both.map((name) => `packages: ${name}`),
        );
    });
    it("is another for each registry, and so is that of what holds an image of it", async () => {
        const [hub, own] = [await tags("--registry", "docker.io"), await tags("--registry", "localhost:5000")];
        assert.deepStrictEqual(
            Object.keys(hub).filter((name) => hub[name] === own[name]),
            [],
        );
    });
});
