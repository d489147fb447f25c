import * as assert from "assert";
import { ChildProcess, spawn, spawnSync } from "child_process";
import { once } from "events";
import { chownSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from "fs";
import { tmpdir } from "os";
import { basename, join } from "path";
import { makeScratch, removeScratch } from "../../../cli/lib/scratch";

describe("a folder for temporary files of the tool", () => {
    let root: string;
    let worker: ChildProcess | undefined;
    const dead = spawnSync("true").pid;
    const folder = (pid: number | string, end: string) => {
        const path = join(root, `docker-network-labs-${pid}-${end}`);
        mkdirSync(path);
        writeFileSync(join(path, "pipe"), "");
        return path;
    };
    const left = () => readdirSync(root).sort();

    beforeEach(() => (root = mkdtempSync(join(tmpdir(), "lab-unit-"))));
    afterEach(async () => {
        if (worker?.kill("SIGKILL")) await once(worker, "exit");
        rmSync(root, { recursive: true });
    });

    it("is nobody else's, and leaves a pipe's path room", () => {
        const made = makeScratch(root);
        assert.strictEqual(statSync(made).mode & 0o777, 0o700);
        assert.ok(basename(made).length <= 40, made);
        assert.notStrictEqual(makeScratch(root), made);
        assert.strictEqual(left().length, 2);
    });

    it("is removed once its lab is dead", () => {
        folder(dead, "abcdef");
        assert.deepStrictEqual(left().length, 1);
        assert.deepStrictEqual([basename(makeScratch(root))], left());
    });

    it("stays while its lab lives, and while the tool that this had started does", async () => {
        const kept = [folder(process.pid, "abcdef"), folder(dead, "orphan")];
        worker = spawn("cat", { env: { ...process.env, TMPDIR: kept[1] }, stdio: ["pipe", "pipe", "ignore"] });
        worker.stdin!.write("it runs\n");
        await once(worker.stdout!, "data");
        assert.deepStrictEqual([...kept, makeScratch(root)].map((path) => basename(path)).sort(), left());
        worker.kill("SIGKILL");
        await once(worker, "exit");
        makeScratch(root);
        assert.ok(!left().includes(basename(kept[1]!)), "it goes with the tool");
    });

    it("goes with what a tool that was killed has left working in it", async () => {
        const [own, other] = [makeScratch(root), makeScratch(root)];
        const [orphan, neighbour] = [own, other].map((TMPDIR) =>
            spawn("cat", { env: { ...process.env, TMPDIR }, stdio: ["pipe", "pipe", "ignore"] }),
        );
        worker = neighbour;
        for (const one of [orphan!, neighbour!]) {
            one.stdin!.write("it runs\n");
            await once(one.stdout!, "data");
        }
        const ended = once(orphan!, "exit");
        removeScratch(own);
        assert.deepStrictEqual(await ended, [null, "SIGTERM"]);
        assert.deepStrictEqual(left(), [basename(other)]);
        assert.strictEqual(neighbour!.exitCode ?? neighbour!.signalCode, null);
    });

    it("is not confused with what somebody else made", () => {
        const others = [folder("program", "abcdef"), folder(dead, "toolong"), folder(dead, "theirs")];
        chownSync(others[2]!, 65_534, 65_534);
        symlinkSync(root, join(root, `docker-network-labs-${dead}-symbol`));
        writeFileSync(join(root, `docker-network-labs-${dead}-a_file`), "");
        const before = left();
        assert.deepStrictEqual([...before, basename(makeScratch(root))].sort(), left());
    });
});
