import * as assert from "assert";
import { LabError } from "../../../cli/lib/errors";
import {
    confirmLosses,
    Loss,
    lossesOfDestroy,
    lossesOfUp,
    ReadLab,
    readable,
    refuseWithoutImages,
} from "../../../cli/lib/labs";
import { commandLine } from "../../../cli/shell";
import { LabStack } from "../../../cli/lib/stacks";
import { course } from "../../../components/lessons";
import { defaultsOf } from "../../../components/lib/course";
import { Look } from "../../../components/lib/look";
import { parseMachine } from "../../../components/lib/snapshot";
import { marksOf } from "../../support/lesson";
import { finishedLook, withoutLab } from "../../support/look";
import { snapshot } from "../../support/snapshot";

const IMAGES = { "lab-host-26.1": "host:1", busybox: "busybox:1" };
const MADE = { owner: "0a1b2c3d", images: IMAGES };
const NAME = "lab-custom-bridge-4e5f6a7b";

const stack: LabStack = {
    hosts: [],
    stack: "custom-bridge",
    scenario: course["custom-bridge"]!,
    options: defaultsOf(course["custom-bridge"]!),
    kind: "nested",
    docker: "26.1",
    subnet: undefined,
};

function machineWith(running: boolean) {
    return parseMachine(
        JSON.stringify({
            marks: null,
            images: Object.values(IMAGES),
            containers: [
                {
                    Id: "1",
                    Name: `/${NAME}`,
                    State: { Running: running, Paused: false, Status: running ? "running" : "exited" },
                    Config: { Image: "host:1", Labels: { "docker-network-labs.role": "lab-host" } },
                    NetworkSettings: { Networks: {} },
                },
            ],
            volumes: [],
            networks: [],
            routes: [],
            ports: [],
        }),
    );
}

/** A finished lab that answers, with a network in it that somebody made by hand. */
function finished(networks: string[] = ["mine"]): Look {
    const machine = machineWith(true);
    const live = snapshot({ networks: ["bridge", "host", "none", "xin-bridge", ...networks] });
    const marks = marksOf("custom-bridge", { generation: "4e5f6a7b" });
    return finishedLook(machine, marks, { state: "healthy", container: machine.containers[0]!, live });
}

function stopped(): Look {
    const machine = machineWith(false);
    const marks = marksOf("custom-bridge", { generation: "4e5f6a7b" });
    return finishedLook(machine, marks, { state: "stopped", container: machine.containers[0]! });
}

const lab = (found: Look, more: Partial<LabStack> = {}): ReadLab => ({ stack: { ...stack, ...more }, found, at: 0 });

async function refused(run: () => unknown): Promise<LabError> {
    try {
        await run();
    } catch (error) {
        assert.ok(error instanceof LabError, String(error));
        return error;
    }
    return assert.fail("it was not refused");
}

describe("what would be lost", () => {
    it("is hand-made work in a lab that up makes anew", () => {
        const [loss, ...others] = lossesOfUp([lab(finished(), { kind: "direct" })], MADE);
        assert.deepStrictEqual([loss?.stack, loss?.lost, others], ["custom-bridge", ["mine"], []]);
        assert.match(loss!.why, /from the nested to the direct kind/);
    });
    it("is nothing where up keeps the lab host, or nothing was made by hand", () => {
        const kept = lab(finished());
        const empty = lab(finished([]), { kind: "direct" });
        assert.deepStrictEqual(lossesOfUp([kept, empty], MADE), []);
    });
    it("is hand-made work in any lab that is destroyed", () => {
        const losses = lossesOfDestroy([lab(finished()), lab(finished([]))]);
        assert.deepStrictEqual(losses, [{ stack: "custom-bridge", why: "it is destroyed", lost: ["mine"] }]);
    });
    it("is unknown in a stopped lab host, so it counts", () => {
        assert.deepStrictEqual(lossesOfDestroy([lab(stopped())])[0]?.lost, [
            `whatever is in the stopped lab host ${NAME}`,
        ]);
    });

    const losses: Loss[] = [{ stack: "custom-bridge", why: "it is destroyed", lost: ["mine"] }];
    /** Runs without a terminal, wherever the tests run, and gives what was written to standard error. */
    async function unattended(run: () => Promise<unknown>): Promise<string> {
        const [isTTY, write] = [process.stdin.isTTY, process.stderr.write.bind(process.stderr)];
        let said = "";
        process.stdin.isTTY = false;
        process.stderr.write = (text: string | Uint8Array) => ((said += String(text)), true);
        try {
            await run();
        } finally {
            process.stderr.write = write;
            process.stdin.isTTY = isTTY;
        }
        return said;
    }
    it("needs a yes, and without a terminal --yes", async () => {
        let error: LabError | undefined;
        const said = await unattended(async () => (error = await refused(() => confirmLosses(losses, false))));
        assert.match(
            said,
            /made by hand in the lab of custom-bridge will be lost, because it is destroyed:\n {2}- mine\n$/,
        );
        assert.deepStrictEqual([error?.exitCode, error?.todo], [2, "say it with --yes"]);
    });
    it("is named with --yes as well", async () => {
        assert.match(await unattended(() => confirmLosses(losses, true)), /- mine\n$/);
    });
    it("is not asked for when it is nothing", async () => {
        assert.strictEqual(await unattended(() => confirmLosses([], false)), "");
    });
});

describe("labs that stop a command", () => {
    it("are those that cannot be read, each named", async () => {
        const unread = (name: string) => ({
            stack: { ...stack, stack: name },
            unreadable: `Lab host ${name} is paused`,
        });
        const { message, exitCode } = await refused(() => readable([unread("a"), lab(finished()), unread("b")]));
        assert.deepStrictEqual([message, exitCode], ["a: Lab host a is paused\nb: Lab host b is paused", 2]);
    });
    it("are those without their images, with the command that makes them", async () => {
        const { message, todo, exitCode } = await refused(() =>
            refuseWithoutImages([lab(finished()), lab(finished(), { stack: "old", docker: "20.10" })], MADE),
        );
        assert.strictEqual(message, "this machine has no image of\n  - old: lab-host-20.10");
        assert.deepStrictEqual([todo, exitCode], ["./lab setup --engine 20.10", 2]);
    });
});

describe("the command line of a shell", () => {
    const IN = { stack: "custom-bridge" };
    it("is a bash in the lab host, with a terminal where there is one", async () => {
        const { file, args } = await commandLine(IN, finished(), [], true);
        assert.deepStrictEqual([file, ...args], ["docker", "exec", "-it", NAME, "bash"]);
    });
    it("is the given command, word by word", async () => {
        const { args } = await commandLine(IN, finished(), ["ip", "-n", "a b", "link"], false);
        assert.deepStrictEqual(args, ["exec", "-i", NAME, "ip", "-n", "a b", "link"]);
    });
    it("opens in a lab that did not get finished", async () => {
        const unfinished = withoutLab(machineWith(true), true);
        assert.ok((await commandLine(IN, unfinished, [], false)).args.includes(NAME));
    });
    it("is refused for a lab host that is stopped, and for no lab", async () => {
        const none = withoutLab({ ...machineWith(true), containers: [] });
        const errors = [
            await refused(() => commandLine(IN, stopped(), [], false)),
            await refused(() => commandLine(IN, none, [], false)),
        ];
        assert.deepStrictEqual(
            errors.map(({ message, todo, exitCode }) => [message, todo, exitCode]),
            [
                ["the lab host of custom-bridge is stopped", "./lab up custom-bridge", 1],
                ["there is no lab custom-bridge", "./lab up custom-bridge", 1],
            ],
        );
    });
});
