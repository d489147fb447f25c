import * as assert from "assert";
import { assertInventory, inventory } from "./inventory";
import { Lab } from "./lab";
import { docker, run, until } from "./run";

/** What happens to the lab host of a lab, and what comes of it. */
export interface LabHostFault {
    fault: string;
    outcome: string;
    /** Set where it takes minutes: left to `lab test --all`. */
    long?: true;
    run(lab: Lab): Promise<void>;
}

const pidOf = async (host: string) => Number(await docker("inspect", "--format", "{{.State.Pid}}", host));

/** Something that leaves the lab host the same one. */
const survived =
    (what: (host: string) => Promise<unknown>) =>
    async (lab: Lab): Promise<void> => {
        const host = await lab.host();
        await what(host);
        await lab.assertMended();
        assert.strictEqual(await lab.host(), host);
    };

/** Something that keeps a lab host from answering: whoever looks says so and changes nothing, and all is well once it is over. */
const unanswered =
    (
        words: (host: string) => RegExp,
        begins: (host: string) => Promise<unknown>,
        ends: (host: string) => Promise<unknown>,
    ) =>
    async (lab: Lab): Promise<void> => {
        const host = await lab.host();
        await begins(host);
        try {
            const before = await inventory(lab.whose);
            for (const args of [["preview"], ["up", "--yes", "--skip-preview"]]) {
                const { exitCode, all } = await lab.pulumi(args, { mayFail: true, seconds: 240 });
                assert.notStrictEqual(exitCode, 0, all);
                assert.match(all, words(host));
                assert.doesNotMatch(all, / at .*\.ts:\d+/, "a stack trace");
            }
            await assertInventory(before, lab.whose, "after the refusals");
        } finally {
            await ends(host);
        }
        await lab.assertWhole();
        await lab.assertClean();
    };

const unread = (host: string) => new RegExp(`Could not read lab host ${host}, so nothing was changed`);

/** More processes than the lab host may have then. */
const FORK_BOMB = "for i in $(seq 400); do sleep 600 & done; wait";

/** By scenario: each happens to one lab, beside the stories of the others. */
export const ON_LAB_HOST: Readonly<Record<string, readonly LabHostFault[]>> = {
    netns: [
        {
            fault: "lab host restarted",
            outcome: "named, mended",
            run: survived((host) => docker("restart", host)),
        },
        {
            fault: "lab host paused",
            outcome: "refused, unchanged",
            run: unanswered(
                (host) => new RegExp(`Lab host ${host} is paused\\. Run: docker unpause ${host}`),
                (host) => docker("pause", host),
                (host) => docker("unpause", host),
            ),
        },
    ],
    "default-bridge": [
        {
            fault: "dockerd killed",
            outcome: "named, mended",
            run: survived(async (host) => {
                const pid = await pidOf(host);
                await docker("exec", host, "pkill", "-KILL", "-x", "dockerd");
                await until("the lab host starts again", 10, async () => (await pidOf(host)) !== pid);
            }),
        },
        {
            fault: "lab host removed",
            outcome: "named, made anew",
            async run(lab) {
                const host = await lab.host();
                await docker("rm", "-f", host);
                await lab.assertMended();
                assert.notStrictEqual(await lab.host("--all"), host);
                const filter = `label=docker-network-labs.stack=${lab.name}`;
                const volumes = await docker("volume", "ls", "-q", "--filter", filter);
                assert.strictEqual(volumes.split("\n").length, 1, volumes);
            },
        },
    ],
    "custom-bridge": [
        {
            fault: "lab host stopped",
            outcome: "named, mended",
            run: survived((host) => docker("stop", host)),
        },
    ],
    "none-network": [
        {
            fault: "engine hangs",
            outcome: "refused, unchanged",
            long: true,
            run: unanswered(
                unread,
                (host) => docker("exec", host, "pkill", "-STOP", "-x", "dockerd"),
                (host) => docker("exec", host, "pkill", "-CONT", "-x", "dockerd"),
            ),
        },
    ],
    "host-network": [
        {
            fault: "fork bomb",
            outcome: "refused, unchanged",
            long: true,
            run: unanswered(
                unread,
                async (host) => {
                    await docker("update", "--pids-limit", "200", host);
                    await docker("exec", "--detach", host, "bash", "-c", FORK_BOMB);
                    await until("no process can be started", 20, async () => {
                        const { exitCode } = await run("docker", ["exec", host, "true"], { mayFail: true });
                        return exitCode !== 0;
                    });
                },
                async (host) => {
                    await docker("update", "--pids-limit", "-1", host);
                    await docker("exec", host, "pkill", "-KILL", "-f", "sleep 600");
                },
            ),
        },
    ],
};
