import { Facts, Feature, FEATURES } from "../../cli/doctor/facts";
import { Examined, OtherMachine } from "../../cli/doctor/judge";
import { LiveLab } from "../../cli/doctor/live";
import { groups, NamedStack } from "../../cli/lib/stacks";
import { InputError, readSettings } from "../../stacks/settings";

/** Config of some stacks, key by key. */
export type Configs = Readonly<Record<string, Record<string, string>>>;

/** The swarm across two machines of one's own. */
export const SWARM: Configs = {
    "overlay-swarm": {
        engine: "direct",
        hosts: JSON.stringify([
            { name: "one", url: "ssh://root@192.0.2.11" },
            { name: "two", url: "ssh://root@192.0.2.12" },
        ]),
    },
};

const IMAGES: Readonly<Record<string, string>> = Object.fromEntries(
    ["busybox", "nginx", "redis", "flask-base", "lab-host:26.1", "lab-host:20.10"].map((image) => [
        image.replace(":", "-"),
        image,
    ]),
);

/** A machine that lacks nothing. */
export function goodFacts(): Facts {
    const place = (path: string, mode: string) => ({ path, mode, writable: true });
    const time = Date.UTC(2026, 2, 1, 10) / 1000;
    return {
        root: true,
        time,
        mirror: time + 1,
        lastWork: time - 3600,
        engine: {
            ServerVersion: "26.1.5",
            Driver: "overlay2",
            LiveRestoreEnabled: false,
        },
        networks: [
            {
                Id: "d".repeat(64),
                Name: "bridge",
                Driver: "bridge",
                Labels: {},
                IPAM: { Config: [{ Subnet: "172.17.0.0/16" }] },
            },
        ],
        images: Object.values(IMAGES),
        kernel: Object.fromEntries(FEATURES.map((feature) => [feature, "there"])) as Facts["kernel"],
        cgroup: 2,
        flavour: "nf_tables",
        legacyTables: false,
        memory: 8e9,
        diskLacks: "",
        disks: { engine: 50e9, labs: 50e9, checkout: 50e9, programs: 50e9 },
        places: {
            run: place("/run/docker-network-labs", "755"),
            marks: place("/var/lib/docker-network-labs", "755"),
            socket: place("/var/run/docker.sock", "660"),
            state: place("/lab/.lab", "700"),
            passphrase: place("/lab/.lab/passphrase", "600"),
        },
        ports: [22],
        routes: [
            { dst: "default", dev: "eth0" },
            { dst: "172.17.0.0/16", dev: "docker0" },
            { dst: "192.0.2.10", dev: "eth0" },
        ],
        nameservers: ["192.0.2.1"],
    };
}

/** What is seen where nothing is wrong. @param configs of the stacks that there are; by default the course, as it comes */
export function examined(configs?: Configs): Examined {
    const named = (configs ? Object.keys(configs) : [...groups().get("course")!]).map((stack) =>
        read(stack, configs?.[stack] ?? {}),
    );
    const stacks = named.flatMap(({ settings }) => settings ?? []);
    const direct = stacks.filter(({ kind }) => kind === "direct");
    const free: LiveLab = { state: "absent", inTheWay: [] };
    const machines = [...new Set(stacks.flatMap(({ hosts }) => hosts.map(({ name }) => name)))];
    return {
        named,
        setUp: { unread: false, missing: [], refused: [], images: IMAGES },
        facts: goodFacts(),
        owner: "0000000a",
        labs: new Map(direct.map(({ stack }) => [stack, free])),
        groups: [],
        others: machines.map((name): OtherMachine => {
            const of = stacks.filter(({ hosts }) => hosts.some((host) => host.name === name));
            return { name, stacks: of, facts: goodFacts(), bare: false };
        }),
    };
}

function read(stack: string, config: Record<string, string>): NamedStack {
    try {
        return { stack, settings: readSettings(stack, (key) => config[key], { esp: () => undefined }) };
    } catch (error) {
        if (!(error instanceof InputError)) throw error;
        return { stack, problem: error.message };
    }
}

// What breaks it, one thing at a time.

/** Other facts of this machine. */
export const facts = (change: Partial<Facts>) => (seen: Examined) => void Object.assign(seen.facts, change);

/** A stack's lab, as a look found it. */
export const lab = (stack: string, live: Partial<LiveLab>) => (seen: Examined) =>
    void (seen.labs as Map<string, LiveLab>).set(stack, { state: "up", inTheWay: [], ...live });

/** A kernel without some features. */
export const lacks =
    (...of: Feature[]) =>
    (seen: Examined) => {
        for (const feature of of) seen.facts.kernel[feature] = "absent";
    };

/** One more route of the machine. */
export const route =
    (dst: string, dev = "eth0") =>
    (seen: Examined) =>
        void seen.facts.routes!.push({ dst, dev });

/** A file or folder that is not as it should be. */
export const place =
    (name: keyof Facts["places"], change: Partial<NonNullable<Facts["places"]["run"]>>) => (seen: Examined) =>
        void Object.assign(seen.facts.places[name]!, change);

/** One more network of the engine, of somebody else's. */
export const network = (Name: string, Subnet: string) => (seen: Examined) =>
    void seen.facts.networks!.push({
        Id: "f".repeat(64),
        Name,
        Driver: "bridge",
        Labels: {},
        IPAM: { Config: [{ Subnet }] },
    });
