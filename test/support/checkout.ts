import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmdirSync, rmSync, symlinkSync } from "fs";
import { tmpdir } from "os";
import { dirname, join } from "path";
import { after } from "mocha";
import { script } from "../../components/lib/script";
import { readCheckout } from "../../stacks/settings";
import { cleaningUp, Ended, run, RunOptions } from "./run";
import { Lab } from "./lab";
import { Underway } from "./underway";

const ROOT = join(__dirname, "..", "..");
const SETTINGS = join(ROOT, ".lab", "settings");
const OWNERS = "/var/lib/docker-network-labs/owners";

/**
 * A checkout of the tests' own: a copy of this one's files, in git, with an owner, a state and a passphrase of its own. So the labs
 * of the tests and those of whoever runs them never touch each other.
 */
export class Checkout {
    /** The stacks that were made in it. */
    private readonly labs: Lab[] = [];
    /** What was begun in it. */
    private readonly begun: Underway[] = [];

    private constructor(
        /** Where it is. */
        readonly folder: string,
        /** What `lab env` prints there, in effect. */
        readonly plain: NodeJS.ProcessEnv,
        /** Its random owner id. */
        readonly owner: string,
    ) {}

    /**
     * Copies the files and runs set-up in the copy.
     *
     * @param whose variables that another user has others of
     */
    static async make(whose: NodeJS.ProcessEnv = {}): Promise<Checkout> {
        const room = mkdtempSync(join(tmpdir(), "lab-test-"));
        try {
            return await Checkout.makeIn(join(room, "checkout"), whose);
        } catch (error) {
            rmSync(room, { recursive: true });
            throw error;
        }
    }

    private static async makeIn(folder: string, whose: NodeJS.ProcessEnv): Promise<Checkout> {
        await copyFiles(folder);
        const plain = { ...process.env, ...whose };
        // Neither the backend of whoever runs the tests nor their login; where their plugins are may stay.
        for (const name of Object.keys(plain)) if (/^PULUMI_(?!HOME$)/.test(name)) delete plain[name];
        plain.PULUMI_CREDENTIALS_PATH = join(dirname(folder), "credentials");
        mkdirSync(plain.PULUMI_CREDENTIALS_PATH);
        // What the tool leaves of a program that was refused or killed goes with the checkout.
        plain.TMPDIR = join(dirname(folder), "tmp");
        mkdirSync(plain.TMPDIR);
        // Images from where this checkout's come from, which are there already.
        mkdirSync(join(folder, ".lab"));
        if (existsSync(SETTINGS)) copyFileSync(SETTINGS, join(folder, ".lab", "settings"));
        // Set-up waits for another one on this machine, which may take its time.
        await run("./lab", ["setup"], { cwd: folder, env: plain, seconds: 900 });
        const exports = await run("bash", ["-c", 'eval "$(./lab env)" && env -0'], { cwd: folder, env: plain });
        const env = Object.fromEntries(exports.stdout.split("\0").flatMap(entryOf));
        return new Checkout(folder, env, readFileSync(join(folder, ".lab", "owner"), "utf8").trim());
    }

    /** The same, with programs starting as quickly as `lab` starts them: hundreds of them are started here. */
    get env(): NodeJS.ProcessEnv {
        return { ...this.plain, NODE_OPTIONS: `--require ${JSON.stringify(join(this.folder, "start.cjs"))}` };
    }

    /** Has the tool keep its record of the stacks in another folder, such as one on a disk of its own. */
    async keepStateIn(folder: string): Promise<void> {
        const state = join(this.folder, ".lab", "state");
        await run("cp", ["--archive", `${state}/.`, folder]);
        rmSync(state, { recursive: true });
        symlinkSync(folder, state);
    }

    /** Image's name in the project → its name on the machine, as set-up wrote them down. */
    get images(): Readonly<Record<string, string>> {
        return readCheckout(this.folder).images;
    }

    /** The image of lab hosts, which plays machines as well. */
    get labHostImage(): string {
        return this.images["lab-host-26.1"]!;
    }

    /** Runs a program in the checkout, in the environment of `lab env`. */
    run(file: string, args: readonly string[], options: RunOptions = {}): Promise<Ended> {
        return run(file, args, { cwd: this.folder, env: this.env, seconds: 180, ...options });
    }

    /** Runs `./lab`. */
    lab(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
        return this.run("./lab", args, options);
    }

    /** Begins a program in the checkout, and does not wait for its end. */
    begin(file: string, args: readonly string[], env = this.env): Underway {
        const underway = Underway.begin(file, args, this.folder, env);
        this.begun.push(underway);
        return underway;
    }

    /** A lab of this checkout, with its stack made where it is not one of the course's. */
    async stack(name: string, config: Record<string, string> = {}): Promise<Lab> {
        const lab = new Lab(this, name);
        this.labs.push(lab);
        await lab.make(config);
        return lab;
    }

    /** Removes the labs, whatever became of them, then all else that set-up made for this checkout. */
    async remove(): Promise<void> {
        for (const underway of this.begun) underway.kill();
        await Promise.all(this.labs.map((lab) => lab.destroyAnyhow()));
        await this.sweep();
        for (const path of [join(OWNERS, this.owner), `/var/lib/docker-network-labs/${this.owner}`])
            rmSync(path, { recursive: true, force: true });
        rmSync(dirname(this.folder), { recursive: true, force: true });
    }

    /** Removes what a lab that was not destroyed has left on the machine: only what carries this owner's label or mark. */
    private async sweep(): Promise<void> {
        const filter = `label=docker-network-labs.owner=${this.owner}`;
        await run("bash", [
            "-c",
            `docker ps -aq --filter ${filter} | xargs -r docker rm -fv; ` +
                `docker network ls -q --filter ${filter} | xargs -r docker network rm; ` +
                `docker volume ls -q --filter ${filter} | xargs -r docker volume rm; ` +
                `for mark in $(grep -ls '^${this.owner} ' /run/docker-network-labs/netns/*); do ` +
                'ip netns delete "${mark##*/}"; rm -f "$mark"; done; ' +
                `for disk in /var/lib/docker-network-labs/${this.owner}/*.disks/*/mounted; do ` +
                'if mountpoint -q "$disk"; then umount "$disk"; fi; done\n' +
                `${script("fence")}\nfence_marked "docker-network-labs ${this.owner} " | ` +
                'while IFS=$\'\\t\' read -r chain bridge mark; do fence_rule -D "$chain" "$bridge" "$mark"; done',
        ]);
        const own = `/run/docker-network-labs/${this.owner}`;
        rmSync(own, { recursive: true, force: true });
        for (const folder of ["/run/docker-network-labs/netns", "/run/docker-network-labs"]) {
            try {
                rmdirSync(folder);
            } catch {
                // other labs are in it, or it is gone
            }
        }
    }
}

let shared: Promise<Checkout> | undefined;

/** The checkout that all engine tests share. It is made when a test first asks, and removed after the last one. */
export function checkout(): Promise<Checkout> {
    return (shared ??= Checkout.make());
}

after("the tests' own checkout goes", async function () {
    this.timeout(180_000);
    cleaningUp();
    await (await shared?.catch(() => undefined))?.remove();
});

/** Copies what is in git, or could be, and commits it in the copy, so that git there shows what a lab leaves behind. */
async function copyFiles(folder: string): Promise<void> {
    const listed = await run("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { cwd: ROOT });
    const files = listed.stdout.split("\0").filter((path) => path !== "" && existsSync(join(ROOT, path)));
    mkdirSync(folder);
    await run("xargs", ["-0", "cp", "--parents", "-P", "-t", folder], { cwd: ROOT, stdin: files.join("\0") });
    symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
    const author = ["-c", "user.name=tests", "-c", "user.email=tests@localhost", "-c", "commit.gpgsign=false"];
    for (const args of [
        ["init", "--quiet"],
        ["add", "--all"],
        [...author, "commit", "--quiet", "--message", "copy"],
    ])
        await run("git", args, { cwd: folder });
}

function entryOf(line: string): [string, string][] {
    const at = line.indexOf("=");
    return at > 0 ? [[line.slice(0, at), line.slice(at + 1)]] : [];
}
