import * as assert from "assert";
import { mkdirSync } from "fs";
import { join } from "path";
import { Program } from "../support/program";

const SOURCE = `
const command = require("@pulumi/command");
const pulumi = require("@pulumi/pulumi");
const input = require("./input.json");
for (const [name, { secret, options, ...args }] of Object.entries(input.commands)) {
    const environment = secret ? { ...args.environment, SECRET: pulumi.secret(secret) } : args.environment;
    const made = new command.local.Command(name, { ...args, environment }, options);
    exports[name] = { stdout: made.stdout, stderr: made.stderr };
}
// The typings know no other inputs, so one goes past them.
if (input.unknown) new pulumi.CustomResource("command:local:Command", "unknown", input.unknown);
exports.ran = command.local.runOutput({ command: input.run }).stdout;
`;

type Commands = Record<string, Record<string, unknown>>;

describe("the command plugin, on the engine", function () {
    this.timeout(60_000);
    const program = new Program(SOURCE);
    const said = () => program.said();
    const note = (text: string) => program.note(text);
    const basic = {
        create: `${note("create")}; echo out; echo err >&2`,
        update: `${note("update, was $PULUMI_COMMAND_STDOUT $PULUMI_COMMAND_STDERR")}; echo out2`,
        delete: note("delete $PULUMI_COMMAND_STDOUT"),
    };
    let commands: Commands;
    const use = (changed: Commands, unknown?: object) => {
        commands = changed;
        program.input({ commands, unknown, run: `${note("run")}; echo ran` });
    };

    before(async () => {
        mkdirSync(join(program.folder, "sub"));
        use({
            basic,
            environment: { create: 'echo "$GREETING"', environment: { GREETING: "hello  world" } },
            stdin: { create: "cat", stdin: "a b\nc" },
            dir: { create: "pwd", dir: join(program.folder, "sub") },
            interpreter: { create: "text", interpreter: ["/bin/bash", "-c", 'printf "%s|" "$@"', "x", "one arg"] },
            secret: { create: 'echo "the $SECRET"', secret: "jackdaw", logging: "none" },
        });
        await program.succeed("stack", "init", "test");
    });
    after(() => program.remove());

    it("runs nothing in a preview but functions", async () => {
        await program.succeed("preview");
        assert.deepStrictEqual(said(), ["run"]);
    });

    it("creates, with environment, standard input, folder and interpreter", async () => {
        await program.succeed("up", "--yes", "--skip-preview");
        // The program's own command and the resource's wait for nothing of each other.
        assert.deepStrictEqual(said().sort(), ["create", "run", "run"]);
        const { secret, ...outputs } = await program.outputs();
        assert.deepStrictEqual(outputs, {
            basic: { stdout: "out", stderr: "err" },
            environment: { stdout: "hello  world", stderr: "" },
            stdin: { stdout: "a b\nc", stderr: "" },
            dir: { stdout: join(program.folder, "sub"), stderr: "" },
            interpreter: { stdout: "one arg|text|", stderr: "" },
            ran: "ran",
        });
        assert.deepStrictEqual(secret, { stdout: "[secret]", stderr: "[secret]" });
    });

    it("keeps a secret out of what is shown and of what is stored", async () => {
        use({ ...commands, secret: { ...commands.secret, create: 'echo "again the $SECRET"' } });
        const shown = await program.succeed("up", "--yes", "--skip-preview", "--diff");
        assert.match(shown, /~ command:local:Command/);
        for (const text of [shown, program.state()]) assert.ok(!text.includes("jackdaw"), text);
    });

    it("changes nothing when nothing changed", async () => {
        await program.succeed("up", "--yes", "--skip-preview", "--expect-no-changes");
        await program.succeed("preview", "--refresh", "--expect-no-changes");
    });

    it("updates when an input changes, and tells the update what the last output was", async () => {
        use({ ...commands, basic: { ...basic, environment: { NEW: "1" } } });
        const before = said().length;
        await program.succeed("up", "--yes", "--skip-preview");
        assert.deepStrictEqual(said().slice(before), ["run", "update, was out err"]);
        assert.deepStrictEqual((await program.outputs()).basic, { stdout: "out2", stderr: "" });
    });

    it("replaces when a trigger changes, in the order that is asked for", async () => {
        use({ ...commands, basic: { ...commands.basic, triggers: [1] } });
        await program.succeed("up", "--yes", "--skip-preview");
        use({ ...commands, basic: { ...commands.basic, triggers: [2], options: { deleteBeforeReplace: true } } });
        const before = said().length;
        await program.succeed("up", "--yes", "--skip-preview");
        assert.deepStrictEqual(
            said()
                .slice(before)
                .filter((line) => line !== "run"),
            ["delete out", "create"],
        );
    });

    it("leaves no resource behind when a create fails, and says how it failed", async () => {
        use({ ...commands, failing: { create: "echo seen; echo why >&2; exit 7" } });
        const { exitCode, all } = await program.pulumi("up", "--yes", "--skip-preview");
        assert.notStrictEqual(exitCode, 0);
        assert.match(all, /exit status 7/);
        assert.match(all, /why/);
        assert.ok(!program.state().includes("Command::failing"));
    });

    it("refuses an input that it does not know, by its name", async () => {
        const others = { ...commands };
        delete others.failing;
        use(others, { create: "true", crate: "x" });
        const { exitCode, all } = await program.pulumi("preview");
        use(others);
        assert.notStrictEqual(exitCode, 0);
        assert.match(all, /"?crate"?/);
    });

    it("deletes with the stored command, and with the last output", async () => {
        const before = said().length;
        await program.succeed("destroy", "--yes", "--skip-preview");
        assert.deepStrictEqual(said().slice(before), ["delete out"]);
    });
});
