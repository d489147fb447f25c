import * as assert from "assert";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "fs";
import { tmpdir } from "os";
import { join } from "path";
import { locksOn, stateFile } from "../../../cli/lib/record";

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

    it("is not read where the backend is no folder", () => {
        for (const backend of ["", "https://api.pulumi.com", "file://~", "s3://bucket"]) {
            assert.deepStrictEqual(locksOn("netns", backend), []);
            assert.strictEqual(stateFile("netns", backend), undefined);
        }
    });
});
