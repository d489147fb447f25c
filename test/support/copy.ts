import { spawnSync } from "child_process";
import {
    chmodSync,
    cpSync,
    existsSync,
    mkdirSync,
    mkdtempSync,
    readdirSync,
    readFileSync,
    realpathSync,
    rmSync,
    symlinkSync,
    writeFileSync,
} from "fs";
import { tmpdir } from "os";
import { join, relative } from "path";
import { PATIENCE } from "../../cli/lib/patience";

const CHECKOUT = join(__dirname, "..", "..");
export const OWNERS = "/var/lib/docker-network-labs/owners";

/** Without the pulumi of the `lab test` that runs this. */
const PATH = process.env
    .PATH!.split(":")
    .filter((folder) => !/\/docker-network-labs\/pulumi-/.test(folder))
    .join(":");

export interface Ended {
    status: number | null;
    stdout: string;
    stderr: string;
}

/** A folder with a checkout in it, whose path would break careless quoting. */
export class Copy {
    readonly folder = realpathSync(mkdtempSync(join(tmpdir(), "lab-setup-")));
    readonly path = join(this.folder, "it's my lab");

    constructor() {
        chmodSync(this.folder, 0o755);
        const own = /^(node_modules|\.lab|\.git|stacks\/Pulumi\..*\.yaml)$/; // what is not part of a fresh checkout
        cpSync(CHECKOUT, this.path, { recursive: true, filter: (file) => !own.test(relative(CHECKOUT, file)) });
        symlinkSync(join(CHECKOUT, "node_modules"), join(this.path, "node_modules"));
    }

    lab(args: readonly string[], env: NodeJS.ProcessEnv = {}): Ended {
        return run([join(this.path, "lab"), ...args], env);
    }

    owner(): string {
        return readFileSync(join(this.path, ".lab", "owner"), "utf8").trim();
    }

    /** A program on PATH that stands for the machine's own. */
    fake(name: string, script: string): string {
        const bin = join(this.folder, "bin");
        mkdirSync(bin, { recursive: true });
        writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
        return `${bin}:${PATH}`;
    }

    remove(): void {
        for (const owner of existsSync(OWNERS) ? readdirSync(OWNERS) : [])
            if (readFileSync(join(OWNERS, owner), "utf8").startsWith(this.folder)) rmSync(join(OWNERS, owner));
        rmSync(this.folder, { recursive: true, force: true });
    }
}

/** Runs a program as somebody would who has not called `lab env`. */
export function run([file, ...args]: readonly string[], env: NodeJS.ProcessEnv = {}): Ended {
    const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(PULUMI|DOCKER)_/.test(name)));
    clean.PATH = PATH;
    return spawnSync(file!, args, {
        env: { ...clean, ...env },
        encoding: "utf8",
        cwd: "/",
        timeout: 120_000 * PATIENCE,
    });
}
