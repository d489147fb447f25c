import * as assert from "assert";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "fs";
import { tmpdir } from "os";
import { join } from "path";
import { forgetOldStates } from "../../../cli/lib/history";

describe("a stack's states", () => {
    let root: string;
    const folder = (kind: string, stack: string) =>
        join(root, ".lab", "state", ".pulumi", kind, "docker-network-labs", stack);
    const moment = (at: number) => `${1_795_625_000_000 + at}000000`;
    const filesIn = (kind: string, stack = "netns") => readdirSync(folder(kind, stack)).sort();

    beforeEach(() => {
        root = mkdtempSync(join(tmpdir(), "lab-unit-"));
        for (const stack of ["netns", "link"]) {
            for (const kind of ["history", "backups"]) mkdirSync(folder(kind, stack), { recursive: true });
            for (let at = 0; at < 22; at++) {
                for (const end of ["checkpoint.json", "checkpoint.json.attrs", "history.json"])
                    writeFileSync(join(folder("history", stack), `${stack}-${moment(at)}.${end}`), "");
                writeFileSync(join(folder("backups", stack), `${stack}.${moment(at)}.json`), "");
            }
            writeFileSync(join(folder("backups", stack), "another.json"), "");
        }
    });
    afterEach(() => rmSync(root, { recursive: true }));

    it("are kept as far as the last twenty, and those of other stacks all", () => {
        forgetOldStates("netns", root, `file://${join(root, ".lab", "state")}?metadata=skip`);
        assert.deepStrictEqual([filesIn("history").length, filesIn("backups").length], [60, 21]);
        assert.strictEqual(filesIn("history")[0], `netns-${moment(2)}.checkpoint.json`);
        assert.ok(filesIn("backups").includes("another.json"));
        assert.deepStrictEqual([filesIn("history", "link").length, filesIn("backups", "link").length], [66, 23]);
    });

    it("are all kept in a backend of the user's own", () => {
        for (const backend of [undefined, "file:///srv/state", `file://${root}`])
            forgetOldStates("netns", root, backend);
        assert.deepStrictEqual([filesIn("history").length, filesIn("backups").length], [66, 23]);
    });
});
