import * as assert from "assert";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "fs";
import { tmpdir } from "os";
import { join } from "path";
import * as pulumi from "@pulumi/pulumi";
import { verify } from "unixcrypt";
import { course } from "../../components/lessons";
import { defaultsOf, Options } from "../../components/lib/course";
import { driftOf } from "../../components/lib/finished-lab";
import { isAsMade, planLab } from "../../components/lib/plan";
import { parseMachine, Snapshot } from "../../components/lib/snapshot";
import { NO_SSH } from "../../components/lib/ssh";
import { alike, readClass, seatsOf } from "../../stacks/classroom";
import { credentialFor, ENTROPY, fingerprintOf, readCredential, renewCredential } from "../../stacks/credentials";
import { labHosts } from "../../stacks/lab-hosts";
import { readSettings } from "../../stacks/settings";
import { marksOf } from "../support/lesson";
import { finishedLook } from "../support/look";
import { declare } from "../support/mocks";
import { run } from "../support/run";
import { snapshot } from "../support/snapshot";

const CHECKOUT = join(__dirname, "..", "..");
const SSH = { address: "127.0.0.1", port: 2200 };

describe("the ports of a class with SSH", () => {
    const ports = (config: Record<string, string>) => {
        const { made } = readClass(config.seats!, config.scenario!);
        return seatsOf("c", made!).map(({ stack }) => readSettings(stack, (key) => config[key]).options.ssh.port);
    };

    it("follow each other in the order of its seats, for each lab one", () => {
        assert.deepStrictEqual(ports({ seats: "3", scenario: "netns", ssh: "true" }), [2200, 2201, 2202]);
        assert.deepStrictEqual(
            ports({ seats: "2", scenario: '["netns","blank"]', ssh: "12000" }),
            [12000, 12001, 12002, 12003],
        );
    });
    it("stay those of a seat when others are added behind it", () => {
        const more = ports({ seats: "5", scenario: "netns", ssh: "true" });
        assert.deepStrictEqual(more.slice(0, 3), ports({ seats: "3", scenario: "netns", ssh: "true" }));
    });
    it("are none unless they are asked for", () => {
        for (const ssh of ["", "false"])
            assert.deepStrictEqual(ports({ seats: "1", scenario: "netns", ssh, sshAddress: "0.0.0.0" }), [0]);
    });
    it("are at the machine's loopback unless an address is said", () => {
        const config: Record<string, string> = { seats: "1", scenario: "netns", ssh: "true" };
        const address = () => readSettings("c-01", (key) => config[key]).options.ssh.address;
        assert.strictEqual(address(), "127.0.0.1");
        config.sshAddress = "0.0.0.0";
        assert.strictEqual(address(), "0.0.0.0");
    });
    it("need names of seats that are told apart by their ends", () => {
        const people = (...seats: string[]) => ({ people: seats.map((seat) => ({ seat })), scenarios: ["netns"] });
        assert.strictEqual(alike(people("1", "a1", "a")), undefined);
        assert.deepStrictEqual(alike(people("1", "a-1")), ["a-1", "1"]);
        assert.deepStrictEqual(alike({ ...people("1", "a-1"), scenarios: ["netns", "link"] }), ["a-1", "1"]);
    });
});

describe("what opens a seat", () => {
    let root: string;
    beforeEach(() => (root = mkdtempSync(join(tmpdir(), "lab-credentials-"))));
    afterEach(() => rmSync(root, { recursive: true }));

    it("is made once, can be typed, and is root's alone", () => {
        assert.strictEqual(readCredential("c-01", root), undefined);
        const made = credentialFor("c-01", root);
        assert.match(made.password, /^[a-hjkmnp-z2-9]{4}(-[a-hjkmnp-z2-9]{4}){3}$/);
        assert.strictEqual(ENTROPY, 79);
        assert.deepStrictEqual(credentialFor("c-01", root), made);
        for (const path of [...made.files, made.keyFile, join(root, ".lab", "seats", "c-01", "password")])
            assert.strictEqual(statSync(path).mode & 0o777, 0o600, path);
        assert.strictEqual(statSync(join(root, ".lab", "seats", "c-01")).mode & 0o777, 0o700);
    });
    it("is another one for each seat", () => {
        const [one, two] = ["c-01", "c-02"].map((seat) => credentialFor(seat, root));
        assert.notStrictEqual(one!.password, two!.password);
        assert.notStrictEqual(one!.hostKey, two!.hostKey);
    });
    it("is one for labs of a seat that are made at once", async () => {
        const line = `console.log(require("./stacks/credentials").credentialFor("c-01", ${JSON.stringify(root)}).credential)`;
        const all = await Promise.all(
            Array.from({ length: 3 }, () =>
                run(process.execPath, ["--require", "./start.cjs", "--eval", line], { cwd: CHECKOUT }),
            ),
        );
        assert.strictEqual(new Set(all.map(({ stdout }) => stdout)).size, 1);
        assert.match(all[0]!.stdout, /^[0-9a-f]{16}$/);
        assert.deepStrictEqual(readdirSync(join(root, ".lab", "seats")), ["c-01"]);
    });
    it("goes to the lab without the password itself and without the private key", () => {
        const { files, password, keyFile } = credentialFor("c-01", root);
        const given = files.map((path) => readFileSync(path, "utf8"));
        assert.ok(verify(password, given[0]!.trim()));
        assert.match(given[1]!, /^ssh-ed25519 \S+ c-01\n$/);
        assert.ok(!given.join("").includes(password));
        assert.ok(!given.includes(readFileSync(keyFile, "utf8")));
    });
    it("is renewed but for the host key", () => {
        const old = credentialFor("c-01", root);
        const now = renewCredential("c-01", root);
        assert.notStrictEqual(now.password, old.password);
        assert.notStrictEqual(now.credential, old.credential);
        assert.strictEqual(now.hostKey, old.hostKey);
        assert.match(fingerprintOf(now.hostKey), /^SHA256:[\w+/]{43}$/);
    });
});

describe("a lab with SSH", () => {
    const scenario = course.netns!;
    const made = { ...defaultsOf(scenario), ssh: SSH };
    const machine = parseMachine(
        JSON.stringify({
            marks: null,
            images: [],
            containers: [
                {
                    Id: "1",
                    Name: "/lab",
                    State: { Running: true, Paused: false, Status: "running" },
                    Config: { Image: "host:1", Labels: {} },
                    NetworkSettings: { Networks: {} },
                },
            ],
            volumes: [],
            networks: [],
            routes: [],
            ports: [],
        }),
    );
    const look = (ssh: Snapshot["ssh"], options: Options = made) => {
        const inner = snapshot({
            namespaces: {
                test1: { lo: [], "veth-test1": ["192.168.33.1/24"] },
                test2: { lo: [], "veth-test2": ["192.168.33.2/24"] },
            },
        });
        const tokens = { host: "made", ...(options.ssh.port > 0 && { ssh: "made" }) };
        const marks = { ...marksOf("netns", { generation: "4e5f6a7b", tokens }), options };
        const container = machine.containers[0]!;
        return finishedLook(machine, marks, { state: "healthy", container, live: { ...inner, ssh } });
    };
    const wanted = (options: Options = made, credential = "x") => ({
        owner: "0a1b2c3d",
        stack: "c-01",
        scenario,
        options,
        kind: "nested" as const,
        image: "host:1",
        subnet: undefined,
        credential,
    });
    const whole = { credential: "x", wrong: [] };

    it("goes on as it is while its sshd is as it was made", () => {
        const plan = planLab(look(whole), wanted());
        assert.deepStrictEqual([plan.broken, plan.replaces, plan.tokens.ssh], [{}, undefined, "made"]);
        assert.deepStrictEqual(driftOf(look(whole).lab!), []);
    });
    for (const [what, ssh, why] of [
        ["ended", { credential: "x", wrong: ["sshd does not run"] }, "sshd does not run"],
        ["another password", { credential: "x", wrong: ["a", "b"] }, "a, b"],
        ["gone", null, "sshd was removed"],
    ] as const)
        it(`has it repaired, and nothing else, where it is not: ${what}`, () => {
            const found = look(ssh && { ...ssh, wrong: [...ssh.wrong] });
            const plan = planLab(found, wanted());
            assert.deepStrictEqual([plan.broken, plan.replaces], [{ ssh: why }, undefined]);
            assert.strictEqual(plan.tokens.ssh, `repair 1: ${why}`);
            assert.deepStrictEqual(driftOf(found.lab!), [why]);
        });
    it("takes another password where that was renewed, and that is no drift", () => {
        const plan = planLab(look(whole), wanted(made, "y"));
        assert.deepStrictEqual(plan.broken, { ssh: "what opens it was renewed" });
        assert.strictEqual(isAsMade(look(whole), scenario, plan), false);
        assert.deepStrictEqual(driftOf(look(whole).lab!), []);
    });
    it("is made anew where it gets SSH, loses it or has it elsewhere, and that is said before", () => {
        const without = { ...made, ssh: NO_SSH };
        assert.strictEqual(
            planLab(look(null, without), wanted()).replaces,
            "what it publishes on the machine changes from nothing to SSH at 127.0.0.1:2200",
        );
        assert.match(planLab(look(whole), wanted(without)).replaces!, /from SSH at 127\.0\.0\.1:2200 to nothing$/);
        const open = { ...made, ssh: { ...SSH, address: "0.0.0.0" } };
        assert.match(planLab(look(whole), wanted(open)).replaces!, /to SSH at 0\.0\.0\.0:2200$/);
    });
    it("publishes its ports in the order in which they are read back, and has nothing secret in what it declares", async () => {
        const serving = course["port-mapping"]!;
        const options = { ...defaultsOf(serving), machinePort: 20_080, ssh: SSH };
        const hosts = { host: { generation: "4e5f6a7b", fresh: true, answers: false } };
        const tokens = { host: "made", ssh: "token of ssh" };
        const declared = await declare(() => {
            const common = { kind: "nested" as const, image: "host:1", subnet: "10.199.0.0/28" };
            const lab = { owner: "0a1b2c3d", stack: "c-01" };
            const admission = { credential: "x", files: ["/a/hash", "/a/key.pub", "/a/host-key"] };
            const made = labHosts(lab, { hosts, options, tokens }, { elsewhere: [] }, common, serving, admission);
            return pulumi.output(made.host!.dockerHost);
        });
        const of = (name: string) => declared.find((one) => one.name === name)!.inputs;
        assert.deepStrictEqual(of("host-container").ports, [
            { internal: 22, external: 2200, ip: "127.0.0.1" },
            { internal: 80, external: 20_080, ip: "127.0.0.1" },
        ]);
        const { triggers, interpreter, stdin, delete: remove } = of("host-ssh");
        assert.deepStrictEqual(triggers, ["host-container-id", "token of ssh"]);
        const words = interpreter as string[];
        const withFiles = words.slice(words.indexOf("from-files"), words.indexOf("/bin/bash", 1));
        assert.deepStrictEqual(withFiles, ["from-files", "3", "/a/hash", "/a/key.pub", "/a/host-key"]);
        assert.deepStrictEqual([words.at(-1), stdin, remove], ["x", undefined, undefined]);
    });
});
