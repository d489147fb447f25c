import { existsSync, rmSync, writeFileSync } from "fs";
import { join } from "path";
import { LAB_HOST_CAPABILITIES } from "../../components/lib/nested-host";
import { PROJECT } from "../../components/lib/project";
import { LabError, messageOf } from "../lib/errors";
import { initStack, pulumi } from "../lib/pulumi";
import { memoryOf, mostMemoryOf } from "../lib/memory";
import { stateFile } from "../lib/record";
import { configFileOf, ROOT } from "../lib/stacks";

/** What a command took. */
export interface Took {
    seconds: number;
    /** The most memory that it and all that it started had at once, in MiB (PSS, looked at every second). */
    memory: number;
}

/** Runs a command to its end, in the checkout unless said. @throws LabError when it does not end well, or cannot be run */
export async function timed(
    file: string,
    args: readonly string[],
    { cwd = ROOT, env }: { cwd?: string; env?: Record<string, string> } = {},
): Promise<Took> {
    const { execa } = await import("execa");
    const began = performance.now();
    const child = execa(file, args, { cwd, env, all: true, reject: false, stdin: "ignore" });
    const memory = child.pid === undefined ? 0 : await mostMemoryOf(child.pid, child);
    const { exitCode, all, cause } = await child;
    if (exitCode === undefined) throw new LabError(`${file} cannot be run: ${messageOf(cause)}`);
    if (exitCode !== 0) throw new LabError(`${[file, ...args].join(" ")} ended with ${exitCode}:\n${all}`);
    return { seconds: (performance.now() - began) / 1000, memory };
}

/** Does something while there is a stack with a config. @throws LabError where there is such a stack already */
export async function withConfig<T>(
    stack: string,
    config: Record<string, unknown>,
    work: () => Promise<T>,
): Promise<T> {
    const file = join(ROOT, configFileOf({ stack }));
    if (existsSync(file) || existsSync(stateFile(stack) ?? ""))
        throw new LabError(
            `there is a stack ${stack}, whose name the bench needs`,
            `pulumi stack rename; or, where a bench that was killed left it: pulumi stack rm ${stack}`,
        );
    const keys = Object.entries(config).map(([key, value]) => [`${PROJECT}:${key}`, value]);
    writeFileSync(file, JSON.stringify({ config: Object.fromEntries(keys) as object })); // which is YAML as well
    try {
        await initStack({ stack });
        return await work();
    } finally {
        await pulumi(["stack", "rm", "--yes", stack]);
        rmSync(file, { force: true });
    }
}

/** The memory of all lab hosts whose name begins so, with all that runs in them, in MiB. */
export async function memoryOfLabs(prefix: string): Promise<number> {
    const { execa } = await import("execa");
    const { stdout: ids } = await execa("docker", ["container", "ls", "--quiet", "--filter", `name=^${prefix}`]);
    const { stdout } = await execa("docker", ["inspect", "--format", "{{.State.Pid}}", ...ids.split("\n")]);
    return memoryOf(stdout.split("\n").map(Number));
}

/** `bench/seats.sh`: the same by docker's commands alone. */
export async function floor(what: "up" | "down", seats: number, images: Record<string, string>): Promise<Took> {
    const flags = [
        "--cap-drop=ALL",
        ...LAB_HOST_CAPABILITIES.map((name) => `--cap-add=${name}`),
        ...["seccomp=unconfined", "apparmor=unconfined", "systempaths=unconfined"].map(
            (opt) => `--security-opt=${opt}`,
        ),
        "--cgroupns=private",
        "--tmpfs=/run:rw,nosuid,nodev,mode=755",
    ];
    const args = [what, String(seats), images["lab-host-26.1"]!, images.busybox!, flags.join(" ")];
    return timed(join(ROOT, "bench", "seats.sh"), args);
}
