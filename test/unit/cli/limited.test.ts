import * as assert from "assert";
import { readdirSync, readFileSync } from "fs";
import { runLimited } from "../../../cli/lib/limited";

/** The processes of a group that are not dead: one that nobody has fetched yet still has its entry. */
function alive(group: string): string[] {
    const processes = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
    return processes.filter((pid) => {
        try {
            const [state, , ofGroup] = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]!.split(" ");
            return ofGroup === group && state !== "Z";
        } catch {
            return false; // it ended meanwhile
        }
    });
}

describe("a program with a time limit", () => {
    const run = (text: string, limit = 20) => runLimited(["bash", "-c", text], { limit, stream: false });

    it("ends well with status 0, and gives what it said on either output", async () => {
        assert.deepStrictEqual(await run("echo out; echo err >&2"), { ok: true, output: "out\nerr" });
    });
    it("ends badly with any other status", async () => {
        assert.deepStrictEqual(await run("echo no; exit 3"), { ok: false, output: "no" });
    });
    it("has no standard input to wait for", async () => {
        assert.deepStrictEqual(await run("cat; echo $?"), { ok: true, output: "0" });
    });
    it("is ended with all that it started when its time is up", async () => {
        const { ok, output } = await run("echo $$; (sleep 300; true); true", 1);
        const [group, why] = output.split("\n");
        assert.deepStrictEqual([ok, why], [false, "no end within 1 s"]);
        assert.deepStrictEqual(alive(group!), []);
    }).timeout(30_000);
    it("ends badly when there is no such program", async () => {
        const { ok, output } = await runLimited(["/no/such/program"], { limit: 1, stream: false });
        assert.deepStrictEqual([ok, /ENOENT/.test(output)], [false, true]);
    });
});
