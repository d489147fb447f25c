import * as assert from "assert";
import { readFileSync } from "fs";
import { Program } from "../support/program";
import { Sshd } from "../support/sshd";

const SOURCE = `
const command = require("@pulumi/command");
const input = require("./input.json");
for (const [name, args] of Object.entries(input.commands)) {
    const made = new command.remote.Command(name, { connection: input.connection, ...args });
    exports[name] = { stdout: made.stdout, stderr: made.stderr };
}
`;

type Commands = Record<string, Record<string, unknown>>;

describe("a command on another host, on the engine", function () {
    this.timeout(60_000);
    const program = new Program(SOURCE);
    const said = () => program.said();
    const note = (text: string) => program.note(text);
    const basic = {
        create: `${note("create, over ${SSH_CONNECTION:+SSH}")}; cat; echo "$GREETING" >&2`,
        update: `${note("update, was $PULUMI_COMMAND_STDOUT $PULUMI_COMMAND_STDERR")}; echo out2`,
        delete: note("delete $PULUMI_COMMAND_STDOUT"),
        environment: { GREETING: "hello  world" },
        stdin: "a b\nc",
    };
    let sshd: Sshd;
    let connection: Record<string, unknown>;
    const use = (commands: Commands, over = connection) => program.input({ commands, connection: over });

    before(async function () {
        this.timeout(240_000);
        sshd = await Sshd.start({ acceptEnv: ["GREETING", "PULUMI_COMMAND_*"] });
        connection = {
            host: "127.0.0.1",
            port: sshd.port,
            user: "root",
            privateKey: readFileSync(sshd.privateKeyFile, "utf8"),
            hostKey: sshd.hostKey,
        };
        use({ basic });
        await program.succeed("stack", "init", "test");
    });
    after(async () => {
        await program.remove();
        await sshd?.stop();
    });

    it("runs nothing in a preview", async () => {
        await program.succeed("preview");
        assert.deepStrictEqual(said(), []);
    });

    it("creates, with environment and standard input", async () => {
        await program.succeed("up", "--yes", "--skip-preview");
        assert.deepStrictEqual(said(), ["create, over SSH"]);
        assert.deepStrictEqual(await program.outputs(), { basic: { stdout: "a b\nc", stderr: "hello  world" } });
        await program.succeed("up", "--yes", "--skip-preview", "--expect-no-changes");
    });

    it("keeps the connection out of what is shown and of what is stored", async () => {
        use({ basic: { ...basic, logging: "none" } });
        const shown = await program.succeed("up", "--yes", "--skip-preview", "--diff");
        assert.match(shown, /~ command:remote:Command/);
        for (const text of [shown, program.state()]) {
            assert.ok(!text.includes("PRIVATE KEY"), text);
            assert.ok(!text.includes(sshd.hostKey.split(" ")[1]!), text);
        }
    });

    it("updates when an input changes, and tells the update what the last output was", async () => {
        use({ basic: { ...basic, environment: { GREETING: "" } } });
        const before = said().length;
        await program.succeed("up", "--yes", "--skip-preview");
        assert.deepStrictEqual(said().slice(before), ["update, was out2"]);
        assert.deepStrictEqual(await program.outputs(), { basic: { stdout: "out2", stderr: "" } });
    });

    it("replaces when a trigger changes", async () => {
        use({ basic: { ...basic, triggers: [1] } });
        const before = said().length;
        await program.succeed("up", "--yes", "--skip-preview");
        assert.deepStrictEqual(said().slice(before), ["create, over SSH", "delete out2"]);
    });

    it("runs nothing on a host whose key is another one", async () => {
        const other = readFileSync(`${sshd.privateKeyFile}.pub`, "utf8");
        const before = said().length;
        use({ basic: { ...basic, triggers: [1] }, other: { ...basic, connection: { ...connection, hostKey: other } } });
        const { exitCode, all } = await program.pulumi("up", "--yes", "--skip-preview");
        assert.notStrictEqual(exitCode, 0);
        assert.match(all, /another key than hostKey says/);
        assert.deepStrictEqual(said().slice(before), []);
        assert.ok(!program.state().includes("Command::other"));
    });

    it("leaves no resource behind when a create fails, and says how it failed", async () => {
        use({ basic: { ...basic, triggers: [1] }, failing: { create: "echo why >&2; exit 7" } });
        const { exitCode, all } = await program.pulumi("up", "--yes", "--skip-preview");
        assert.notStrictEqual(exitCode, 0);
        assert.match(all, /exit status 7/);
        assert.match(all, /why/);
        assert.ok(!program.state().includes("Command::failing"));
    });

    it("deletes with the stored command, and with the last output", async () => {
        const before = said().length;
        await program.succeed("destroy", "--yes", "--skip-preview");
        assert.deepStrictEqual(said().slice(before), ["delete a b", "c"]);
    });
});
