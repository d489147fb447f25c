import * as assert from "assert";
import { proveEngine } from "../../components/lib/found-elsewhere";
import { UnreadableLabError } from "../../components/lib/observe";
import { withProgram } from "../support/fake-program";

/** Asks an engine that says a line of itself. @param script what the docker command is instead */
function engine(says: string, named = false, script = `echo '${says}'`): Promise<void> {
    return withProgram("docker", `#!/bin/sh\n${script}\n`, () =>
        proveEngine({ name: "far", address: "unix:///run/far.sock" }, named),
    );
}

describe("an engine elsewhere", () => {
    it("is taken from Docker 20.10 on", async () => {
        for (const version of ["20.10.24+dfsg1", "26.1.5", "101.0"]) await engine(`"far" "${version}"`);
    });

    for (const version of ["19.03.15", "1.13.1", ""])
        it(`is refused with version "${version}"`, async () => {
            await assert.rejects(engine(`"far" "${version}"`), (error: Error) => {
                assert.ok(error instanceof UnreadableLabError);
                assert.match(
                    error.message,
                    /The engine of machine far \(unix:.*\) is too old: .*Allowed: Docker 20\.10/,
                );
                return true;
            });
        });

    it("is said to be gone, and not old, where none answers: `docker info` is content with that", async () => {
        const gone =
            'if [ "$1" = info ]; then echo \'"" ""\'; else echo "Cannot connect to the Docker daemon" >&2; exit 1; fi';
        await assert.rejects(engine("", false, gone), (error: Error) => {
            assert.ok(error instanceof UnreadableLabError);
            assert.match(
                error.message,
                /Could not read machine far .*'s Docker engine.*: Cannot connect to the Docker/,
            );
            return true;
        });
    });

    it("is refused under another name only where others will know it by that", async () => {
        await engine('"near" "26.1.5"');
        await assert.rejects(engine('"near" "26.1.5"', true), /calls itself "near"/);
        await engine('"far" "26.1.5"', true);
    });
});
