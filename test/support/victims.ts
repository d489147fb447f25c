import type { Lab } from "./lab";
import { Ended, killAll, run, until } from "./run";
import { programOf, Underway } from "./underway";

/**
 * Kills something of an operation that is under way.
 *
 * @param which from 0 to 1: which one, where there are several
 * @returns whether it was there to be killed
 */
type Blow = (during: Underway, lab: Lab, which: number) => boolean | Promise<boolean>;

/** kill -9 for all processes that run a program of such a name. */
const programs =
    (name: RegExp): Blow =>
    (during) => {
        const found = during.processes(name);
        killAll(found);
        return found.length > 0;
    };

/** What is killed in the middle of an operation. */
const BLOWS = {
    "lab and all that it started": (during) => {
        during.kill();
        return true;
    },
    "the lab host's dockerd": async (_, lab, which) => {
        const hosts = await lab.hosts();
        const host = hosts[Math.floor(which * hosts.length)];
        if (host === undefined) return false;
        const { exitCode } = await run("docker", ["exec", host, "pkill", "-KILL", "-x", "dockerd"], { mayFail: true });
        return exitCode === 0;
    },
    pulumi: programs(/^pulumi$/),
    "the resource plugins": programs(/^pulumi-resource-/),
    "the labs' program": programs(/^program-server\.ts$/),
    "lab alone": (during) => {
        killAll([during.pid]);
        return true;
    },
} satisfies Record<string, Blow>;

export type Victim = keyof typeof BLOWS;

/** All of them; a `destroy` runs no program, so there is none to be killed. */
export const VICTIMS = {
    up: Object.keys(BLOWS) as Victim[],
    destroy: (Object.keys(BLOWS) as Victim[]).filter((name) => name !== "the labs' program"),
};

/** A point of an operation at which something is killed. */
export interface Point {
    victim: Victim;
    /** Seconds from the operation's beginning. */
    after: number;
    /** From 0 to 1: which victim, where there are several. */
    which: number;
}

/**
 * kill -9 of something at a point of an operation, or as soon as it is there after that. Waits for the end of all that goes on by itself
 * then.
 *
 * @returns how the operation ended; undefined when it did so before
 */
export async function strike({ victim, after, which }: Point, during: Underway, lab: Lab): Promise<Ended | undefined> {
    await Promise.race([new Promise((resolve) => setTimeout(resolve, after * 1000)), during.ended]);
    let pulumi: number[] = [];
    const struck = await until(`${victim} to be killed, or the end of the operation`, 60, async () => {
        if (during.over) return "too late";
        pulumi = during.processes(/^pulumi$/);
        return (await BLOWS[victim](during, lab, which)) && "struck";
    });
    const ended = await during.end(180);
    // It still has the stack's lock, and a person waits for it.
    await until(
        "the end of a pulumi that nobody killed",
        180,
        () => !pulumi.some((pid) => programOf(pid) === "pulumi"),
    );
    return struck === "struck" ? ended : undefined;
}
