import * as assert from "assert";
import { spawn } from "child_process";
import { once } from "events";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "fs";
import { tmpdir } from "os";
import { join } from "path";
import { pathToFileURL } from "url";
import { isGone, removeLock, tornLocks, voidLocks } from "../../../cli/lib/locks";

const said = (url: string, ...holders: string[]) => [
    `the stack is currently locked by ${holders.length} lock(s). Either wait for the other process(es) to end or delete the lock ` +
        `file with \`pulumi cancel\`.${holders.map((holder) => `\n  ${url}: created by ${holder} at 2026-01-01T00:00:00Z`).join("")}`,
];
const alive = (pid: number) => pid === 7;

describe("a lock on a stack", () => {
    let folder: string;
    let lock: string;
    let url: string;
    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "it's a lock "));
        lock = join(folder, "x.json");
        url = String(pathToFileURL(lock));
        for (const file of [lock, `${lock}.attrs`]) writeFileSync(file, "{}");
    });
    afterEach(() => rmSync(folder, { recursive: true }));

    const isVoid = (...holders: string[]) => voidLocks(said(url, ...holders), "here", alive).length;
    const cases: [string, string[], number][] = [
        ["of a dead operation of this machine is void", ["root@here (pid 8)"], 1],
        ["of several dead ones is void", ["root@here (pid 8)", "root@here (pid 9)"], 2],
        ["of a living one holds", ["root@here (pid 7)"], 0],
        ["of a living one beside a dead one holds", ["root@here (pid 8)", "root@here (pid 7)"], 0],
        ["of another machine holds, whatever its number", ["root@there (pid 8)"], 0],
    ];
    for (const [title, holders, expected] of cases) {
        it(title, () => assert.strictEqual(isVoid(...holders), expected));
    }

    it("without a holder that can be read holds", () =>
        assert.deepStrictEqual(voidLocks(["the stack is currently locked by 1 lock(s)."]), []));

    it("is not what any other error is about", () =>
        assert.deepStrictEqual(voidLocks(["x: created by root@here (pid 8)"], "here", alive), []));

    it("that is gone meanwhile is void, whoever held it", () => {
        rmSync(lock);
        assert.deepStrictEqual([isVoid("root@there (pid 7)"), isGone(url)], [1, true]);
    });

    it("is removed, and no other beside it", () => {
        writeFileSync(join(folder, "other.json"), "{}");
        assert.ok(removeLock(url));
        assert.deepStrictEqual([existsSync(lock), existsSync(`${lock}.attrs`)], [false, false]);
        assert.ok(existsSync(join(folder, "other.json")));
    });

    it("that is no file is left to the tool", () => {
        const elsewhere = "s3://bucket/x.json";
        assert.deepStrictEqual(voidLocks(said(elsewhere, "root@here (pid 8)"), "here", alive), [elsewhere]);
        assert.deepStrictEqual([isGone(elsewhere), removeLock(elsewhere)], [false, false]);
    });

    describe("that had no room", () => {
        const UNREAD = ["unexpected end of JSON input"];
        let locks: string;
        const torn = (errors: readonly string[]) => tornLocks("netns", errors, `file://${folder}`);
        const write = (name: string, text: string) => {
            writeFileSync(join(locks, name), text);
            return String(pathToFileURL(join(locks, name)));
        };
        beforeEach(() => {
            locks = join(folder, ".pulumi", "locks", "organization", "docker-network-labs", "netns");
            mkdirSync(locks, { recursive: true });
        });

        it("is found where the tool could not read it, and no whole one beside it", async () => {
            write("whole.json", '{"pid":7}');
            const beginnings = [write("a.json.18ebcb.tmp", ""), write("b.json.18ebcc.tmp", '{"pid":')];
            assert.deepStrictEqual((await torn(UNREAD)).sort(), beginnings);
        });

        it("is not looked for after any other error", async () => {
            write("a.json.18ebcb.tmp", "");
            assert.deepStrictEqual(await torn(["no space left on device"]), []);
        });

        it("is left alone where it is being written", async () => {
            const url = write("a.json.18ebcb.tmp", "");
            const found = torn(UNREAD);
            write("a.json.18ebcb.tmp", '{"pid":7}');
            assert.deepStrictEqual([await found, isGone(url)], [[], false]);
        });
    });

    it("is held by the tool alone: a process that has its holder's number after a restart does not hold it", async () => {
        const [other, tool] = ["sleep", "pulumi"].map((name) => spawn("sleep", ["60"], { argv0: name }));
        try {
            await Promise.all([once(other!, "spawn"), once(tool!, "spawn")]);
            const held = (pid?: number) => voidLocks(said(url, `root@here (pid ${pid})`), "here").length === 0;
            assert.deepStrictEqual([held(other!.pid), held(tool!.pid)], [false, true]);
        } finally {
            for (const child of [other, tool]) child!.kill();
        }
    });
});
