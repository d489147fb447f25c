import * as assert from "assert";
import { course } from "../../components/lessons";
import { defaultsOf } from "../../components/lib/course";
import { driftOf } from "../../components/lib/finished-lab";
import { diskLacking } from "../../components/lib/disk-lacking";
import { brokenLimits, limitProblem, Limits, UNLIMITED } from "../../components/lib/limits";
import { isAsMade, planLab } from "../../components/lib/plan";
import { Container, Disk, parseMachine } from "../../components/lib/snapshot";
import { marksOf } from "../support/lesson";
import { finishedLook } from "../support/look";
import { snapshot } from "../support/snapshot";

const ALL: Limits = { memory: "512m", cpus: "1.5", processes: "500", disk: "2g" };
const HELD = { Memory: 512 * 2 ** 20, NanoCpus: 1_500_000_000, PidsLimit: 500 };
const DISK = { size: 2 * 2 ** 30, mounted: true };
const ALL_HELD = { ...HELD, Disk: DISK.size };

describe("the limits of a lab host", () => {
    const values: [string, string[], string[]][] = [
        ["memory", ["256m", "1g", "1024g"], ["255m", "1025g", "1", "1G", "0.5g", "1gb", " 1g", "-1g"]],
        ["cpus", ["0.1", "1", "1.5", "512"], ["0", "0.05", "1.25", "513", "1,5", "-1", ".5"]],
        ["disk", ["512m", "1g", "1024g"], ["511m", "1025g", "1", "1G", "1.5g", "-1g"]],
        ["processes", ["200", "100000"], ["199", "100001", "0200", "1e3", "-1", "2.5"]],
    ];
    for (const [name, good, bad] of values) {
        it(`can be so much: ${name}`, () => {
            for (const value of good) assert.strictEqual(limitProblem(value, name), undefined, value);
            for (const value of bad) assert.match(limitProblem(value, name) ?? "", /^Allowed: /, value);
        });
    }

    it("are in force or are named", () => {
        assert.strictEqual(brokenLimits(ALL, ALL_HELD), undefined);
        assert.strictEqual(brokenLimits(UNLIMITED, ALL_HELD), undefined);
        assert.strictEqual(
            brokenLimits(ALL, { ...ALL_HELD, PidsLimit: 0, NanoCpus: 2e9, Disk: 0 }),
            "the lab host is not held to 1.5 processors and 500 processes and 2g of disk",
        );
    });
});

describe("a finished lab with limits", () => {
    const scenario = course.netns!;
    const options = { ...defaultsOf(scenario), limits: ALL };
    const look = (inForce: Container["HostConfig"], disk: Disk | undefined = DISK) => {
        const inspected = {
            Id: "1",
            Name: "/lab",
            State: { Running: true, Paused: false, Status: "running" },
            Config: { Image: "host:1", Labels: {} },
            HostConfig: inForce,
            NetworkSettings: { Networks: {} },
        };
        const machine = parseMachine(
            JSON.stringify({
                marks: null,
                images: [],
                containers: [inspected],
                volumes: [],
                networks: [],
                routes: [],
                ports: [],
            }),
        );
        const live = snapshot({
            namespaces: {
                test1: { lo: [], "veth-test1": ["192.168.33.1/24"] },
                test2: { lo: [], "veth-test2": ["192.168.33.2/24"] },
            },
        });
        const marks = {
            ...marksOf("netns", { generation: "4e5f6a7b", tokens: { host: "made", limits: "made" } }),
            options,
        };
        return finishedLook(machine, marks, { state: "healthy", container: machine.containers[0]!, disk, live });
    };
    const wanted = (limits: Limits) => ({
        owner: "0a1b2c3d",
        stack: "netns",
        scenario,
        options: { ...options, limits },
        kind: "nested" as const,
        image: "host:1",
        subnet: undefined,
    });

    it("goes on as it is while they are in force", () => {
        const plan = planLab(look(HELD), wanted(ALL));
        assert.deepStrictEqual([plan.broken, plan.replaces, plan.tokens.limits], [{}, undefined, "made"]);
        assert.deepStrictEqual(driftOf(look(HELD).lab!), []);
    });

    it("is held to them again, and to nothing else, where somebody let it go", () => {
        const found = look({ ...HELD, PidsLimit: 0 });
        const why = "the lab host is not held to 500 processes";
        assert.deepStrictEqual(planLab(found, wanted(ALL)).broken, { limits: why });
        assert.strictEqual(planLab(found, wanted(ALL)).tokens.limits, `repair 1: ${why}`);
        assert.deepStrictEqual(driftOf(found.lab!), [why]);
    });

    it("goes on under other limits, or none, and is not taken for unchanged", () => {
        for (const limits of [
            { ...ALL, memory: "1g" },
            { ...ALL, disk: "3g" },
            { ...UNLIMITED, disk: ALL.disk },
        ]) {
            const plan = planLab(look(HELD), wanted(limits));
            assert.deepStrictEqual([plan.broken, plan.replaces], [{}, undefined]);
            assert.strictEqual(isAsMade(look(HELD), scenario, plan), false);
        }
    });

    it("gets its disk back where that is not mounted, and is made anew where it cannot have the disk that is wanted", () => {
        const loose = look(HELD, { ...DISK, mounted: false });
        assert.deepStrictEqual(planLab(loose, wanted(ALL)).broken, { limits: "the lab host's disk is not mounted" });
        const why = (disk: string, found = look(HELD)) => planLab(found, wanted({ ...ALL, disk })).replaces ?? "";
        assert.match(why("1g"), /has more than 1g, and a disk does not shrink/);
        assert.match(why(""), /no disk of its own any more/);
        assert.match(why("2g", look(HELD, { ...DISK, size: 3 * 2 ** 30 })), /has more than 2g/);
        const removed = look(HELD);
        delete removed.lab!.hosts.host!.disk;
        assert.match(why("2g", removed), /the disk of a lab host was removed/);
    });

    it("is refused where no disk can be made, unless it is there already", () => {
        const found = look(HELD);
        found.machine.diskLacks = "a free loop device";
        const plan = planLab(found, wanted(ALL));
        assert.match(diskLacking(found, plan) ?? "", /for lack of a free loop device$/);
        found.machine.disks["4e5f6a7b"] = DISK;
        assert.strictEqual(diskLacking(found, plan), undefined);
        found.machine.disks["4e5f6a7b"] = { ...DISK, mounted: false };
        assert.strictEqual(diskLacking(found, planLab(found, wanted({ ...ALL, disk: "" }))), undefined);
    });
});
