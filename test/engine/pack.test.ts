import * as assert from "assert";
import { execFileSync } from "child_process";
import {
    closeSync,
    mkdtempSync,
    openSync,
    readdirSync,
    readFileSync,
    rmSync,
    statSync,
    truncateSync,
    writeFileSync,
    writeSync,
    readSync,
} from "fs";
import { tmpdir } from "os";
import { join } from "path";
import { checkout } from "../support/checkout";
import { Copy } from "../support/copy";
import { Machine } from "../support/machine";
import { docker, run, sh } from "../support/run";

const ROOT = join(__dirname, "..", "..");

describe("a course pack", function () {
    this.timeout(60_000);
    const folder = mkdtempSync(join(tmpdir(), "lab-pack-"));
    const pack = join(folder, "it's a pack.tar");

    before("is written", async function () {
        this.timeout(900_000); // with the lab host of Docker 20.10, where that is not built yet
        const { stderr } = await (await checkout()).lab(["pack", pack], { seconds: 900 });
        assert.match(stderr, /is ready: \d+ MB, for \w+, in \d+ s/);
    });
    after(() => rmSync(folder, { recursive: true }));

    it("is one file, a tar with the checkout in it and nothing of its owner's", async () => {
        assert.deepStrictEqual(readdirSync(folder), ["it's a pack.tar"]);
        const names = (await run("tar", ["-tf", pack])).stdout.split("\n");
        assert.strictEqual(names[0], "manifest");
        assert.strictEqual(names.at(-1), "sha256");
        for (const name of ["lab", "Pulumi.yaml", "images/build.sh", ".gitignore"])
            assert.ok(names.includes(`docker-network-labs/${name}`), name);
        assert.deepStrictEqual(
            names.filter((name) =>
                /^docker-network-labs\/(\.lab|\.git|node_modules|stacks\/Pulumi\..*)(\/|$)/.test(name),
            ),
            [],
        );
    });

    it("has all images of both engines", async () => {
        const manifest = (await run("tar", ["-xOf", pack, "--occurrence=1", "manifest"])).stdout;
        for (const name of ["busybox", "nginx", "redis", "flask-base", "lab-host-26.1", "lab-host-20.10"])
            assert.ok(manifest.includes(`"${name}": "docker-network-labs/`), name);
    });

    it("stays what it is when the next one is killed", async () => {
        const before = statSync(pack);
        const own = await checkout();
        for (const seconds of ["0.5", "4"]) {
            await own.run("bash", ["-c", 'timeout -s KILL "$0" ./lab pack "$1" || true', seconds, pack]);
            assert.strictEqual(statSync(pack).mtimeMs, before.mtimeMs);
        }
    });

    it("is not written over a file that is none, nor where there is no folder", async () => {
        const own = await checkout();
        const other = join(folder, "other");
        writeFileSync(other, "mine");
        for (const [file, why] of [
            [other, /exists and is not a pack/],
            [folder, /is a folder[^]*labs\.tar/],
            [join(folder, "nowhere", "labs.tar"), /folder of .* cannot be entered/],
        ] as const) {
            const { exitCode, stderr } = await own.lab(["pack", file], { mayFail: true });
            assert.strictEqual(exitCode, 2);
            assert.match(stderr, why);
        }
        assert.strictEqual(readFileSync(other, "utf8"), "mine");
        rmSync(other);
    });

    describe("is refused whole", () => {
        let copy: Copy;
        let untouched: string;
        before(async () => {
            copy = new Copy();
            untouched = await state();
        });
        after(() => copy.remove());

        /** What a set-up would change. */
        async function state(): Promise<string> {
            const files = await sh(`find '${copy.folder.replace(/'/g, "'\\''")}' -printf '%P %s %T@\\n' | sort`);
            return `${files}\n${await docker("image", "ls", "--quiet", "--no-trunc", "--filter", "label=docker-network-labs.image")}`;
        }

        async function refused(file: string, why: RegExp): Promise<void> {
            const { status, stderr } = copy.lab(["setup", "--from", file], {
                XDG_CACHE_HOME: join(copy.folder, "no cache"),
            });
            assert.strictEqual(status, 2, stderr);
            assert.match(stderr, why);
            assert.strictEqual(await state(), untouched);
        }

        /** A pack without content, with another manifest. */
        function packOf(change: (manifest: string) => string): string {
            const manifest = execFileSync("tar", ["-xOf", pack, "--occurrence=1", "manifest"], { encoding: "utf8" });
            const place = mkdtempSync(join(folder, "changed-"));
            writeFileSync(join(place, "manifest"), change(manifest));
            const script =
                'source "$0/cli/setup/pack.sh"; cd "$1"; pack_tar --create --file pack manifest; truncate -s -1024 pack; ' +
                'sum=$(sha256sum <pack); pack_seal "${sum%% *}" >>pack';
            execFileSync("bash", ["-euc", script, ROOT, place]);
            return join(place, "pack");
        }

        it("with a damaged byte, wherever", async () => {
            const file = packOf((manifest) => manifest);
            // The manifest, what fills its block, the ends of the tar.
            for (const at of [0.3, 0.45, 0.6, 0.7, 0.75, 0.9, 0.9999]) {
                const repair = flip(file, Math.floor(statSync(file).size * at));
                await refused(file, /is damaged or cut off[^]*what to do: copy it again/);
                repair();
            }
        });

        it("with a damaged byte in its images", async () => {
            const repair = flip(pack, statSync(pack).size - 1_000_000);
            try {
                await refused(pack, /is damaged or cut off/);
            } finally {
                repair();
            }
        });

        it("cut off", async () => {
            const file = packOf((manifest) => manifest);
            for (const bytes of [1, 511, 1536]) {
                truncateSync(file, statSync(file).size - bytes);
                await refused(file, /is damaged or cut off/);
            }
        });

        it("for another processor", () =>
            refused(
                packOf((manifest) => manifest.replace(/^architecture=.*$/m, "architecture=riscv64")),
                /is for riscv64[^]*write one on a machine with this processor/,
            ));

        it("of another version of the checkout", async () => {
            await refused(
                packOf((manifest) => manifest.replace(/^fits node .*$/m, "fits node 1.2.3")),
                /made for another version[^]*asks for: node\n[^]*tar -xf/,
            );
            await refused(
                packOf((manifest) => manifest.replace(/lab-host:26\.1-\w+/, "lab-host:26.1-0")),
                /asks for: images\n/,
            );
        });

        it("that is none", async () => {
            await refused(join(copy.path, "package-lock.json"), /is not a pack/);
            await refused(join(copy.path, "nothing"), /there is no pack/);
        });
    });

    describe("sets up a machine without any network", () => {
        let machine: Machine;
        before(async () => {
            const images = JSON.parse(
                readFileSync(join((await checkout()).folder, ".lab", "images.json"), "utf8"),
            ) as Record<string, string>;
            // A lab host is a Debian with a Docker engine, without Node, pulumi and apt. Every other Debian has these two files.
            machine = await Machine.start(`lab-pack-test-${process.pid}`, images["lab-host-26.1"]!, true);
            const library = `/usr/lib/${(await sh("uname -m")).trim()}-linux-gnu/libstdc++.so.6`;
            await machine.copy(library, library);
            await machine.run(
                "mkdir -p /etc/ssl/certs && echo none >/etc/ssl/certs/ca-certificates.crt && mkdir /root/course",
            );
            await machine.copy(pack, "/root/course/labs.tar");
            await machine.run("cd /root/course && tar -xf labs.tar docker-network-labs");
        });
        after(async function () {
            this.timeout(120_000);
            await machine.remove();
        });
        const lab = (args: string, mayFail = false, seconds = 170) =>
            machine.run(`/root/course/docker-network-labs/lab ${args}`, { seconds, mayFail });

        it("which takes it, also after a kill -9, and lacks nothing then", async () => {
            assert.strictEqual((await machine.run("ip route show default")).stdout, "");
            assert.strictEqual((await lab("setup --check", true)).exitCode, 2);
            await machine.run(
                "timeout -s KILL 5 /root/course/docker-network-labs/lab setup --from /root/course/labs.tar",
                { mayFail: true },
            );
            await lab("setup --from /root/course/labs.tar");
            assert.strictEqual((await lab("setup --check")).stdout, "");
            assert.strictEqual((await lab("setup --check --engine 20.10")).stdout, "");
        }).timeout(180_000);

        it("and has nothing to do the second time", async () => {
            assert.doesNotMatch((await lab("setup --from /root/course/labs.tar")).all, /taking|installing/);
        });

        it("where labs come up, and go", async () => {
            const { all } = await lab("up netns custom-bridge");
            assert.match(all, /^netns +8\/8 /m);
            assert.match(all, /^custom-bridge +7\/7 /m);
            await lab("destroy --yes");
            assert.strictEqual((await machine.run("docker ps --all --quiet")).stdout, "");
        }).timeout(180_000);
    });
});

/** Changes a byte of a file; gives what changes it back. */
function flip(file: string, at: number): () => void {
    const write = () => {
        const handle = openSync(file, "r+");
        const byte = Buffer.alloc(1);
        readSync(handle, byte, 0, 1, at);
        byte[0]! ^= 1;
        writeSync(handle, byte, 0, 1, at);
        closeSync(handle);
    };
    write();
    return write;
}
