import * as assert from "assert";
import { randomBytes } from "crypto";
import { onMachine, script } from "../../components/lib/script";
import { busyboxImage, docker, Ended, run } from "../support/run";

// What the engine is asked by the look, once at its socket and once by docker's own commands.

/** Labels that look like what is picked out of an engine's answers. */
const LOOKALIKES = ['"Id":"0123456789ab"', '"RepoTags":["not:an-image"]', '{"Volumes":[],"Warnings":null}'];

interface Held {
    Id?: string;
    Name: string;
    Labels?: unknown;
    IPAM?: unknown;
}

describe("what an engine holds of a stack", () => {
    const owner = randomBytes(4).toString("hex");
    const name = `lab-holdings-${owner}`;
    const labels = [
        `docker-network-labs.owner=${owner}`,
        "docker-network-labs.stack=held",
        ...LOOKALIKES.map((text, at) => `lookalike${at}=${text}`),
        "Id=0123456789ab",
        'Names=["/not-a-container"]',
    ].flatMap((label) => ["--label", label]);

    before("there is some", async () => {
        await docker("network", "create", ...labels, name);
        await docker("volume", "create", ...labels, name);
        await docker("container", "create", "--name", name, ...labels, await busyboxImage());
    });
    after("it is gone", async () => {
        await run("docker", ["container", "rm", "--force", name], { mayFail: true });
        await run("docker", ["volume", "rm", "--force", name], { mayFail: true });
        await run("docker", ["network", "rm", name], { mayFail: true });
    });

    /** Asks, where a program is a function of the shell; `stack` is whose things. */
    function ask(instead: string, stack = "held", env = process.env): Promise<Ended> {
        const text = `${script("ask", "inspect", "engine-get", "engine-lists", "holdings")}\n${instead}\nholdings "$@"`;
        const [shell, ...words] = onMachine(30).words;
        const whose = [`docker-network-labs.owner=${owner}`, `docker-network-labs.stack=${stack}`];
        return run(shell!, [...words, ...whose, text], { env, mayFail: true });
    }

    function parse({ exitCode, stdout, all }: Ended) {
        assert.strictEqual(exitCode, 0, all);
        const [containers, volumes, networks, bridges, images] = stdout.split("\n") as [string, ...string[]];
        const list = (text: string) =>
            (JSON.parse(text) as Held[]).sort((one, other) => (one.Name < other.Name ? -1 : 1));
        return {
            containers: list(containers),
            volumes: list(volumes!),
            networks: list(networks!).map(({ Id, Name, Labels, IPAM }) => ({ Id, Name, Labels, IPAM })),
            bridges: bridges!.split(" "),
            images: (JSON.parse(`[${images}]`) as string[]).sort(),
        };
    }

    it("is asked at the engine's socket, and is the same as docker's own commands say", async () => {
        const atSocket = parse(await ask("docker() { echo 'docker was asked' >&2; return 1; }"));
        const byCommands = parse(await ask("curl() { return 7; }"));
        assert.deepStrictEqual(atSocket, byCommands);
        const own = { containers: [`/${name}`], volumes: [name] };
        assert.deepStrictEqual({ containers: names(atSocket.containers), volumes: names(atSocket.volumes) }, own);
        const [bridge] = atSocket.networks.filter(({ Name }) => Name === name);
        assert.deepStrictEqual(atSocket.bridges, [bridge!.Id]);
        assert.ok(atSocket.images.some((image) => image.startsWith("docker-network-labs/busybox:")));
    });

    it("is nothing of another stack's", async () => {
        const { containers, volumes, bridges } = parse(await ask("docker() { return 1; }", "another"));
        assert.deepStrictEqual({ containers, volumes, bridges }, { containers: [], volumes: [], bridges: [""] });
    });

    it("is not taken for nothing where the engine does not answer: docker's own words say why", async () => {
        const nowhere = { ...process.env, DOCKER_HOST: "unix:///nowhere.sock" };
        const { exitCode, stdout, stderr } = await ask("", "held", nowhere);
        assert.notStrictEqual(exitCode, 0);
        assert.strictEqual(stdout, "");
        assert.match(stderr, /Cannot connect to the Docker daemon at unix:\/\/\/nowhere\.sock/);
        assert.doesNotMatch(stderr, /curl/);
    });

    const names = (list: readonly Held[]) => list.map(({ Name }) => Name);
});

describe("whether an engine holds nothing of a stack", () => {
    const owner = randomBytes(4).toString("hex");
    const name = `lab-sweep-${owner}`;
    const labels = [`docker-network-labs.owner=${owner}`, "docker-network-labs.stack=swept"];
    const flags = labels.flatMap((label) => ["--label", label]);

    /** What a sweep takes it for at the engine's socket, where a program is a function of the shell. */
    async function taken(instead = "docker() { return 1; }", stack = "swept", env = process.env): Promise<string> {
        const text = `${script("engine-get", "sweep")}\n${instead}\nholds_nothing && echo nothing || echo unknown`;
        const [shell, ...words] = onMachine(30).words;
        return (await run(shell!, [...words, owner, stack, "", "", "", text], { env })).stdout;
    }

    it("is told by its socket alone", async () => {
        assert.strictEqual(await taken(), "nothing");
    });

    const kinds: Record<string, { make: () => Promise<unknown>; remove: readonly string[] }> = {
        container: {
            make: async () => docker("container", "create", "--name", name, ...flags, await busyboxImage()),
            remove: ["container", "rm", "--force", name],
        },
        network: {
            make: () => docker("network", "create", ...flags, name),
            remove: ["network", "rm", name],
        },
        volume: {
            make: () => docker("volume", "create", ...flags, name),
            remove: ["volume", "rm", "--force", name],
        },
        image: {
            make: () => run("docker", ["build", "--tag", name, ...flags, "-"], { stdin: "FROM scratch\nENV A=1\n" }),
            remove: ["image", "rm", "--force", name],
        },
    };
    for (const [kind, { make, remove }] of Object.entries(kinds))
        it(`is not so with one ${kind} alone`, async () => {
            try {
                await make();
                assert.strictEqual(await taken(), "unknown");
                assert.strictEqual(await taken("", "another"), "nothing");
            } finally {
                await run("docker", remove, { mayFail: true });
            }
            assert.strictEqual(await taken(), "nothing");
        });

    it("is not known without curl, or without an answer", async () => {
        assert.strictEqual(await taken("curl() { return 7; }"), "unknown");
        const nowhere = { ...process.env, DOCKER_HOST: "unix:///nowhere.sock" };
        assert.strictEqual(await taken("", "swept", nowhere), "unknown");
        const elsewhere = { ...process.env, DOCKER_HOST: "tcp://192.0.2.1:2375" };
        assert.strictEqual(await taken("", "swept", elsewhere), "unknown");
    });
});
