import * as assert from "assert";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "fs";
import { hostname, tmpdir } from "os";
import { dirname, join } from "path";
import { beginRecord, emptyRecord, lock, locksOn, mendState, mendStates, stateFile } from "../../../cli/lib/record";

describe("the tool's record of a stack", () => {
    let folder: string;
    let locks: string;
    const locked = () => locksOn("netns", `file://${folder}`).length > 0;
    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "lab-unit-"));
        locks = join(folder, ".pulumi", "locks", "organization", "docker-network-labs", "netns");
    });
    afterEach(() => rmSync(folder, { recursive: true }));

    it("is locked while a lock is in its folder", () => {
        assert.strictEqual(locked(), false);
        mkdirSync(locks, { recursive: true });
        assert.strictEqual(locked(), false);
        writeFileSync(join(locks, "x.json"), "{}");
        assert.strictEqual(locked(), true);
        assert.deepStrictEqual(locksOn("link", `file://${folder}`), []);
    });

    it("is locked by one at a time, who the tool can name", () => {
        const backend = `file://${folder}`;
        const unlock = lock("netns", backend)!;
        const [held] = locksOn("netns", backend);
        const { pid, hostname: host } = JSON.parse(readFileSync(held!, "utf8")) as { pid: number; hostname: string };
        assert.deepStrictEqual([pid, host], [process.pid, hostname()]);
        assert.strictEqual(lock("netns", backend), undefined);
        assert.deepStrictEqual(locksOn("netns", backend), [held]);
        unlock();
        assert.strictEqual(locked(), false);
        assert.strictEqual(lock("netns", "s3://bucket"), undefined);
    });

    it("begins where the tool keeps its records, and only there", () => {
        const backend = `file://${folder}`;
        assert.strictEqual(beginRecord("netns", backend), false);
        mkdirSync(join(folder, ".pulumi"));
        writeFileSync(join(folder, ".pulumi", "meta.yaml"), "version: 1\n");
        assert.strictEqual(beginRecord("netns", backend), true);
        assert.strictEqual(
            readFileSync(stateFile("netns", backend)!, "utf8"),
            '{"version":3,"checkpoint":{"stack":"organization/docker-network-labs/netns"}}',
        );
        assert.strictEqual(beginRecord("netns", "s3://bucket"), false);
    });

    it("is not read where the backend is no folder", () => {
        for (const backend of ["", "https://api.pulumi.com", "file://~", "s3://bucket"]) {
            assert.deepStrictEqual(locksOn("netns", backend), []);
            assert.strictEqual(stateFile("netns", backend), undefined);
        }
    });

    describe("of a lab that is gone", () => {
        const empty = (record: string) => {
            const state = stateFile("netns", `file://${folder}`)!;
            mkdirSync(dirname(state), { recursive: true });
            writeFileSync(state, record);
            const done = emptyRecord("netns", `file://${folder}`);
            return { done, record: readFileSync(state, "utf8"), before: existsSync(`${state}.bak`) };
        };
        const latest = { manifest: { time: "now" }, secrets_providers: { type: "passphrase" }, later: 1 };
        const record = (more: object) =>
            JSON.stringify({ version: 4, features: [], checkpoint: { stack: "s", latest: { ...latest, ...more } } });

        it("has no resources any more, and all else that it had", () => {
            const emptied = empty(record({ resources: [{ urn: "urn:x" }], pending_operations: [{}] }));
            assert.deepStrictEqual(
                { ...emptied, record: JSON.parse(emptied.record) as unknown },
                { done: true, record: JSON.parse(record({})) as unknown, before: true },
            );
        });

        it("is left to the tool where it has another form", () => {
            for (const other of ["", '{"version":5,"checkpoint":{"latest":{}}}', '{"version":3}'])
                assert.deepStrictEqual(empty(other), { done: false, record: other, before: false });
            assert.strictEqual(emptyRecord("link", `file://${folder}`), false);
            assert.strictEqual(emptyRecord("netns", "s3://bucket"), false);
        });
    });

    describe("that a full disk has cut off", () => {
        let state: string;
        const mend = () => mendState("netns", `file://${folder}`);
        const write = (path: string, text: string) => {
            mkdirSync(dirname(path), { recursive: true });
            writeFileSync(path, text);
        };
        const older = (moment: string, text: string) =>
            write(join(folder, ".pulumi", "backups", "docker-network-labs", "netns", `netns.${moment}.json`), text);
        beforeEach(() => {
            state = stateFile("netns", `file://${folder}`)!;
            write(state, "");
        });

        it("is what the tool had copied before", () => {
            write(`${state}.bak`, '{"version":3}');
            older("1790000000000000002", '{"version":2}');
            assert.deepStrictEqual([mend(), readFileSync(state, "utf8")], [true, '{"version":3}']);
        });

        it("is the latest whole one of the older ones where that copy is cut off as well", () => {
            write(`${state}.bak`, "");
            older("1790000000000000001", '{"version":1}');
            older("1790000000000000002", '{"version":2}');
            older("1790000000000000003", '{"vers');
            assert.deepStrictEqual([mend(), readFileSync(state, "utf8")], [true, '{"version":2}']);
        });

        it("is mended for all stacks together, which the tool cannot list before", () => {
            const other = stateFile("link", `file://${folder}`)!;
            write(other, '{"version":3}');
            write(`${state}.bak`, '{"version":3}');
            const all = () => mendStates(`file://${folder}`);
            assert.deepStrictEqual([all(), all(), readFileSync(state, "utf8")], [true, false, '{"version":3}']);
            assert.strictEqual(mendStates("file:///nowhere"), false);
            rmSync(other);
        });

        it("is whole, and has lost what the tool notes beside it", () => {
            write(state, '{"version":4}');
            for (const notes of [`${state}.attrs`, `${state}.bak.attrs`]) {
                write(notes, "");
                assert.deepStrictEqual([mend(), existsSync(notes), mend()], [true, false, false]);
            }
            assert.strictEqual(readFileSync(state, "utf8"), '{"version":4}');
        });

        it("stays where there is nothing to mend it with", () => {
            assert.deepStrictEqual([mend(), readFileSync(state, "utf8")], [false, ""]);
        });

        it("is left alone where it is whole, and where there is none", () => {
            write(`${state}.bak`, '{"version":3}');
            write(state, '{"version":4}');
            assert.deepStrictEqual([mend(), readFileSync(state, "utf8")], [false, '{"version":4}']);
            assert.strictEqual(mendState("link", `file://${folder}`), false);
        });
    });
});
