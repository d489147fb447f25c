import * as assert from "assert";
import { readdirSync } from "fs";
import { join } from "path";
import * as pulumi from "@pulumi/pulumi";
import { course } from "../../components/lessons";
import { hostsOf } from "../../components/lib/cluster";
import { MADE } from "../../components/lib/drift";
import { defaultsOf, lessonOf, Options } from "../../components/lib/course";
import { Elsewhere } from "../../components/lib/elsewhere";
import { UNLIMITED } from "../../components/lib/limits";
import { LabHostKind } from "../../components/lib/look";
import { LAB_HOST_CAPABILITIES } from "../../components/lib/nested-host";
import { labHosts } from "../../stacks/lab-hosts";
import { componentOf } from "../../stacks/registry";
import { lessonByName } from "../support/lesson";
import { declare, Declared } from "../support/mocks";

const identity = { owner: "0a1b2c3d", stack: "mine", generation: "4e5f6a7b" };
const COMMAND = "command:local:Command";

const images = Object.fromEntries(
    Object.values(course).flatMap((scenario) => scenario.images.map((name) => [name, `${name}:1`])),
);

type Which = [name: string, kind: LabHostKind, chosen?: Partial<Options>, ...elsewhere: Elsewhere[]];

const lab = (...which: Which): Promise<Declared[]> => labWith((part) => `token of ${part}`, ...which);

function labWith(tokenOf: (part: string) => string, ...which: Which): Promise<Declared[]> {
    const [name, kind, chosen = {}, ...elsewhere] = which;
    const scenario = course[name]!;
    const options = { ...defaultsOf(scenario), machinePort: scenario.serves ? 20_080 : 0, ...chosen };
    const lesson = lessonOf(scenario, options);
    const names = hostsOf(scenario, options);
    const tokens = Object.fromEntries(
        [...names, "checks", "limits", ...Object.keys(lesson.parts)].map((part) => [part, tokenOf(part)]),
    );
    const generations = names.map(
        (one) => [one, { generation: `${identity.generation}`, fresh: true, answers: false }] as const,
    );
    const plan = { hosts: Object.fromEntries(generations), options, tokens };
    return declare(() => {
        const common = { kind, image: "host:1", subnet: "10.199.0.0/28" };
        const hosts = labHosts(identity, plan, { elsewhere }, common, scenario);
        const host = Object.values(hosts)[0]!;
        const args = { host, hosts, scenario: name, options, lesson, tokens, images };
        const made = new (componentOf(scenario))(name, args);
        return pulumi.all([made.checks, made.evidence, host.dockerHost]);
    });
}

const ofScenario = (all: Declared[]) =>
    all
        .filter(({ name }) => !/^(host|node\d)(-(site|net|volume|container|ready|engine))?$/.test(name))
        .map(({ type, name }) => `${type} ${name}`);

const files = (folder: string) =>
    readdirSync(join(__dirname, "..", "..", folder))
        .filter((file) => file.endsWith(".ts"))
        .map((file) => file.replace(/\.ts$/, ""))
        .sort();

describe("a scenario", () => {
    it("has a file of its name with what is known of it, and one with its component", () => {
        const names = Object.keys(course).sort();
        assert.deepStrictEqual(
            files("components/lessons").filter((name) => name !== "index"),
            names,
        );
        assert.deepStrictEqual(
            files("components").filter((name) => name !== "lab-host"),
            names,
        );
    });

    it("has a component whose file exports nothing else", () => {
        for (const scenario of Object.values(course))
            assert.ok(componentOf(scenario).prototype instanceof pulumi.ComponentResource, scenario.name);
    });
});

for (const scenario of Object.keys(course)) {
    describe(`the component of ${scenario}`, () => {
        let nested: Declared[];
        let direct: Declared[];
        before(async () => {
            nested = await lab(scenario, "nested");
            direct = await lab(scenario, "direct");
        });

        it("declares the same on both kinds of lab host, but puts nobody out on a machine", () => {
            const putsOut = (declared: string) => / \S+-(guests|added)$/.test(declared);
            assert.ok(ofScenario(nested).length >= 4, ofScenario(nested).join("\n"));
            assert.deepStrictEqual(
                ofScenario(direct).sort(),
                ofScenario(nested)
                    .filter((declared) => !putsOut(declared))
                    .sort(),
            );
            const foreign = Object.values(lessonByName(scenario).parts).filter((part) => part.foreign);
            assert.strictEqual(ofScenario(nested).filter(putsOut).length, foreign.length);
        });

        it("marks every Docker resource with its owner, stack and generation", () => {
            const docker = [...nested, ...direct].filter(({ type }) =>
                /^docker:index\/(container|network|volume):/.test(type),
            );
            for (const { name, inputs } of docker) {
                const found = Object.fromEntries(
                    (inputs.labels as { label: string; value: string }[]).map(({ label, value }) => [
                        label.split(".")[1],
                        value,
                    ]),
                );
                assert.deepStrictEqual({ ...found, ...identity }, found, name);
            }
            assert.ok(docker.length >= 2);
        });

        it("writes down all that it made with a token, so that it is not taken for what a killed up has left", () => {
            const marks = nested.find(({ name }) => name === `${scenario}-marks`)!;
            const { made } = JSON.parse(marks.inputs.stdin as string) as { made: string[] };
            const tokened = nested.filter(
                ({ type, inputs }) =>
                    /^docker:index\/(container|network):/.test(type) &&
                    (inputs.labels as { label: string }[]).some(({ label }) => label.endsWith(".token")),
            );
            for (const { name } of tokened) assert.ok(made.includes(`${name}-id`), name);
        });

        it("shows the token of every part in an input, so that a repair is in the preview", () => {
            for (const part of Object.keys(lessonByName(scenario).parts)) {
                const visible = nested.filter(({ name, type, inputs }) => {
                    if (name.endsWith("-marks") || name.endsWith("-probes")) return false;
                    const { triggers, labels, build } = inputs;
                    return JSON.stringify(type === COMMAND ? triggers : (labels ?? build))?.includes(
                        `token of ${part}"`,
                    );
                });
                assert.strictEqual(visible.length, 1, `${part}: ${visible.map(({ name }) => name).join(", ")}`);
            }
        });

        it("gives every command a folder, a time limit, and no output in the log", () => {
            const commands = [...nested, ...direct].filter(({ type }) => type === COMMAND);
            assert.ok(commands.length >= 5);
            for (const { name, inputs } of commands) {
                const interpreter = inputs.interpreter as string[];
                assert.deepStrictEqual(
                    [inputs.dir, inputs.logging, inputs.addPreviousOutputInEnv],
                    ["/", "stderr", false],
                    name,
                );
                const [script, how, ...words] = interpreter.slice(interpreter.indexOf("-c") + 1);
                assert.match(script!, /timeout/, name);
                assert.ok(Number(words[how === "in-lab-host" ? 1 : 0]) > 0, name);
            }
        });
    });
}

describe("the resource that puts out what somebody added", () => {
    const creates = async (tokenOf: (part: string) => string) => {
        const all = await labWith(tokenOf, "custom-bridge", "nested");
        return all.find(({ name }) => name === "custom-bridge-guests")!.inputs.create as string | undefined;
    };

    it("runs nothing as the lab is made, since there is nobody yet, but does where somebody was found", async () => {
        assert.strictEqual(await creates(() => MADE), undefined);
        assert.match((await creates(() => "repair 1: mine was plugged into xin-bridge"))!, /docker network disconnect/);
    });
});

describe("a nested lab host", () => {
    it("has exactly the documented capabilities, and never a port", async () => {
        const all = await lab("netns", "nested");
        const { inputs } = all.find(({ name }) => name === "host-container")!;
        assert.deepStrictEqual(inputs.capabilities, { adds: LAB_HOST_CAPABILITIES, drops: ["ALL"] });
        assert.strictEqual(LAB_HOST_CAPABILITIES.length, 17);
        assert.ok(!("ports" in inputs) && !("privileged" in inputs));
        const [profile, ...others] = inputs.securityOpts as string[];
        assert.deepStrictEqual(others, ["apparmor=unconfined"]);
        assert.match(profile!, /^seccomp=\{.*"keyctl"/);
        assert.deepStrictEqual(inputs.logOpts, { "max-size": "5m", "max-file": "2" });
    });
});

describe("a nested lab host with a disk of its own", () => {
    it("writes nothing on the machine's: its root is read-only, and its engine's data on that disk", async () => {
        const all = await lab("netns", "nested", { limits: { ...UNLIMITED, disk: "1g" } });
        const { inputs } = all.find(({ name }) => name === "host-container")!;
        const folder = "/var/lib/docker-network-labs/0a1b2c3d/mine.disks/4e5f6a7b";
        assert.deepStrictEqual(inputs.mounts, [
            { type: "bind", source: `${folder}/mounted/host`, target: "/var/lib/docker" },
        ]);
        assert.strictEqual(inputs.readOnly, true);
        assert.ok((inputs.envs as string[]).includes("LAB_DISK=yes"));
        assert.ok(!all.some(({ name }) => name === "host-volume" || name === "host-limits"));
        const made = all.find(({ name }) => name === "host-disk")!.inputs.interpreter as string[];
        assert.deepStrictEqual(made.slice(-4), [folder, String(2 ** 30), "lab-mine-4e5f6a7b", "token of limits"]);
    });

    it("has what it had before without one", async () => {
        const all = await lab("netns", "nested", { limits: { ...UNLIMITED, memory: "1g" } });
        const { inputs } = all.find(({ name }) => name === "host-container")!;
        for (const key of ["readOnly", "mounts", "envs"]) assert.ok(!(key in inputs), key);
        assert.ok(all.some(({ name }) => name === "host-volume") && all.some(({ name }) => name === "host-limits"));
    });
});

describe("a scenario on another machine", () => {
    const far: Elsewhere = { name: "far", user: "root", host: "192.0.2.10", port: 22, hostKey: "ssh-ed25519 AAAA" };

    for (const name of Object.keys(course))
        it(`${name} runs nothing on this one, but to bring images there, to note where it is, and for two places to talk`, async () => {
            const commands = (await lab(name, "nested", {}, far)).filter(({ type }) => type.startsWith("command:"));
            const here = commands.filter(({ type }) => type === COMMAND).map((one) => one.name);
            assert.deepStrictEqual(
                here.filter((one) => !/-image$|-carried$|-join-node\d$|-where$/.test(one)),
                [],
            );
            for (const { type, inputs } of commands.filter((one) => !here.includes(one.name))) {
                assert.strictEqual(type, "command:remote:Command");
                assert.match(String(inputs.create), /^exec bash -c '[^']*' lab [A-Za-z0-9+/=]+$/);
            }
        });
});
