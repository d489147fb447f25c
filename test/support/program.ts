import { execa } from "execa";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "fs";
import { tmpdir } from "os";
import { join } from "path";
import { PATIENCE } from "../../cli/lib/patience";

/** How a run of pulumi ended. */
export interface Run {
    exitCode: number;
    /** Standard output and error together. */
    all: string;
}

/** A Pulumi project of a test's own, in a temporary folder, with its own state. */
export class Program {
    public readonly folder = mkdtempSync(join(tmpdir(), "docker-network-labs-program-"));
    private readonly env = {
        PULUMI_BACKEND_URL: `file://${this.folder}/state`,
        PULUMI_CONFIG_PASSPHRASE: "test",
        PULUMI_CONFIG_PASSPHRASE_FILE: "",
        PULUMI_SKIP_UPDATE_CHECK: "true",
        TMPDIR: join(this.folder, "tmp"), // where a program fails, its pipes stay
    };

    /** @param source the program, in JavaScript; it may read `input.json` beside it */
    constructor(source: string) {
        for (const name of ["state", "tmp"]) mkdirSync(join(this.folder, name));
        symlinkSync(join(__dirname, "..", "..", "node_modules"), join(this.folder, "node_modules"));
        writeFileSync(join(this.folder, "package.json"), '{"main":"index.js"}');
        writeFileSync(
            join(this.folder, "Pulumi.yaml"),
            "name: program\nruntime: { name: nodejs, options: { typescript: false } }\n",
        );
        writeFileSync(join(this.folder, "index.js"), source);
    }

    /** A command line that adds a line to the program's log. */
    public note(text: string): string {
        return `echo "${text}" >> ${join(this.folder, "log")}`;
    }

    /** The lines of the log. */
    public said(): string[] {
        const log = join(this.folder, "log");
        return existsSync(log) ? readFileSync(log, "utf8").trim().split("\n") : [];
    }

    /** Gives the program its input. */
    public input(value: unknown): void {
        writeFileSync(join(this.folder, "input.json"), JSON.stringify(value));
    }

    /** Runs pulumi in the project; a failure is an answer like any other. */
    public async pulumi(...args: string[]): Promise<Run> {
        const { exitCode, all } = await execa("pulumi", [...args, "--non-interactive"], {
            cwd: this.folder,
            env: this.env,
            stdin: "ignore",
            reject: false,
            all: true,
            timeout: 60_000 * PATIENCE,
        });
        return { exitCode: exitCode ?? -1, all };
    }

    /** Runs pulumi, and expects it to succeed. */
    public async succeed(...args: string[]): Promise<string> {
        const { exitCode, all } = await this.pulumi(...args);
        if (exitCode !== 0) throw new Error(`pulumi ${args.join(" ")} ended with ${exitCode}:\n${all}`);
        return all;
    }

    /** The stack's outputs. */
    public async outputs(): Promise<Record<string, unknown>> {
        const { stdout } = await execa("pulumi", ["stack", "output", "--json"], { cwd: this.folder, env: this.env });
        return JSON.parse(stdout) as Record<string, unknown>;
    }

    /** The stack's state as it is stored. */
    public state(): string {
        return readFileSync(join(this.folder, "state", ".pulumi", "stacks", "program", "test.json"), "utf8");
    }

    /** Destroys what is there and removes the project. */
    public async remove(): Promise<void> {
        await this.pulumi("destroy", "--yes", "--skip-preview");
        rmSync(this.folder, { recursive: true, force: true });
    }
}
