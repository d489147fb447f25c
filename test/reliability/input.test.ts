import * as assert from "assert";
import { existsSync, readFileSync, rmSync, writeFileSync } from "fs";
import { AddressInfo, createServer } from "net";
import { join } from "path";
import { course } from "../../components/lessons";
import { Checkout, checkout } from "../support/checkout";
import { CANARY, GOLDEN, goldenCases, messageFile, problemsOf } from "../support/golden";
import { assertInventory, inventory } from "../support/inventory";
import { Lab } from "../support/lab";
import { ALL, counted, saw } from "../support/record";
import { docker } from "../support/run";
import { sideBySide } from "../support/stories";

/** The cases for which CI has time: one of each kind. */
const REPRESENTATIVE = [
    "Bad_Stack.Name",
    "file-no-yaml",
    "hostile-entries",
    "hostile-everywhere",
    "hosts-ssh",
    "secret",
    "several",
    "type-list-for-map",
];
const told = ALL ? goldenCases() : REPRESENTATIVE;
const leftOut = goldenCases().length - told.length;
/** What pulumi refuses before the program has a say: a file that is no config, and a secret that it cannot read either. */
const OF_PULUMI = /^stacks\/|: it is a secret/;
/** What a terminal would obey. */
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/;
const TRACE = / at .*:\d+:\d+\)?$|this is a bug in lab/m;
const QUIET = ["--non-interactive", "--color", "never"];
const NETWORK = "10.213.77.0/24";

/** Fails unless it was refused in words, and nothing in it was run. */
function assertRefused({ exitCode, all }: { exitCode: number; all: string }, code?: number): void {
    assert.ok(code === undefined ? exitCode !== 0 : exitCode === code, `exit code ${exitCode}\n${all}`);
    assert.doesNotMatch(all, CONTROL);
    assert.doesNotMatch(all, TRACE);
    assert.ok(!existsSync(CANARY), `something in it was run: ${CANARY} is there`);
}

describe("input that cannot be used", function () {
    this.timeout(900_000);

    let own: Checkout;
    let nothing: string[];
    before("the machine as it is", async () => {
        own = await checkout();
        rmSync(CANARY, { force: true });
        nothing = await inventory({ owner: own.owner });
    });

    describe("in a stack's config", () => {
        sideBySide(told, (name, step) => {
            const text = readFileSync(join(GOLDEN, `${name}.yaml`), "utf8");
            const file = () => join(own.folder, "stacks", `Pulumi.${name}.yaml`);

            step("./lab preview says what is in test/golden, and exits 2", async () => {
                writeFileSync(file(), text);
                const ended = await own.lab(["preview", name], { mayFail: true });
                rmSync(file());
                assertRefused(ended, 2);
                assert.strictEqual(`${ended.stderr}\n`, readFileSync(messageFile(name), "utf8"));
                assert.strictEqual(ended.stdout, "");
                counted("bad inputs tried");
            });

            step("plain pulumi preview says the same, and fails", async () => {
                await own.run("pulumi", ["stack", "init", name, "--no-select", ...QUIET]);
                writeFileSync(file(), text + readFileSync(file(), "utf8"));
                const preview = ["preview", "--stack", name, ...QUIET];
                const ended = await own.run("pulumi", preview, { mayFail: true });
                rmSync(file());
                assertRefused(ended);
                const problems = problemsOf(name);
                if (problems.some((problem) => OF_PULUMI.test(problem))) assert.match(ended.all, /^error: /m);
                else
                    for (const problem of problems)
                        assert.ok(ended.all.includes(`- ${problem}\n`), `${problem}\n${ended.all}`);
                counted("bad inputs tried");
            });
        });
        if (leftOut > 0)
            it.skip(`left to ./lab test --all: ${leftOut} golden cases, since pulumi takes seconds for each`);
    });

    describe("by what the machine has", () => {
        /** A config that the machine has something against: everybody refuses it, and says what that is. */
        async function assertInTheWay(lab: Lab, says: RegExp): Promise<void> {
            for (const command of ["preview", "up"]) {
                const ended = await own.lab([command, lab.name], { mayFail: true });
                assertRefused(ended, 2);
                assert.match(ended.all, says);
            }
            const ended = await lab.pulumi(["preview"], { mayFail: true });
            assertRefused(ended);
            assert.match(ended.all, says);
            counted("bad inputs tried", 3);
        }

        it("a port that somebody listens at is refused, with the way to see who", async () => {
            const server = createServer();
            await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
            try {
                const { port } = server.address() as AddressInfo;
                const lab = await own.stack("input-port", { scenario: "port-mapping", machinePort: String(port) });
                await assertInTheWay(
                    lab,
                    new RegExp(`TCP port ${port} of the machine \\(ss -ltnp 'sport = :${port}'\\)`),
                );
            } finally {
                await new Promise((resolve) => server.close(resolve));
            }
        });

        it("a subnet that the machine has already is refused, with the network that has it", async () => {
            await docker("network", "create", "--subnet", NETWORK, "input-decoy");
            try {
                const lab = await own.stack("input-subnet", { scenario: "netns", subnet: "10.213.77.16/28" });
                await assertInTheWay(
                    lab,
                    /network input-decoy, 10\.213\.77\.0\/24 \(docker network inspect input-decoy\)/,
                );
            } finally {
                await docker("network", "rm", "input-decoy");
            }
        });
    });

    describe("after all of it", () => {
        it("nothing was made", async () => {
            await assertInventory(nothing, { owner: own.owner }, "after all that was refused");
            assert.ok(!existsSync(CANARY));
            for (const name of told) {
                const scenario = /docker-network-labs:scenario: (.*)/.exec(
                    readFileSync(join(GOLDEN, `${name}.yaml`), "utf8"),
                )?.[1];
                const [fault, outcome] = ["config that cannot be used", "refused in words, nothing made"];
                if (scenario && scenario in course) saw({ suite: "input", stack: scenario, fault, outcome });
            }
        });
    });
});
