import * as assert from "assert";
import { course } from "../../components/lessons";
import { checkout } from "../support/checkout";
import { assertSame } from "../support/inventory";
import { Lab } from "../support/lab";
import { ALL, counted, saw } from "../support/record";
import { busyboxImage, docker, sh } from "../support/run";
import { sideBySide, Step } from "../support/stories";
import { Traces } from "../support/traces";
import { ownMachine } from "../support/turn";

type Kind = "nested" | "direct";

/** By scenario: something that is broken by hand, in the first lab host or on the machine itself, by the lesson's own names alone. */
const BREAKS: Readonly<Record<string, string>> = {
    netns: "ip netns delete test1",
    "default-bridge": "docker stop -t 0 test1",
    link: "docker rm -f test1",
    "custom-bridge": "docker network disconnect xin-bridge test1",
    "port-mapping": "docker stop -t 0 web",
    "host-network": "docker stop -t 0 server",
    "none-network": "docker rm -f test1",
    "flask-redis": "docker rm -f flask-redis",
    "overlay-etcd": "docker rm -f test1",
    "overlay-swarm": "docker rm -f test1",
    blank: "docker image rm nginx:latest",
};

/** The scenarios whose lab can be on this machine itself. */
const DIRECT = Object.keys(course).filter((name) => !course[name]!.cluster && name !== "blank");
/** What there is time for at every run. */
const SHORT: Readonly<Record<Kind, string[]>> = { nested: ["custom-bridge"], direct: [] };

/** What the tool and `lab` say of a lab: that there is something to do, or nothing, or that its engine does not answer. */
type Says = "something" | "nothing" | "no answer";

/** Every way to ask what an `up` would do: in words, and the command with its arguments. */
function questions(lab: Lab): [string, string, string[]][] {
    const plain = ["preview", "--diff", "--non-interactive", "--color", "never", "--stack", lab.name];
    return [
        ["pulumi preview", "pulumi", plain],
        ["pulumi preview --refresh", "pulumi", [...plain, "--refresh"]],
        ["lab preview", "./lab", ["preview", lab.name]],
        ["lab preview --refresh", "./lab", ["preview", lab.name, "--refresh"]],
    ];
}

/**
 * Asks in all those ways. Fails unless each is answered as expected, and everything is as it was after each.
 *
 * @param refreshed what --refresh may be answered instead: before all else it asks the lab's engine for each thing in it
 */
async function assertPure(lab: Lab, kind: Kind, when: string, expected: Says, refreshed = expected): Promise<void> {
    const own = await checkout();
    const traces = new Traces(own, lab);
    const before = await traces.settled();
    for (const [words, file, args] of questions(lab)) {
        const { all, exitCode } = await own.run(file, args, { env: traces.env, seconds: 240, mayFail: true });
        await assertSame(before, () => traces.take(), `after ${words}, ${when}`);
        const said = saidBy(all, exitCode);
        const fine = args.includes("--refresh") ? [expected, refreshed] : [expected];
        assert.ok(said && fine.includes(said), `not ${fine.join(" or ")} to do by ${words}, ${when}:\n${all}`);
        counted("previews that changed nothing");
    }
    const stack = kind === "direct" ? `${lab.whose.stack} (direct)` : lab.whose.stack;
    saw({
        suite: "purity",
        stack: stack.replace(/^purity-(direct-)?/, ""),
        fault: when,
        outcome: `finds ${expected} to do`,
    });
}

/** The answer in what was printed: a line with changes, or none, or why there is no answer; undefined for another failure. */
function saidBy(output: string, exitCode: number): Says | undefined {
    if (exitCode !== 0) return /Cannot connect to the Docker daemon/.test(output) ? "no answer" : undefined;
    return /^ +(?:[-+~]+ *)?\d+ to \w+|^\S+: \d+ changes?$/m.test(output) ? "something" : "nothing";
}

describe("a preview changes nothing, with and without --refresh, by pulumi and by lab", function () {
    this.timeout(600_000);
    const nested = Object.keys(course).filter((name) => ALL || SHORT.nested.includes(name));
    const direct = DIRECT.filter((name) => ALL || SHORT.direct.includes(name));
    if (!ALL) it.skip("of the other scenarios, and of labs on the machine itself: left to ./lab test --all");

    describe("nested", () => sideBySide(nested, (scenario, step) => story(scenario, "nested", step)));

    if (direct.length === 0) return;
    describe("on the machine itself", () => {
        ownMachine();
        // One after the other: what they make has the same names.
        sideBySide(direct, (scenario, step) => story(scenario, "direct", step), 1);
    });
});

/** One lab's life, with previews all along. */
function story(scenario: string, kind: Kind, step: Step): void {
    let lab: Lab;
    let nothing: string[];
    step("before the first up", async () => {
        const name = kind === "direct" ? `purity-direct-${scenario}` : `purity-${scenario}`;
        lab = await (await checkout()).stack(name, { scenario, engine: kind });
        nothing = await onMachine(lab);
        await assertPure(lab, kind, "before the first up", "something");
    });
    step("of a lab that is whole", async () => {
        await lab.lab("up");
        await assertPure(lab, kind, "of a whole lab", "nothing");
    });
    step("of a lab that is broken, and where an up was killed: nothing is repaired or removed", async () => {
        await breakByHand(lab, scenario, kind);
        await assertPure(lab, kind, "of a broken lab", "something");
    });
    if (kind === "nested")
        step("of a lab whose lab hosts are stopped: they are not started", async () => {
            await docker("stop", "-t", "5", ...(await lab.hosts()));
            await assertPure(lab, kind, "of a stopped lab", "something", "no answer");
        });
    step("after destroy, when the machine is as at the beginning", async () => {
        await lab.destroy();
        await assertSame(nothing, () => onMachine(lab), "after destroy");
        await assertPure(lab, kind, "after destroy", "something");
    });
}

/** What is on the machine; the tool's own record is another one after a lab's life. */
async function onMachine(lab: Lab): Promise<string[]> {
    const lines = await new Traces(await checkout(), lab).take();
    return lines.filter((line) => !line.startsWith(`file ${lab.folder}`));
}

/** Breaks something, and makes what an `up` leaves that was killed: things with the lab's labels that its marks do not know. */
async function breakByHand(lab: Lab, scenario: string, kind: Kind): Promise<void> {
    const { owner, stack } = lab.whose;
    const of = { owner, stack, token: "made by an up that was killed" };
    const labels = Object.entries(of).map(([key, value]) => `--label 'docker-network-labs.${key}=${value}'`);
    const left = `left-${scenario}`;
    const lines = [BREAKS[scenario]!, `docker network create ${labels.join(" ")} ${left}`];
    if (course[scenario]!.images.includes("busybox")) {
        const image = kind === "direct" ? await busyboxImage() : "busybox";
        lines.push(`docker run -d --name ${left} --network ${left} ${labels.join(" ")} ${image} sleep 3600`);
    }
    for (const line of lines) {
        if (kind === "direct") await sh(line);
        else await lab.inside(line, course[scenario]!.cluster ? "node1" : undefined);
    }
}
