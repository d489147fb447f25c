import * as assert from "assert";
import { ChildProcess, spawn } from "child_process";
import { once } from "events";
import { after, before } from "mocha";
import { course } from "../../components/lessons";
import { lessonByName } from "./lesson";
import { docker, sh } from "./run";

const LOCK = "/run/lock/docker-network-labs-direct-tests.lock";

/** Holds the machine's names against other tests of direct labs, until its input ends: with this process at the latest. */
async function takeTurn(): Promise<ChildProcess> {
    const holder = spawn("flock", ["-w", "600", LOCK, "sh", "-c", "echo mine && exec cat"], {
        stdio: ["pipe", "pipe", "inherit"],
    });
    await Promise.race([once(holder.stdout, "data"), once(holder, "exit")]);
    assert.strictEqual(holder.exitCode, null, `another run of these tests holds ${LOCK}`);
    return holder;
}

/** What stands on the machine under the names of the course's scenarios, whoever made it. */
async function namesTaken(): Promise<string[]> {
    const [containers, networks, namespaces, links] = await Promise.all([
        docker("ps", "--all", "--format", "{{.Names}}"),
        docker("network", "ls", "--format", "{{.Name}}"),
        sh("ls /run/netns 2>/dev/null || true"),
        sh("ls /sys/class/net"),
    ]);
    const lines = (text: string) => text.split("\n");
    const claims = Object.keys(course).map((name) => lessonByName(name).claims);
    const taken = (wanted: "containers" | "networks" | "namespaces" | "links", there: string) =>
        claims.flatMap((claim) => claim[wanted]).filter((name) => lines(there).includes(name));
    const all = [
        ...taken("containers", containers).map((name) => `container ${name}`),
        ...taken("networks", networks).map((name) => `network ${name}`),
        ...taken("namespaces", namespaces).map((name) => `namespace ${name}`),
        ...taken("links", links).map((name) => `interface ${name}`),
    ];
    return [...new Set(all)];
}

/** For a suite of labs on the machine itself: waits for its turn, and leaves the suite out where the course's names are taken. */
export function ownMachine(): void {
    let turn: ChildProcess | undefined;
    before("the names of the course are free on this machine", async function () {
        this.timeout(660_000);
        turn = await takeTurn();
        const taken = await namesTaken();
        if (taken.length === 0) return;
        process.stdout.write(`    skipped: the machine has ${taken.join(", ")}, which are none of the tests'\n`);
        this.skip();
    });
    after("the next run may begin", () => turn?.stdin?.end());
}
