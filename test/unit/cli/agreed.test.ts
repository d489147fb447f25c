import * as assert from "assert";
import { mkdtempSync, rmSync } from "fs";
import { tmpdir } from "os";
import { join } from "path";
import { agree, forget, withoutAgreed } from "../../../cli/lib/agreed";
import { Look } from "../../../components/lib/look";
import { parseMachine } from "../../../components/lib/snapshot";
import { marksOf } from "../../support/lesson";
import { finishedLook } from "../../support/look";
import { snapshot } from "../../support/snapshot";

/** A lab whose lab host was started at a moment, and is running or not. */
function lab(StartedAt: string, running: boolean, live = snapshot({})): Look {
    const container = {
        Id: "1",
        Name: "/lab-netns-4e5f6a7b",
        State: { Running: running, Paused: false, Status: running ? "running" : "exited", StartedAt },
        Config: { Image: "host:1", Labels: null },
        NetworkSettings: { Networks: {} },
    };
    const none = { marks: null, images: [], volumes: [], networks: [], routes: [], ports: [] };
    const machine = parseMachine(JSON.stringify({ ...none, containers: [container] }));
    const host = { container: machine.containers[0]! };
    const marks = marksOf("netns", { generation: "4e5f6a7b" });
    return finishedLook(machine, marks, running ? { state: "healthy", ...host, live } : { state: "stopped", ...host });
}

describe("what somebody agreed to lose", () => {
    const [MONDAY, TUESDAY] = ["2026-11-23T08:00:00Z", "2026-11-24T08:00:00Z"];
    let root: string;
    beforeEach(() => (root = mkdtempSync(join(tmpdir(), "lab-unit-"))));
    afterEach(() => rmSync(root, { recursive: true }));
    const asked = (found: Look) => Object.keys(withoutAgreed("netns", found, root).lab!.hosts).length > 0;

    it("is what a lab host holds that a killed destroy has stopped", () => {
        assert.ok(asked(lab(MONDAY, false)));
        agree("netns", lab(MONDAY, true), root);
        assert.ok(!asked(lab(MONDAY, false)));
    });
    it("is not what was made after it was started again", () => {
        agree("netns", lab(MONDAY, true), root);
        assert.ok(asked(lab(TUESDAY, false)));
    });
    it("is not what can be read", () => {
        agree("netns", lab(MONDAY, true), root);
        assert.ok(asked(lab(MONDAY, true)));
    });
    it("is forgotten once the lab is gone, twice without harm", () => {
        agree("netns", lab(MONDAY, true), root);
        forget("netns", root);
        forget("netns", root);
        assert.ok(asked(lab(MONDAY, false)));
    });
});
