import * as assert from "assert";
import { existsSync, readdirSync } from "fs";
import { tmpdir } from "os";
import { join } from "path";
import { PROJECT } from "../../../components/lib/project";
import { until } from "../../support/run";
import { loadAhead, withProgram } from "../../../cli/lib/programs";

describe("the labs' program", function () {
    this.timeout(30_000);
    const use = (ok: boolean, command = "up") =>
        withProgram([command], {}, async (args) => ({ ok, socket: socketIn(args) }));
    const socketIn = (args: readonly string[]) => /^--client=unix:(.*)$/.exec(args[0] ?? "")?.[1];
    /** Where processes of this one's listen that have the program. */
    const sockets = () =>
        readdirSync(tmpdir())
            .filter((name) => name.startsWith(`${PROJECT}-${process.pid}-`))
            .map((name) => join(tmpdir(), name, "program"))
            .filter((path) => existsSync(path));

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

    it("can be loaded ahead, for the next operation", async () => {
        const before = sockets();
        loadAhead();
        const loaded = await until("a process that has it loaded", 20, () =>
            sockets().find((socket) => !before.includes(socket)),
        );
        assert.strictEqual((await use(false)).socket, loaded);
    });

    it("is not loaded for a destroy", async () => assert.strictEqual((await use(true, "destroy")).socket, undefined));
});
