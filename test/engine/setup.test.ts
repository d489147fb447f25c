import * as assert from "assert";
import {
    appendFileSync,
    cpSync,
    existsSync,
    mkdirSync,
    readdirSync,
    readFileSync,
    rmSync,
    statSync,
    writeFileSync,
} from "fs";
import { join } from "path";
import { PATIENCE } from "../../cli/lib/patience";
import { course } from "../../components/lessons";
import { Copy, Ended, OWNERS, run } from "../support/copy";

/** All that is in a folder, with sizes and times. */
function inventory(folder: string): string {
    return run(["find", folder, "-printf", "%P %s %T@\n"]).stdout.split("\n").sort().join("\n");
}

const without = (folder: string) => ({
    XDG_CACHE_HOME: join(folder, "no cache"),
    PULUMI_HOME: join(folder, "no pulumi"),
});

describe("lab, before set-up", () => {
    let copy: Copy;
    before(() => (copy = new Copy()));
    after(() => copy.remove());

    it("setup --check names what is missing, changes nothing and exits 2", () => {
        const files = inventory(copy.folder);
        const { status, stdout } = copy.lab(["setup", "--check"], without(copy.folder));
        assert.strictEqual(status, 2);
        assert.match(stdout, /^missing: pulumi 3\.226 or newer/m);
        assert.match(stdout, /^missing: \.lab\/owner/m);
        assert.match(stdout, /^missing: \.lab\/passphrase/m);
        assert.match(stdout, /\.\/lab setup gets all of it\.\n$/);
        assert.strictEqual(inventory(copy.folder), files);
    });

    for (const command of ["check", "preview", "destroy", "shell", "env"])
        it(`${command} says what is missing and exits 2`, () => {
            const { status, stdout, stderr } = copy.lab([command], without(copy.folder));
            assert.strictEqual(status, 2);
            assert.match(stderr, /^missing: \.lab\/owner/m);
            assert.match(stderr, /run \.\/lab setup/);
            assert.strictEqual(stdout, "");
        });

    for (const args of [[], ["help"], ["--help"], ["setup", "--help"], ["up", "--help"], ["env", "--help"]])
        it(`helps: lab ${args.join(" ")}`, () => {
            const { status, stdout } = copy.lab(args, without(copy.folder));
            assert.strictEqual(status, 0);
            assert.match(stdout, /^Usage: /);
        });

    it("refuses what it does not know", () => {
        for (const args of [["dance"], ["setup", "--fast"], ["setup", "--engine", "1.0"], ["env", "fish"]]) {
            const { status, stderr } = copy.lab(args);
            assert.strictEqual(status, 2, args.join(" "));
            assert.match(stderr, /^lab: .*\n {2}what to do: /, args.join(" "));
        }
    });
});

describe("lab setup refuses by name", () => {
    let copy: Copy;
    before(() => (copy = new Copy()));
    after(() => copy.remove());

    function refusal(env: NodeJS.ProcessEnv): string {
        const { status, stderr } = copy.lab(["setup"], { ...without(copy.folder), ...env });
        assert.strictEqual(status, 2);
        assert.ok(!existsSync(join(copy.path, ".lab", "owner")));
        return stderr;
    }
    const engine = (answer: string) => ({ PATH: copy.fake("docker", `echo '${answer}'`) });

    it("macOS", () => assert.match(refusal({ OSTYPE: "darwin23" }), /macOS[^]*Debian 12 or 13 virtual machine/));
    it("Windows", () => assert.match(refusal({ OSTYPE: "msys" }), /Windows[^]*WSL2/));
    it("Docker Desktop", () =>
        assert.match(refusal(engine('28.0.1|Docker Desktop|["name=seccomp"]')), /Docker Desktop cannot[^]*WSL2/));
    it("a rootless engine", () =>
        assert.match(refusal(engine('28.0.1|Debian|["name=rootless"]')), /rootless[^]*system's engine/));
    it("an old engine", () => assert.match(refusal(engine("19.03.1|Debian|[]")), /19\.03\.1 is too old[^]*20\.10/));
    it("an engine of another machine", () =>
        assert.match(refusal({ DOCKER_HOST: "tcp://192.0.2.1:2375" }), /DOCKER_HOST=tcp:[^]*unix socket/));
    it("an engine that is not there", () =>
        assert.match(
            refusal({ DOCKER_HOST: "unix:///nowhere.sock" }),
            /no Docker engine answers[^]*unset DOCKER_HOST/,
        ));
    it("somebody who is not root", () => {
        const { status, stderr } = run(["setpriv", "--reuid=65534", "--clear-groups", join(copy.path, "lab"), "setup"]);
        assert.strictEqual(status, 2);
        assert.match(stderr, /need root[^]*sudo \.\/lab setup/);
    });
});

describe("lab setup", () => {
    let copy: Copy;
    before(function () {
        this.timeout(120_000);
        copy = new Copy();
        const { status, stderr } = copy.lab(["setup"]);
        assert.strictEqual(status, 0, stderr);
    });
    after(() => copy.remove());

    it("has then nothing to do, and sees that within 50 ms", () => {
        assert.strictEqual(copy.lab(["setup", "--check"]).status, 0);
        // What it takes by itself: the best run, since others may be keeping the processors busy.
        let best = Infinity;
        for (const end = Date.now() + 15_000 * PATIENCE; best >= 50 * PATIENCE && Date.now() < end;) {
            const began = performance.now();
            const { status, stderr } = copy.lab(["setup"]);
            best = Math.min(best, performance.now() - began);
            assert.deepStrictEqual([status, stderr], [0, ""]);
        }
        assert.ok(best < 50 * PATIENCE, `${Math.round(best)} ms`);
    }).timeout(30_000);

    it("keeps the state and its passphrase to root", () => {
        assert.strictEqual(statSync(join(copy.path, ".lab")).mode & 0o777, 0o700);
        assert.strictEqual(statSync(join(copy.path, ".lab", "passphrase")).mode & 0o777, 0o600);
        assert.match(readFileSync(join(copy.path, ".lab", "passphrase"), "utf8"), /^[0-9a-f]{48}$/);
    });

    it("records the owner outside the checkout, and takes it again when .lab/ was lost", () => {
        const owner = copy.owner();
        assert.match(owner, /^[0-9a-f]{8}$/);
        assert.strictEqual(readFileSync(join(OWNERS, owner), "utf8"), `${copy.path}\n`);
        rmSync(join(copy.path, ".lab"), { recursive: true });
        // What a set-up that was killed had begun to write is no record.
        writeFileSync(join(OWNERS, `${owner}.half01`), `${copy.path}\n`);
        const { status, stderr } = copy.lab(["setup"]);
        assert.strictEqual(status, 0, stderr);
        assert.match(stderr, new RegExp(`owner id is ${owner} again`));
        assert.strictEqual(copy.owner(), owner);
        assert.deepStrictEqual(
            readdirSync(OWNERS).filter((record) => record.startsWith(owner)),
            [owner],
        );
    }).timeout(60_000);

    it("refuses a copy of a checkout that has labs of its own", () => {
        const second = new Copy();
        try {
            cpSync(join(copy.path, ".lab"), join(second.path, ".lab"), { recursive: true });
            const { status, stderr } = second.lab(["setup"]);
            assert.strictEqual(status, 2);
            assert.ok(stderr.includes(`a copy of ${copy.path}`), stderr);
        } finally {
            second.remove();
        }
    }).timeout(30_000);

    it("does not make a new passphrase for secrets that the lost one has closed", () => {
        const passphrase = readFileSync(join(copy.path, ".lab", "passphrase"));
        rmSync(join(copy.path, ".lab", "passphrase"));
        const { status, stderr } = copy.lab(["setup"]);
        writeFileSync(join(copy.path, ".lab", "passphrase"), passphrase, { mode: 0o600 });
        assert.strictEqual(status, 2);
        assert.match(stderr, /passphrase is lost/);
        assert.strictEqual(copy.lab(["setup", "--check"]).status, 0);
    }).timeout(30_000);

    it("is not there any more when an image's definition changed, and names that image alone", () => {
        const list = join(copy.path, "images", "lab-host", "packages-26.1");
        const before = readFileSync(list);
        const tags = JSON.parse(readFileSync(join(copy.path, ".lab", "images.json"), "utf8")) as Record<string, string>;
        appendFileSync(list, "# one more line\n");
        const { status, stdout } = copy.lab(["setup", "--check"]);
        const now = JSON.parse(run([join(copy.path, "images", "build.sh"), "--tags"]).stdout) as Record<string, string>;
        writeFileSync(list, before);
        assert.strictEqual(status, 2);
        assert.match(stdout, /^missing: images on the engine: .*lab-host:26\.1-/m);
        assert.notStrictEqual(now["lab-host-26.1"], tags["lab-host-26.1"]);
        assert.deepStrictEqual({ ...now, "lab-host-26.1": "" }, { ...tags, "lab-host-26.1": "" });
    }).timeout(30_000);

    it("survives kill -9, wherever it hits", () => {
        for (const seconds of ["0.1", "0.4", "0.8", "1.5", "2.5"]) {
            rmSync(join(copy.path, ".lab"), { recursive: true });
            run(["timeout", "-s", "KILL", seconds, join(copy.path, "lab"), "setup"]);
            const { status, stderr } = copy.lab(["setup"]);
            assert.strictEqual(status, 0, `killed after ${seconds} s: ${stderr}`);
            assert.strictEqual(copy.lab(["setup", "--check"]).status, 0, `killed after ${seconds} s`);
        }
        assert.deepStrictEqual(readdirSync(join(copy.path, ".lab")).sort(), [
            ...["images.json", "owner", "passphrase", "settings", "setup.log", "setup.stamp", "state"],
        ]);
    }).timeout(120_000);

    describe("lab env", () => {
        const after = (commands: string, env: NodeJS.ProcessEnv = {}) =>
            run(["bash", "-euc", `eval "$("$0" env)"; ${commands}`, join(copy.path, "lab")], env);

        it("prints exports and nothing else, whatever is in the path", () => {
            const { status, stdout, stderr } = copy.lab(["env"]);
            assert.deepStrictEqual([status, stderr], [0, ""]);
            for (const line of stdout.trimEnd().split("\n")) assert.match(line, /^export [A-Z_]+='/);
            const state = join(copy.path, ".lab", "state");
            assert.strictEqual(after('echo "$PULUMI_BACKEND_URL"').stdout, `file://${state}?metadata=skip\n`);
        });

        it("makes plain pulumi find the course's stacks", () => {
            const { status, stdout, stderr } = after(`cd ${JSON.stringify(copy.path)}; pulumi stack ls --json`);
            assert.strictEqual(status, 0, stderr);
            const names = (JSON.parse(stdout) as { name: string }[]).map(({ name }) => name);
            assert.deepStrictEqual(names.sort(), Object.keys(course).sort());
        }).timeout(30_000);

        it("brings a pulumi that takes no password for plain text", () => {
            const set = (value: string) => {
                const command = `pulumi config set doorPassword ${value} --stack netns`;
                return after(
                    `cd ${JSON.stringify(copy.path)}; ${command}; pulumi config rm doorPassword --stack netns`,
                );
            };
            assert.match(set("Xk7-pQ2z_mT9vR4w").stderr, /looks like a secret/);
            assert.strictEqual(set("open").status, 0);
        }).timeout(30_000);

        it("says the same when it is in effect already", () => {
            const once = copy.lab(["env"]).stdout;
            assert.strictEqual(after('"$0" env').stdout, once);
        });

        it("leaves a backend and a passphrase of the user's own alone", () => {
            const own = { PULUMI_BACKEND_URL: "file:///srv/state", PULUMI_CONFIG_PASSPHRASE: "mine" };
            const { stdout } = copy.lab(["env"], own);
            assert.doesNotMatch(stdout, /PULUMI_BACKEND_URL|PASSPHRASE/);
        });

        it("does not take another checkout's settings for the user's own", () => {
            for (const backend of ["file:///there/.lab/state", "file:///there/.lab/state?metadata=skip"]) {
                const there = { DOCKER_NETWORK_LABS_CHECKOUT: "/there", PULUMI_BACKEND_URL: backend };
                assert.ok(copy.lab(["env"], there).stdout.includes(`'file://${copy.folder}`), backend);
            }
        });
    });
});

describe("lab setup, where releases can be downloaded", () => {
    let copy: Copy;
    before(() => {
        copy = new Copy();
        writeFileSync(join(copy.path, "toolchain", "build.sh"), "[ $1 = --paths ] || echo BUILDING; exit 1\n");
        const home = join(copy.folder, "release", "pulumi");
        mkdirSync(home, { recursive: true });
        const plugin =
            'folder=$PULUMI_HOME/plugins/resource-$4-v$5; mkdir -p "$folder"; cp "$0" "$folder/pulumi-resource-$4"';
        const script = `case "$*" in *"plugin install"*) ${plugin};; *"stack ls"*) echo "[]";; *version*) echo v3.259.0;; esac`;
        writeFileSync(join(home, "pulumi"), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
        run(["tar", "-czf", join(copy.folder, "archive"), "-C", join(copy.folder, "release"), "pulumi"]);
    });
    after(() => copy.remove());

    /** Sets up with a curl that has the release, and sums for an archive with that hash. */
    function setup(hash: string): Ended & { kept: string[] } {
        const sums = ["x64", "arm64"].map((cpu) => `${hash}  pulumi-v3.259.0-linux-${cpu}.tar.gz\n`).join("");
        writeFileSync(join(copy.folder, "sums"), sums);
        const env = { ...without(copy.folder), PULUMI_BACKEND_URL: "file:///nowhere" };
        const ended = copy.lab(["setup"], {
            ...env,
            PATH: copy.fake(
                "curl",
                `cd "${copy.folder}"
                 case "$*" in
                 *https://get.pulumi.com/*checksums.txt) from=sums ;;
                 *https://get.pulumi.com/*.tar.gz) from=archive ;;
                 *) exit 7 ;;
                 esac
                 while [ $# -gt 1 ]; do [ "$1" != -o ] || cp "$from" "$2"; shift; done`,
            ),
        });
        const cache = join(env.XDG_CACHE_HOME, "docker-network-labs");
        return { ...ended, kept: existsSync(cache) ? readdirSync(cache) : [] };
    }

    it("does not take an archive with another hash, and builds instead", () => {
        const { status, stderr, kept } = setup("0".repeat(64));
        assert.strictEqual(status, 2);
        assert.match(stderr, /the download did not succeed[^]*BUILDING[^]*could not build pulumi/);
        assert.deepStrictEqual(kept, []);
    }).timeout(30_000);

    it("takes pulumi and its plugins from there", () => {
        const hash = run(["sha256sum", join(copy.folder, "archive")]).stdout.slice(0, 64);
        const { status, stderr, kept } = setup(hash);
        assert.strictEqual(status, 0, stderr);
        assert.doesNotMatch(stderr, /BUILDING/);
        assert.deepStrictEqual(kept, ["pulumi-3.259.0"]);
        assert.match(copy.lab(["env"], without(copy.folder)).stdout, /PULUMI_HOME='.*\/pulumi-3\.259\.0'/);
    }).timeout(60_000);
});
