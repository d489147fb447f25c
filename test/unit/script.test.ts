import * as assert from "assert";
import { spawnSync } from "child_process";
import { fromHere, onMachine } from "../../components/lib/script";
import { withProgram } from "../support/fake-program";

describe("a script, where nobody is at a terminal", () => {
    const cases = {
        "with a socket for its input, as node's are": { env: {}, input: "pipe" },
        "in a login by SSH": { env: { SSH_CLIENT: "127.0.0.1 1 22" }, input: "ignore" },
    } as const;

    for (const [how, { env, input }] of Object.entries(cases))
        it(`does not begin with a person's ~/.bashrc, ${how}`, () =>
            withProgram(".bashrc", "echo something else\n", async (HOME) => {
                const [command, ...words] = fromHere(onMachine(20));
                const { status, stdout } = spawnSync(command!, [...words, "echo answer"], {
                    env: { PATH: process.env.PATH, HOME, ...env },
                    stdio: [input, "pipe", "pipe"],
                    encoding: "utf8",
                });
                assert.deepStrictEqual([status, stdout], [0, "answer\n"]);
            }));
});
