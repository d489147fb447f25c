import { Elsewhere, isBare, withDockerAt } from "../components/lib/elsewhere";
import { Found, placeOf } from "../components/lib/look";
import { remoteLine, ssh } from "../components/lib/remote";
import { run } from "../components/lib/run";
import { LIMITS, onMachine, script } from "../components/lib/script";
import { labelKey } from "../components/lib/project";
import { EXIT, LabError } from "./lib/errors";
import { findLabs, readable } from "./lib/labs";
import { selectStacks } from "./lib/stacks";

/** A command line, with what its environment has in addition. */
export interface CommandLine {
    file: string;
    args: string[];
    env: Record<string, string>;
}

/**
 * `lab shell`: a shell where a lab runs, or a command there.
 *
 * @param where a stack, or STACK/HOST for one of several lab hosts (by default the first)
 * @returns the exit code of the shell or the command
 */
export async function shell(where: string, command: readonly string[]): Promise<number> {
    const [stack = "", host] = where.split("/", 2);
    const typed = command[0] === "--" ? command.slice(1) : command;
    const [lab] = readable(await findLabs(selectStacks([stack])));
    const { file, args, env } = await commandLine(
        { stack, host },
        lab!.found,
        typed,
        process.stdin.isTTY && process.stdout.isTTY,
    );
    const { execa } = await import("execa");
    // Ctrl-C is for what runs in the shell; this process only waits for it.
    process.on("SIGINT", () => undefined);
    const { exitCode, signal } = await execa(file, args, { stdio: "inherit", reject: false, env });
    return exitCode ?? (signal ? 128 + 2 : EXIT.failed);
}

/** The command line that opens the shell. @throws LabError when there is no running lab */
export async function commandLine(
    { stack, host: name }: { stack: string; host?: string },
    found: Found,
    command: readonly string[],
    terminal: boolean,
): Promise<CommandLine> {
    const named = Object.keys(found.lab?.hosts ?? {});
    if (name !== undefined && found.lab && !named.includes(name)) {
        const known = named.map((key) => `${stack}/${key}`);
        throw new LabError(`${stack} has no lab host ${JSON.stringify(name)}`, `name one of ${known.join(", ")}`);
    }
    const elsewhere = placeOf(found, name);
    if (found.lab?.kind === "direct") return onThatMachine(stack, command, terminal, elsewhere);
    // The shell is of use in a lab that did not get finished as well.
    const hosts = found.machine.containers.filter(({ Config }) => Config.Labels[labelKey("role")] === "lab-host");
    const own = Object.entries(found.lab?.hosts ?? {}).flatMap(([key, { container }]) =>
        container && key === (name ?? key) ? [container] : [],
    );
    const host = (found.lab ? own : hosts).find(({ State }) => State.Running);
    if (!host) {
        const what = found.lab ? `the lab host of ${stack} is stopped` : `there is no lab ${stack}`;
        throw new LabError(what, `./lab up ${stack}`, EXIT.failed);
    }
    const flags = terminal ? ["-it"] : ["-i"];
    const words = ["docker", "exec", ...flags, host.Name, ...(command.length > 0 ? command : ["bash"])];
    return there(words, {}, terminal, elsewhere);
}

/** A command line on the machine that a lab is on; beside an engine that has nothing but an address, here. */
function there(words: string[], env: Record<string, string>, terminal: boolean, elsewhere?: Elsewhere): CommandLine {
    const byItself = elsewhere === undefined || isBare(elsewhere);
    const settings = Object.entries(env).map(([key, value]) => `${key}=${value}`);
    const [file, ...args] = byItself
        ? [...(elsewhere ? withDockerAt(elsewhere) : []), ...words]
        : [...ssh(elsewhere, ...(terminal ? ["-t"] : [])), remoteLine(["env", ...settings, ...words])];
    return { file: file!, args, env: byItself ? env : {} };
}

/** For a lab on the machine itself: a shell whose `docker` is the lab's engine, and whose prompt names the lab. */
async function onThatMachine(
    stack: string,
    command: readonly string[],
    terminal: boolean,
    elsewhere?: Elsewhere,
): Promise<CommandLine> {
    const [address] = (await run(onMachine(LIMITS.look, elsewhere), script("machine-ready"), [])).split("\n");
    const mark = `[lab ${stack}] `;
    // It is set before each prompt, because the user's own start-up files set the prompt after this environment is read.
    const prompt = `PS1="${mark}\${PS1#"${mark}"}"`;
    const env = { DOCKER_HOST: address ?? "", PROMPT_COMMAND: prompt };
    return there(command.length > 0 ? [...command] : ["bash"], env, terminal, elsewhere);
}
