import * as assert from "assert";
import * as fc from "fast-check";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "fs";
import { isIPv4 } from "net";
import { tmpdir } from "os";
import { join } from "path";
import { stringify } from "yaml";
import { describeError, LabError } from "../../cli/lib/errors";
import { selectStacks } from "../../cli/lib/stacks";
import { course } from "../../components/lessons";
import { hostsOf } from "../../components/lib/cluster";
import { Kind, lessonOf, Scenario } from "../../components/lib/course";
import { encodeProbes } from "../../components/lib/probe";
import { KEYS } from "../../stacks/keys";
import { InputError, readSettings, Settings } from "../../stacks/settings";
import { anyText } from "../support/hostile";
import { counted } from "../support/record";

const CONFIGS = 10_000;
const FILES = 1_000;
const CANARY = join(tmpdir(), `lab-fuzz-${process.pid}`);
const hostile = anyText(CANARY);

// Config: for each key nothing, something that a person may have meant, or anything. What a scenario has no use for is rare.

const name = fc.stringMatching(/^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,17}$/);
const network = fc
    .tuple(fc.constantFrom("10", "127", "172.17", "192.168.205"), fc.nat(255), fc.integer({ min: 6, max: 32 }))
    .map(([start, byte, prefix]) => `${[...start.split("."), byte, 0, 0, 0].slice(0, 4).join(".")}/${prefix}`);
const address = fc.nat(255).map((last) => `192.168.33.${last}/24`);
const numbers = (min: number, max: number) => fc.integer({ min, max }).map(String);
const host = fc.record(
    {
        name: fc.oneof(name, hostile),
        url: fc.oneof(
            fc.constantFrom("ssh://root@192.0.2.10", "ssh://a@b:22", "tcp://192.0.2.10:2376", "unix:///run/d.sock"),
            hostile,
        ),
        address: fc.oneof(fc.ipV4(), hostile),
        key: fc.oneof(fc.constant("/root/key"), hostile),
        certificates: fc.oneof(fc.constant("/certs"), hostile),
    },
    { requiredKeys: ["name", "url"] },
);

function configOf({ name: scenario, choices, cluster, serves }: Scenario) {
    const mapOf = (known: object | undefined, meant: fc.Arbitrary<unknown>) => {
        const keys = Object.keys(known ?? {});
        const entry =
            keys.length > 0 ? fc.oneof({ weight: 19, arbitrary: fc.constantFrom(...keys) }, hostile) : hostile;
        const value = fc.oneof({ weight: 9, arbitrary: meant }, hostile, fc.jsonValue());
        return fc.dictionary(entry, value, { maxKeys: 3 }).map((map) => JSON.stringify(map));
    };
    const seldom = ["hosts", "docker", "engine"];
    const usual: Readonly<Record<string, [useful: unknown, meant: fc.Arbitrary<string>]>> = {
        engine: [true, fc.constantFrom("nested", "direct")],
        docker: [true, fc.constantFrom("26.1", "20.10")],
        subnet: [true, network],
        names: [true, mapOf(choices.names, name)],
        addresses: [choices.addresses, mapOf(choices.addresses, scenario === "netns" ? address : network)],
        ports: [choices.ports, mapOf(choices.ports, fc.integer({ min: -1, max: 70_000 }))],
        tags: [choices.tags, mapOf(choices.tags, name)],
        extra: [choices.mostExtra, numbers(-1, 22)],
        machinePort: [serves, numbers(1000, 66_000)],
        nodes: [cluster, numbers(0, 11)],
        stop: [cluster, fc.constantFrom("node2", "node3", "node2,node3", "node1")],
        encrypted: [cluster, fc.constantFrom("true", "false")],
        proof: [true, fc.constantFrom("true", "false")],
        hosts: [true, fc.array(fc.oneof(host, fc.jsonValue()), { maxLength: 3 }).map((list) => JSON.stringify(list))],
    };
    const values = Object.entries(usual).map(([key, [useful, meant]]): [string, fc.Arbitrary<string>] => {
        const nothing = { weight: useful === undefined || seldom.includes(key) ? 400 : 20, arbitrary: fc.constant("") };
        return [key, fc.oneof(nothing, { weight: 8, arbitrary: meant }, hostile, fc.json({ maxDepth: 2 }))];
    });
    const mostly = (meant: fc.Arbitrary<string>) => fc.oneof({ weight: 30, arbitrary: meant }, hostile);
    return fc.record({
        stack: mostly(fc.constantFrom("mine", scenario)),
        values: fc.record<Record<string, string>>(
            Object.fromEntries([...values, ["scenario", mostly(fc.constant(scenario))]]),
        ),
        key: mostly(fc.constantFrom(...KEYS)),
    });
}

// What is documented of values, said once more.

const DOCUMENTED: Readonly<Record<Kind, RegExp>> = {
    container: /^[A-Za-z0-9][A-Za-z0-9_.-]{1,62}$/,
    network: /^[A-Za-z0-9][A-Za-z0-9_.-]{1,62}$/,
    service: /^(?!.*-$)[A-Za-z0-9][A-Za-z0-9-]{0,38}$/,
    namespace: /^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/,
    interface: /^[A-Za-z0-9][A-Za-z0-9_.-]{0,14}$/,
};
const HARMLESS = /^[A-Za-z0-9_.:,/@+-]*$/;
const PATH = /^ {2}- (stacks\/|"([^"\\]|\\.)*"|[\w./-]+)(\[(\d+|"([^"\\]|\\.)*")\]|\.[\w/-]+)*: ./;
const SEEN = /^[^\p{C}\u2028\u2029]*$/u;

function isCidr(text: string): boolean {
    const [address = "", prefix = ""] = text.split("/");
    return isIPv4(address) && /^([89]|[12]\d|30)$/.test(prefix);
}

function assertSafe({ scenario, options, subnet, hosts, stack }: Settings): void {
    for (const [key, value] of Object.entries(options.names))
        assert.match(value, DOCUMENTED[scenario.choices.names[key]!]);
    for (const value of Object.values(options.addresses)) assert.ok(value === "" || isCidr(value), value);
    for (const value of Object.values(options.tags)) assert.match(value, /^\w[\w.-]{0,127}$/);
    for (const port of Object.values(options.ports)) assert.ok(Number.isInteger(port) && port > 0 && port < 65_536);
    assert.ok(subnet === undefined || isCidr(subnet), subnet);
    assert.match(stack, /^[a-z0-9][a-z0-9-]{0,39}$/);
    assert.ok(options.stop.every((node) => hostsOf(scenario, options).slice(1).includes(node)));
    assert.ok(options.extra >= 0 && options.extra <= 20 && options.nodes >= 1 && options.nodes <= 9);
    for (const text of textsIn([options, subnet, hosts])) assert.match(text, HARMLESS);
    const { evidence, checks } = lessonOf(scenario, options);
    encodeProbes(evidence, checks);
}

function textsIn(value: unknown): string[] {
    if (typeof value === "string") return [value];
    return typeof value === "object" && value !== null
        ? [...Object.keys(value).filter((key) => !/^\d+$/.test(key)), ...Object.values(value).flatMap(textsIn)]
        : [];
}

function assertSaid(message: string): void {
    for (const line of message.split("\n")) assert.match(line, SEEN);
    const problems = message.split("\n").filter((line) => line.startsWith("  - "));
    assert.ok(problems.length > 0, message);
    for (const problem of problems) assert.match(problem, PATH);
}

describe("random config", function () {
    this.timeout(60_000);

    after(() => assert.ok(!existsSync(CANARY), "something in a config was run"));

    it(`comes out checked, or is refused in printable lines that each name a path (${CONFIGS} configs)`, () => {
        const counts = { taken: 0, refused: 0 };
        fc.assert(
            fc.property(fc.oneof(...Object.values(course).map(configOf)), ({ stack, values, key }) => {
                const keys = [`docker-network-labs:${key}`];
                try {
                    assertSafe(readSettings(stack, (one) => values[one], { keys }));
                    counts.taken++;
                } catch (error) {
                    if (!(error instanceof InputError)) throw error;
                    assertSaid(error.message);
                    counts.refused++;
                }
            }),
            { numRuns: CONFIGS },
        );
        assert.ok(counts.taken > CONFIGS / 5 && counts.refused > CONFIGS / 5, JSON.stringify(counts));
        counted("random configs tried", CONFIGS);
    });

    it(`is read from any file, or the file is refused (${FILES} files)`, () => {
        const root = mkdtempSync(join(tmpdir(), "lab-fuzz-"));
        mkdirSync(join(root, "stacks"));
        const entry = fc.tuple(
            fc.oneof(fc.constantFrom(...KEYS, ...KEYS.map((key) => `docker-network-labs:${key}`)), hostile),
            fc.oneof(hostile, fc.jsonValue(), fc.constant({ secure: "v1:AAAA" })),
        );
        const file = fc.oneof(
            fc.array(entry, { maxLength: 4 }).map((entries) => stringify({ config: Object.fromEntries(entries) })),
            fc
                .array(entry, { maxLength: 4 })
                .map(
                    (entries) =>
                        `config:\n${entries.map(([k, v]) => `  ${k}: ${typeof v === "string" ? v : JSON.stringify(v)}\n`).join("")}`,
                ),
            fc.jsonValue().map((value) => stringify(value)),
            hostile,
        );
        try {
            fc.assert(
                fc.property(file, (text) => {
                    writeFileSync(join(root, "stacks", "Pulumi.netns.yaml"), text);
                    try {
                        selectStacks(["netns"], root).forEach(assertSafe);
                    } catch (error) {
                        assert.ok(error instanceof LabError, String(error));
                        assert.strictEqual(error.exitCode, 2);
                        assertSaid(describeError(error).text);
                    }
                }),
                { numRuns: FILES },
            );
        } finally {
            rmSync(root, { recursive: true });
        }
        counted("random configs tried", FILES);
    });
});
