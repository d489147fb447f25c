import * as assert from "assert";
import { appendFileSync, readFileSync } from "fs";
import { join } from "path";
import type { CheckReport } from "../../cli/lib/live-checks";
import { locksOn, stateFile } from "../../cli/lib/record";
import { course } from "../../components/lessons";
import type { CheckResult, Evidence } from "../../components/lib/probe";
import type { Checkout } from "./checkout";
import { docker, Ended, run, RunOptions, until } from "./run";
import { Underway } from "./underway";

/** A stack's outputs (DESIGN section 8). */
export interface Outputs {
    hosts: { name: string; container: string | null; dockerHost: string; engineVersion: string }[];
    evidence: Evidence[];
    checks: CheckResult[];
    commands: string[];
    url?: string;
    summary: string;
}

/** How many resources an operation made, kept, replaced …, as the tool's last lines say it. */
export type Counts = Partial<Record<"created" | "unchanged" | "updated" | "replaced" | "deleted", number>>;

const QUIET = ["--non-interactive", "--color", "never"];

/** One stack of the tests' checkout, worked on by plain pulumi and looked at from outside. */
export class Lab {
    /** Whether something may be there to destroy. */
    private touched = false;

    constructor(
        private readonly checkout: Checkout,
        /** The stack's name. */
        readonly name: string,
    ) {}

    /** Whose things it makes on the machine. */
    get whose() {
        return { owner: this.checkout.owner, stack: this.name };
    }

    /** The folder of its checkout. */
    get folder(): string {
        return this.checkout.folder;
    }

    /** Writes the stack's config, and makes the stack where set-up did not. */
    async make(config: Record<string, string>): Promise<void> {
        const file = join(this.checkout.folder, "stacks", `Pulumi.${this.name}.yaml`);
        const made = this.name in course;
        const lines = Object.entries(config).map(([key, value]) => `  docker-network-labs:${key}: "${value}"\n`);
        if (made) {
            for (const [key, value] of Object.entries(config)) await this.pulumi(["config", "set", key, value]);
        } else {
            appendFileSync(file, `config:\n${lines.join("")}`);
            await this.checkout.run("pulumi", ["stack", "init", this.name, "--no-select", ...QUIET]);
        }
    }

    /** Says in its config on which machines it is; on this one where there are none. */
    async setHosts(hosts: readonly Record<string, string>[]): Promise<void> {
        await this.pulumi(["config", "rm", "hosts"], { mayFail: true });
        for (const [index, host] of hosts.entries())
            for (const [key, value] of Object.entries(host))
                await this.pulumi(["config", "set", "--path", `hosts[${index}].${key}`, value]);
    }

    /** Runs plain pulumi on the stack. */
    pulumi(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
        return this.checkout.run("pulumi", [...args, "--stack", this.name, ...QUIET], options);
    }

    /** A plain `pulumi up`. */
    async up(): Promise<Counts> {
        this.touched = true;
        return countsOf(await this.pulumi(["up", "--yes", "--skip-preview"]));
    }

    /** A plain `pulumi up`, and the names of the resources that it replaced. */
    async upReplacing(): Promise<string[]> {
        const { all } = await this.pulumi(["up", "--yes", "--skip-preview"]);
        return [...all.matchAll(/^ \+- \S+ (\S+) replaced /gm)].map(([, name]) => name!).sort();
    }

    /** A plain `pulumi preview`, with the inputs that change. */
    async preview(...flags: string[]): Promise<string> {
        return (await this.pulumi(["preview", "--diff", ...flags])).all;
    }

    /** Fails unless a preview (and one with --refresh) finds nothing to do. */
    async assertClean(...flags: string[]): Promise<void> {
        await this.pulumi(["preview", "--diff", "--expect-no-changes", ...flags]);
    }

    /** A plain `pulumi destroy`. */
    async destroy(): Promise<Counts> {
        const counts = countsOf(await this.pulumi(["destroy", "--yes", "--skip-preview"]));
        this.touched = false;
        return counts;
    }

    /** The stack's outputs as of its last `up`. */
    async outputs(): Promise<Outputs> {
        return JSON.parse((await this.pulumi(["stack", "output", "--json"])).stdout) as Outputs;
    }

    /** The name of the running lab host, found by its labels. */
    async host(...flags: string[]): Promise<string> {
        const found = await this.hosts(...flags);
        assert.strictEqual(found.length, 1, `lab hosts of ${this.name}: ${found.join(", ") || "none"}`);
        return found[0]!;
    }

    /** The name of the container of one of several lab hosts. */
    node(name: string, ...flags: string[]): Promise<string> {
        return this.host(...flags, "--filter", `label=docker-network-labs.host=${name}`);
    }

    /** The names of its lab hosts, by their labels. */
    async hosts(...flags: string[]): Promise<string[]> {
        const labels = { ...this.whose, role: "lab-host" };
        const filters = Object.entries(labels).flatMap(([key, value]) => [
            "--filter",
            `label=docker-network-labs.${key}=${value}`,
        ]);
        return (await docker("ps", ...flags, ...filters, "--format", "{{.Names}}")).split("\n").filter(Boolean);
    }

    /** What a command line prints in the lab host (in a certain one of several), standard error included. */
    async inside(command: string, node?: string): Promise<string> {
        return (await this.tryInside(command, false, node)).all.trim();
    }

    /** Runs a command line in the lab host, which may fail. */
    async tryInside(command: string, mayFail = true, node?: string): Promise<Ended> {
        const host = await (node === undefined ? this.host() : this.node(node));
        return run("docker", ["exec", host, "bash", "-c", command], { mayFail });
    }

    /** How the lesson's checks come out now. */
    async check(within = 0): Promise<CheckResult[]> {
        const args = ["check", this.name, "--json", "--within", String(within)];
        const { stdout, all } = await this.checkout.lab(args, { mayFail: true });
        assert.ok(stdout.startsWith("["), all);
        const [report] = JSON.parse(stdout) as CheckReport[];
        assert.strictEqual(report?.state, "up", all);
        return report.checks;
    }

    /** Fails unless every check passes, on the live lab. Engines on several lab hosts need a while to tell each other. */
    async assertWhole(within = 30): Promise<void> {
        const checks = await this.check(within);
        assert.ok(checks.length > 0);
        const bad = checks.filter(({ ok }) => !ok).map(({ id, status, observed }) => `${id} ${status}: ${observed}`);
        assert.deepStrictEqual(bad, []);
    }

    /** Fails unless one plain up makes it whole, and leaves the next preview nothing to do. */
    async assertMended(within?: number): Promise<void> {
        await this.up();
        await this.assertWhole(within);
        await this.assertClean();
    }

    /** The ids of the checks that fail now; those that another one keeps from being judged are left out. */
    async failedChecks(): Promise<string[]> {
        const checks = await this.check(0);
        return checks.filter(({ status }) => status === "failed").map(({ id }) => id);
    }

    /** Begins a plain `pulumi up` and kills it, and all that it started, as soon as something holds. */
    async killUp(what: string, when: () => Promise<boolean>): Promise<void> {
        const up = this.beginPulumi(["up", "--yes", "--skip-preview"]);
        try {
            await until(`${what}, during an up of ${this.name}`, 60, when);
            assert.ok(!up.over, `the up of ${this.name} ended before it was killed`);
        } finally {
            up.kill();
        }
        await up.ended;
    }

    /** Begins plain pulumi on the stack. */
    beginPulumi(args: readonly string[]): Underway {
        this.touched = true;
        return this.checkout.begin("pulumi", [...args, "--stack", this.name, ...QUIET]);
    }

    /** Begins `./lab up` or another command on the stack. */
    begin(command: string, ...flags: string[]): Underway {
        this.touched = true;
        return this.checkout.begin("./lab", [command, this.name, ...flags]);
    }

    /** Runs `./lab up` or another command on the stack. */
    async lab(command: string, options: RunOptions & { args?: string[] } = {}): Promise<Ended> {
        this.touched = true;
        const { args = [], ...rest } = options;
        const ended = await this.checkout.lab([command, this.name, ...args], { seconds: 240, ...rest });
        if (command === "destroy" && ended.exitCode === 0) this.touched = false;
        return ended;
    }

    /** Fails unless one `./lab up` makes it whole, with nothing left to do. @returns what that said */
    async assertUpSuffices(): Promise<string> {
        const { all } = await this.lab("up");
        await this.assertWhole();
        await this.assertClean();
        return all;
    }

    /**
     * What the tool has on its record of operations that have not ended: locks, and steps that were begun.
     */
    get unsettled(): { locks: number; steps: number } {
        const state = readFileSync(stateFile(this.name, this.backend)!, "utf8");
        const { checkpoint } = JSON.parse(state) as {
            checkpoint: { latest?: { pending_operations?: unknown[] } };
        };
        return { locks: this.locks, steps: checkpoint.latest?.pending_operations?.length ?? 0 };
    }

    /** How many operations have locked it. */
    get locks(): number {
        return locksOn(this.name, this.backend).length;
    }

    /** Where the tool keeps its record of the checkout's stacks. */
    private get backend(): string {
        return `file://${join(this.checkout.folder, ".lab", "state")}`;
    }

    /** Takes back the lock that an operation which was killed has left. */
    async cancel(): Promise<void> {
        await this.pulumi(["cancel", "--yes"]);
    }

    /** That it went in another way than by a destroy. */
    wasRemoved(): void {
        this.touched = false;
    }

    /** For the end: destroys it in whatever state it is, and says what could not be done. */
    async destroyAnyhow(): Promise<void> {
        if (!this.touched) return;
        try {
            for (const host of await this.hosts("--filter", "status=paused")) await docker("unpause", host);
            await this.cancel().catch(() => undefined);
            await this.destroy();
        } catch (error) {
            process.stderr.write(`left to the sweep: ${String(error)}\n`);
        }
    }
}

/** The counts from the tool's last lines. */
export function countsOf({ all }: Ended): Counts {
    const found = all.matchAll(/^ +(?:[-+~]+ *)?(\d+) (created|unchanged|updated|replaced|deleted)$/gm);
    return Object.fromEntries([...found].map(([, number, what]) => [what, Number(number)]));
}
