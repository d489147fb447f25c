import * as assert from "assert";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "fs";
import { tmpdir } from "os";
import { join } from "path";
import { LAB_HOST_CAPABILITIES } from "../../components/lib/nested-host";
import { checkout } from "../support/checkout";
import { Copy } from "../support/copy";
import { Registry } from "../support/registry";
import { docker, run, until } from "../support/run";

const ROOT = join(__dirname, "..", "..");
const FROM_REGISTRY = { busybox: "busybox", nginx: "nginx", redis: "redis", "flask-base": "python" };

/** Begins the name of all that is made on the engine here. */
const OWN = `images-test-${process.pid}`;

type Images = Record<string, string>;

const BUILD = join(ROOT, "images", "build.sh");

/** What images are called by the files of images/. */
async function tagsOf(...flags: string[]): Promise<Images> {
    return JSON.parse((await run(BUILD, [...flags, "--tags"])).stdout) as Images;
}

function imagesOf(folder: string): Images {
    return JSON.parse(readFileSync(join(folder, ".lab", "images.json"), "utf8")) as Images;
}

async function addressOf(container: string): Promise<string> {
    return (await docker("inspect", "--format", "{{.NetworkSettings.IPAddress}}", container)).trim();
}

async function get(url: string): Promise<{ status: number; text: string }> {
    const answer = await fetch(url, { signal: AbortSignal.timeout(5000) });
    return { status: answer.status, text: await answer.text() };
}

const getSoon = (url: string) => until(`an answer from ${url}`, 15, () => get(url).catch(() => undefined));

describe("images", function () {
    this.timeout(60_000);
    let images: Images;

    before(async function () {
        this.timeout(900_000);
        images = imagesOf((await checkout()).folder);
    });
    after(async () => {
        const containers = (await docker("ps", "-aq", "--filter", `name=^${OWN}-`)).split("\n").filter(Boolean);
        if (containers.length > 0) await docker("rm", "-fv", ...containers);
        await run("docker", ["rmi", `${OWN}-flask`], { mayFail: true });
    });

    it("nginx shows its page, and logs to where docker logs reads", async () => {
        await docker("run", "-d", "--name", `${OWN}-web`, images.nginx!);
        const page = await getSoon(`http://${await addressOf(`${OWN}-web`)}/`);
        assert.strictEqual(page.status, 200);
        assert.match(page.text, /Welcome to nginx!/);
        assert.match(await docker("logs", `${OWN}-web`), /"GET \/ HTTP\/1\.1" 200/);
    });

    it("redis answers to others, and keeps its data over a restart", async () => {
        const name = `${OWN}-redis`;
        await docker("run", "-d", "--name", name, images.redis!);
        const address = await addressOf(name);
        const cli = async (...words: string[]) =>
            (await docker("run", "--rm", images.redis!, "redis-cli", "-h", address, ...words)).trim();
        assert.strictEqual(await cli("ping"), "PONG");
        await cli("set", "color", "green");
        await docker("restart", name);
        assert.strictEqual((await docker("exec", name, "redis-cli", "get", "color")).trim(), "green");
    });

    describe("flask-redis, built from its Dockerfile", () => {
        const [web, redis] = [`${OWN}-flask`, `${OWN}-counter`];
        let url: string;

        before(async () => {
            const folder = join(ROOT, "images", "flask-redis");
            await docker("build", "--quiet", "--build-arg", `BASE=${images["flask-base"]}`, "--tag", web, folder);
            await docker("run", "-d", "--name", redis, images.redis!);
            await docker("run", "-d", "--name", web, "--link", redis, "--env", `REDIS_HOST=${redis}`, web);
            url = `http://${await addressOf(web)}:5000/`;
            await getSoon(`${url}not-counted`);
        });

        it("counts its visitors, and says who it is", async () => {
            const host = (await docker("exec", web, "hostname")).trim();
            assert.deepStrictEqual(await get(url), { status: 200, text: `1-----${host}\n` });
            assert.deepStrictEqual(await get(url), { status: 200, text: `2-----${host}\n` });
        });

        it("has what the lesson uses in the container", async () => {
            const seen = await docker("exec", web, "bash", "-c", 'ping -c 1 -W 2 "$REDIS_HOST"; env');
            assert.match(seen, / 1 received/);
            assert.match(seen, new RegExp(`^REDIS_HOST=${redis}$`, "m"));
        });

        it("says in one line, and soon, that redis is down, and counts on when it is back", async () => {
            await docker("stop", redis);
            const began = performance.now();
            const down = await get(url);
            assert.ok(performance.now() - began < 2500);
            assert.strictEqual(down.status, 503);
            assert.match(down.text, new RegExp(`^cannot count: no usable answer from Redis at ${redis}:6379 .*\n$`));
            await docker("start", redis);
            await until("the next number", 10, async () => (await get(url)).text.startsWith("3-----"));
        });
    });
});

describe("images from packages, on an engine that reaches no registry", function () {
    this.timeout(300_000);
    const host = `${OWN}-host`;
    let folder: string;
    let env: NodeJS.ProcessEnv;
    const inside = async (...args: string[]) => (await run("docker", args, { env })).stdout.trim();

    before(async function () {
        this.timeout(900_000);
        const image = imagesOf((await checkout()).folder)["lab-host-26.1"]!;
        folder = mkdtempSync(join(tmpdir(), "lab-images-"));
        env = { ...process.env, DOCKER_HOST: `unix://${folder}/docker.sock` };
        const options = [
            ...["--network", "none", "--cgroupns", "private", "--tmpfs", "/run", "--cap-drop", "ALL"],
            ...LAB_HOST_CAPABILITIES.flatMap((name) => ["--cap-add", name]),
            ...["seccomp", "apparmor", "systempaths"].flatMap((name) => ["--security-opt", `${name}=unconfined`]),
            ...["--volume", `${folder}:/lab`, "--volume", `${host}:/var/lib/docker`],
        ];
        await docker("run", "-d", "--name", host, ...options, image);
        await until("its engine", 30, () => inside("info").catch(() => undefined));
    });
    after(async () => {
        await docker("rm", "-fv", host);
        await docker("volume", "rm", host);
        rmSync(folder, { recursive: true });
    });

    it("are in a lab host's engine from its first start, when its image holds them", async () => {
        const { busybox } = await tagsOf();
        const layers = ["image", "inspect", "--format", "{{json .RootFS.Layers}}", busybox!];
        assert.strictEqual(await inside(...layers), (await docker(...layers)).trim());
        assert.strictEqual(await inside("run", "--rm", busybox!, "echo", "it runs"), "it runs");
        assert.strictEqual(await inside("image", "ls", "--format", "{{.Repository}}:{{.Tag}}"), busybox);
    });

    it("are built, and run", async () => {
        const pull = await run("docker", ["pull", "busybox"], { env, mayFail: true });
        assert.notStrictEqual(pull.exitCode, 0, "it does reach a registry");
        const tags = await tagsOf();
        await inside("image", "rm", tags.busybox!);
        await run(BUILD, ["busybox", "redis"], { env, seconds: 280 });
        assert.strictEqual(await inside("run", "--rm", tags.busybox!, "echo", "it runs"), "it runs");
        await inside("run", "-d", "--name", "redis", tags.redis!);
        await until("redis", 5, async () => (await inside("exec", "redis", "redis-cli", "ping")) === "PONG");
    });
});

describe("images from a registry", function () {
    this.timeout(180_000);
    let copy: Copy;
    let registry: Registry;

    const choose = (source: string, from: string) => {
        mkdirSync(join(copy.path, ".lab"), { recursive: true });
        writeFileSync(join(copy.path, ".lab", "settings"), `# chosen by hand\nsource=${source}\nregistry=${from}\n`);
    };
    const setUp = () => {
        const { status, stderr } = copy.lab(["setup"]);
        assert.strictEqual(status, 0, stderr);
    };
    const fetched = () => Object.entries(imagesOf(copy.path)).filter(([name]) => name in FROM_REGISTRY);

    before(async () => {
        const images = imagesOf((await checkout()).folder);
        copy = new Copy();
        registry = await Registry.start();
        for (const [name, as] of Object.entries(FROM_REGISTRY)) {
            const dockerfile = readFileSync(join(ROOT, "images", name, "Dockerfile"), "utf8");
            await registry.push(images[name]!, /^FROM \S+\/library\/(\S+)$/m.exec(dockerfile)![1]!);
            assert.ok(dockerfile.includes(`/library/${as}:`));
        }
        choose("registry", registry.name);
    });
    after(async () => {
        const names = Object.entries(await tagsOf("--registry", registry.name)).flatMap(([name, image]) =>
            image.includes(":registry-") || name.startsWith("lab-host-") ? [image] : [],
        );
        await run("docker", ["rmi", ...names], { mayFail: true });
        await registry.remove();
        copy.remove();
    });

    it("are asked of it, each once, and named after it", () => {
        const before = registry.asked();
        setUp();
        assert.deepStrictEqual(registry.asked().slice(before.length).sort(), Object.values(FROM_REGISTRY).sort());
        assert.strictEqual(fetched().length, 4);
        for (const [name, image] of fetched())
            assert.match(image, new RegExp(`^docker-network-labs/${name}:registry-[0-9a-f]{12}$`));
    });

    it("carry the project's label, as those from packages do", async () => {
        for (const [name, image] of fetched()) {
            const format = '{{index .Config.Labels "docker-network-labs.image"}}';
            assert.strictEqual((await docker("inspect", "--format", format, image)).trim(), name);
        }
    });

    it("are asked of nobody when they are there", () => {
        const before = registry.asked();
        setUp();
        rmSync(join(copy.path, ".lab", "setup.stamp"));
        setUp();
        assert.deepStrictEqual(registry.asked(), before);
    });

    it("are not replaced by others when it does not answer; that is a person's choice", () => {
        const before = imagesOf(copy.path);
        registry.stop();
        choose("registry", registry.name.replace("127.0.0.1", "localhost")); // of which the engine has nothing yet
        const { status, stderr } = copy.lab(["setup"]);
        assert.strictEqual(status, 2);
        assert.match(stderr, /could not build busybox from the registry localhost:[^]*set source=packages in \.lab/);
        assert.deepStrictEqual(imagesOf(copy.path), before);
        choose("packages", registry.name);
        assert.match(copy.lab(["setup", "--check"]).stdout, /^missing: \.lab\/images\.json/m); // and no image
        setUp();
        assert.doesNotMatch(JSON.stringify(imagesOf(copy.path)), /registry-/);
    });
});

describe("the settings of images", function () {
    this.timeout(30_000);
    let copy: Copy;
    let settings: string;
    before(() => {
        copy = new Copy();
        settings = join(copy.path, ".lab", "settings");
        mkdirSync(join(copy.path, ".lab"));
        writeFileSync(join(copy.path, "images", "build.sh"), '#!/bin/sh\necho "asked: $*" >&2\nexit 1\n');
    });
    after(() => copy.remove());

    for (const [answer, exit, source, question] of [
        ["answers", 0, "registry", "--registry docker.io --tags"],
        ["does not answer", 28, "packages", "--tags"],
    ] as const)
        it(`are ${source} where the registry ${answer} the engine at set-up`, () => {
            rmSync(settings, { force: true });
            const { stderr } = copy.lab(["setup"], { PATH: copy.fake("curl", `exit ${exit}`) });
            assert.match(stderr, new RegExp(`docker\\.io.* (which answers|does not answer) .*source=${source}`));
            assert.match(readFileSync(settings, "utf8"), new RegExp(`^source=${source}\nregistry=docker\\.io\n`, "m"));
            assert.match(stderr, new RegExp(`^asked: ${question}$`, "m"));
        });

    for (const [what, lines] of [
        ["a source that there is not", "source=hub"],
        ["no source", "registry=docker.io"],
        ["a registry that would be a name on Docker Hub", "source=registry\nregistry=mirror"],
        ["a registry that is no name", "source=registry\nregistry=$(touch /tmp/x)"],
        ["a key that there is not", "source=packages\nmirror=docker.io"],
    ] as const)
        it(`refuse ${what}, and say what is allowed`, () => {
            writeFileSync(settings, `${lines}\n`);
            const { status, stderr } = copy.lab(["setup", "--check"]);
            assert.strictEqual(status, 2);
            assert.match(stderr, /^lab: .*\.lab\/settings: .*\n {2}why: .*allowed are .*\n {2}what to do: correct it/);
        });
});
