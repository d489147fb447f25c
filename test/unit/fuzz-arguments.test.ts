import * as assert from "assert";
import { CommanderError } from "commander";
import * as fc from "fast-check";
import { existsSync, mkdtempSync, rmSync } from "fs";
import { tmpdir } from "os";
import { join } from "path";
import { describeError, LabError } from "../../cli/lib/errors";
import { knownStacks, groups, ROOT, selectStacks } from "../../cli/lib/stacks";
import { program } from "../../cli/main";
import { Copy } from "../support/copy";
import { anyText, hostileTexts } from "../support/hostile";
import { counted } from "../support/record";
import { run } from "../support/run";

const LINES = 3_000;
const folder = mkdtempSync(join(tmpdir(), "lab-arguments-"));
const CANARY = join(folder, "canary");
const hostile = anyText(CANARY);
/** What a terminal would obey. */
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f]/;

describe("hostile arguments", function () {
    this.timeout(60_000);

    after(() => rmSync(folder, { recursive: true }));
    afterEach(() => assert.ok(!existsSync(CANARY), "an argument was run"));

    /** What a command line comes to, with no command run: the words that a command is given, or the code of its refusal. */
    function parsed(words: readonly string[]): { given: unknown[] } | { exitCode: number } {
        const lab = program();
        let given: unknown[] = [];
        for (const command of [lab, ...lab.commands]) command.configureOutput({ writeErr: () => 0, writeOut: () => 0 });
        for (const command of lab.commands) command.action((...args: unknown[]) => void (given = args.slice(0, -1)));
        try {
            lab.parse(["node", "lab", ...words]);
        } catch (error) {
            assert.ok(error instanceof CommanderError, String(error));
            return { exitCode: error.exitCode };
        }
        return { given };
    }

    it(`reach a command as they were typed, or are refused (${LINES} command lines)`, () => {
        const flags = ["--json", "--yes", "-y", "--all", "--refresh", "--within", "--owner", "--", "--unit", "--diff"];
        const word = fc.oneof(hostile, fc.constantFrom(...flags));
        const names = program().commands.map((command) => command.name());
        const counts = { given: 0, refused: 0 };
        const line = fc.tuple(
            fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...names) }, hostile),
            fc.array(word, { maxLength: 4 }),
        );
        fc.assert(
            fc.property(line, ([command, words]) => {
                const result = parsed([command, ...words]);
                counts["given" in result ? "given" : "refused"]++;
                if ("exitCode" in result) assert.ok([0, 1].includes(result.exitCode));
                else
                    for (const text of result.given.flat().filter((one) => typeof one === "string"))
                        assert.ok(words.includes(text));
            }),
            { numRuns: LINES },
        );
        assert.ok(counts.given > LINES / 10 && counts.refused > LINES / 10, JSON.stringify(counts));
    });

    it("are no stacks, and the words that say so do nothing to a terminal", () => {
        const known = [...knownStacks(ROOT), ...groups().keys()];
        const names = fc.array(
            hostile.filter((text) => !known.includes(text)),
            { minLength: 1, maxLength: 3 },
        );
        fc.assert(
            fc.property(names, (typed) => {
                assert.throws(
                    () => selectStacks(typed),
                    (error) => {
                        assert.ok(error instanceof LabError, String(error));
                        const { text, exitCode } = describeError(error);
                        assert.doesNotMatch(text, CONTROL);
                        assert.strictEqual(text.split("\n").length, 2);
                        return exitCode === 2;
                    },
                );
            }),
        );
    });

    describe("of ./lab before set-up", () => {
        let copy: Copy;
        before(() => (copy = new Copy()));
        after(() => copy.remove());

        // What ends a text cannot be given to a program.
        const texts = hostileTexts(CANARY).filter((text) => !text.includes("\0"));
        const ways: Readonly<Record<string, (text: string) => string[]>> = {
            "as a command": (text) => [text],
            "of help": (text) => ["help", text],
            "of setup": (text) => ["setup", text],
            "of setup --engine": (text) => ["setup", "--engine", text],
            "of setup --from": (text) => ["setup", "--check", "--from", text],
            "of pack": (text) => ["pack", join("/nonexistent", "of", text, "labs.tar")],
            "of pack, twice": (text) => ["pack", "one.tar", text],
            "of env": (text) => ["env", text],
        };
        async function assertRefused(words: string[]): Promise<void> {
            const lab = join(copy.path, "lab");
            const { exitCode, all } = await run(lab, words, { mayFail: true, cwd: copy.folder });
            assert.strictEqual(exitCode, 2, `${JSON.stringify(words)}: ${all}`);
            assert.match(all, /^lab: /);
            assert.doesNotMatch(all, CONTROL);
            assert.doesNotMatch(all, /line \d+:|unbound variable|syntax error/);
            counted("bad inputs tried");
        }

        for (const [way, words] of Object.entries(ways))
            it(`${way}: exit code 2, and printable words`, async () => {
                await Promise.all(texts.map((text) => assertRefused(words(text))));
                assert.ok(!existsSync(join(copy.path, ".lab")), "set-up has begun");
            });
    });

    it("are answered by the program itself in the same way", async () => {
        const words = ["preview", "--\u001b[2J", "$(id)"];
        const args = ["--require", "./start.cjs", "cli/main.ts", ...words];
        const { exitCode, all } = await run(process.execPath, args, { cwd: ROOT, mayFail: true });
        assert.strictEqual(all.trim(), "error: unknown option '--?[2J'");
        assert.strictEqual(exitCode, 2);
    });
});
