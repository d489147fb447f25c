import * as assert from "assert";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "fs";
import { tmpdir } from "os";
import { join } from "path";
import { renderStatus } from "../../../cli/class/status";
import { exitCodeOf as statusCode, reportOn } from "../../../cli/drift";
import { isGivenUp } from "../../../cli/lib/give-up";
import { apart, Seen } from "../../../cli/lib/labs";
import { leftBehind, renderLeft } from "../../../cli/lib/left-behind";
import { movesOf } from "../../../cli/lib/moves";
import { LabStack } from "../../../cli/lib/stacks";
import { course } from "../../../components/lessons";
import { defaultsOf } from "../../../components/lib/course";
import { HostEntry } from "../../../stacks/hosts";
import { parseMachine } from "../../../components/lib/snapshot";
import { withoutLab } from "../../support/look";

const big: HostEntry = { name: "big", user: "root", host: "192.0.2.10" };
const LOST = "machine big does not answer (No route to host)";

function seat(stack: string, more: Partial<LabStack> = {}): LabStack {
    const scenario = course["custom-bridge"]!;
    const common = { scenario, options: defaultsOf(scenario), kind: "nested", docker: "26.1" } as const;
    return { ...common, stack, subnet: undefined, hosts: [big], classroom: "c", seat: stack, machine: "big", ...more };
}
const lost = (stack: LabStack): Seen => ({ stack, unreadable: `Could not read it: ${LOST}`, lost: LOST });
const NOTHING = parseMachine(
    JSON.stringify({ marks: null, images: [], containers: [], volumes: [], networks: [], routes: [], ports: [] }),
);
const read = (stack: LabStack): Seen => ({ stack, found: withoutLab(NOTHING), at: 0 });

describe("seats of a machine that does not answer", () => {
    it("keep no other seat of a class from anything", () => {
        const { read: others, lost: seats } = apart([read(seat("c-01")), lost(seat("c-02"))]);
        assert.deepStrictEqual([others.length, seats.map(({ stack }) => stack.stack)], [1, ["c-02"]]);
    });
    it("are no reason to go on where something else could not be read, or the lab is of no class", () => {
        assert.throws(() => apart([{ stack: seat("c-01"), unreadable: "paused" }]), /c-01: paused/);
        assert.throws(() => apart([lost(seat("far", { classroom: undefined }))]), /far: Could not read it/);
    });
    it("are said to be lost, by seat and machine, and that is no unusable input", () => {
        const reports = [read(seat("c-01", { machine: "here" })), lost(seat("c-02"))].map(reportOn);
        assert.match(
            renderStatus(reports),
            /^seat +machine +state[^]*^c-01 +here +absent [^]*^c-02 +big +lost .*No route/m,
        );
        const moving = reportOn(read(seat("c-03", { movesTo: "small" })));
        assert.match(renderStatus([moving]), /^c-03 +big → small +absent /m);
        assert.strictEqual(statusCode(reports), 1);
        assert.strictEqual(statusCode(reports.slice(0, 1)), 0);
    });
    it("are given up where config has no room there at all", () => {
        const listed = (seats?: number) => [{ ...big, ...(seats !== undefined && { seats }) }];
        const given = [listed(0), listed(3), listed()].map((all) => isGivenUp(seat("c-01", { listed: all })));
        assert.deepStrictEqual(given, [true, false, false]);
    });
});

describe("a move", () => {
    it("says what is lost with it, or that this cannot be seen", () => {
        const moves = movesOf([
            read(seat("c-01", { movesTo: "small" })),
            lost(seat("c-02", { movesTo: "small" })),
            read(seat("c-03")),
        ]);
        assert.deepStrictEqual(
            moves.map(({ stack, lost: things }) => [stack, things]),
            [
                ["c-01", []],
                ["c-02", [`what was made in it by hand, which cannot be seen: ${LOST}`]],
            ],
        );
        assert.match(moves[0]!.why, /^it moves from big to small, because hosts has no room for it on big any more$/);
    });
});

describe("what is left on a machine", () => {
    let folder: string;
    beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "lab-unit-"))));
    afterEach(() => rmSync(folder, { recursive: true }));
    const write = (owner: string, name: string, left: unknown) => {
        mkdirSync(join(folder, owner), { recursive: true });
        writeFileSync(join(folder, owner, name), JSON.stringify(left));
    };

    it("is found by owner and stack, with how the machine is reached", () => {
        write("0a1b2c3d", "c-01.left", [{ machine: big, since: "2026-01-01" }]);
        write("0a1b2c3d", "c-01.json", {});
        write("owners", "c-01.left", [{ machine: big, since: "2026-01-01" }]);
        const expected = { owner: "0a1b2c3d", stack: "c-01", machine: big, since: "2026-01-01" };
        assert.deepStrictEqual(leftBehind(folder), [expected]);
    });
    it("is not taken for nothing where that cannot be read", () => {
        write("0a1b2c3d", "c-01.left", [{ since: "2026-01-01" }]);
        assert.throws(() => leftBehind(folder));
    });
    it("is said, machine by machine, until it is gone", () => {
        const left = (stack: string) => ({ owner: "0a1b2c3d", stack, machine: big, since: "" });
        const said = renderLeft([{ left: left("c-01") }, { left: left("c-02"), why: LOST }]);
        assert.match(said, /^What was left on machine big is removed: c-01\.$/m);
        assert.match(
            said,
            /^Left on machine big, and removed by the next `class up` .*: c-02\. Now it said: machine big/m,
        );
        assert.strictEqual(renderLeft([]), "");
    });
});
