import * as assert from "assert";
import { lockedByTheDead } from "../../../cli/lib/locks";

const said = (...holders: string[]) => [
    `the stack is currently locked by ${holders.length} lock(s). Either wait for the other process(es) to end or delete the lock ` +
        `file with \`pulumi cancel\`.${holders.map((holder) => `\n  file:///x.json: created by ${holder} at 2026-01-01T00:00:00Z`).join("")}`,
];
const alive = (pid: number) => pid === 7;

describe("a lock on a stack", () => {
    const cases: [string, string[], boolean][] = [
        ["of a dead operation of this machine is void", said("root@here (pid 8)"), true],
        ["of several dead ones is void", said("root@here (pid 8)", "root@here (pid 9)"), true],
        ["of a living one holds", said("root@here (pid 7)"), false],
        ["of a living one beside a dead one holds", said("root@here (pid 8)", "root@here (pid 7)"), false],
        ["of another machine holds, whatever its number", said("root@there (pid 8)"), false],
        ["without a holder that can be read holds", ["the stack is currently locked by 1 lock(s)."], false],
        ["is not what any other error is about", ["created by root@here (pid 8)"], false],
    ];
    for (const [title, errors, expected] of cases) {
        it(title, () => assert.strictEqual(lockedByTheDead(errors, "here", alive), expected));
    }

    it("knows this process for alive", () => {
        assert.strictEqual(lockedByTheDead(said(`root@here (pid ${process.pid})`), "here"), false);
    });
});
