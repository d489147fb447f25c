import * as assert from "assert";
import { existsSync } from "fs";
import { withProgram } from "../../../cli/lib/programs";

describe("the labs' program", function () {
    this.timeout(30_000);
    const use = (ok: boolean, command = "up") =>
        withProgram([command], {}, async (args) => ({ ok, socket: socketIn(args) }));
    const socketIn = (args: readonly string[]) => /^--client=unix:(.*)$/.exec(args[0] ?? "")?.[1];

    it("is loaded once for operations that follow each other", async () => {
        const { socket } = await use(true);
        assert.ok(socket !== undefined && existsSync(socket));
        assert.strictEqual((await use(true)).socket, socket);
    });

    it("is loaded again after one that did not end well, and by two at a time each for itself", async () => {
        const { socket } = await use(false);
        assert.ok(!existsSync(socket!));
        const [first, second] = await Promise.all([use(false), use(false)]);
        assert.strictEqual(new Set([socket, first.socket, second.socket]).size, 3);
    });

    it("is not loaded for a destroy", async () => assert.strictEqual((await use(true, "destroy")).socket, undefined));
});
