import * as assert from "assert";
import { freePort } from "../../components/lib/port";

describe("freePort", () => {
    it("gives the same port for the same name while it is free, and another one when it is taken", () => {
        const port = freePort("port-mapping", []);
        assert.ok(port >= 20_000 && port < 30_000);
        assert.strictEqual(freePort("port-mapping", [80]), port);
        assert.notStrictEqual(freePort("port-mapping", [port]), port);
        assert.notStrictEqual(freePort("flask-redis", []), port);
    });

    it("says so when all are taken", () => {
        const all = Array.from({ length: 10_000 }, (_, index) => 20_000 + index);
        assert.throws(() => freePort("x", all), /all ports from 20000 to 29999 are taken; set the "machinePort"/);
    });
});
