/* eslint-disable @typescript-eslint/no-require-imports -- each command's code is read when that command runs: start-up time counts */
import { Argument, Command, CommanderError, Option } from "commander";
import { printable } from "../components/lib/printable";
import { classCommands } from "./class/commands";
import {
    BENCHES,
    ipAddress,
    ownerIds,
    portNumber,
    REFRESH,
    RESULTS,
    runNumber,
    seatNumbers,
    WITHIN,
    YES,
} from "./lib/arguments";
import { describeError, EXIT } from "./lib/errors";

const STACKS = "stacks, or groups of them (default: single-host)";

/** The `lab` command: its arguments; what each command does is in the file of its name. */
export function program(): Command {
    const lab = new Command("lab")
        .description("Labs of a Docker networking course")
        .exitOverride()
        .configureOutput({ writeErr: (text) => void process.stderr.write(printable(text)) })
        .enablePositionalOptions();
    const command = (name: string, description: string) => lab.command(name).description(description);
    const end = (exitCode: number) => void (process.exitCode = exitCode);

    command("up", "make labs, or repair them")
        .argument("[stacks...]", STACKS)
        .option(...YES)
        .option(...RESULTS)
        .action(async (stacks, options) => end(await (require("./up") as typeof import("./up")).up(stacks, options)));

    command("preview", "show what `up` would do; changes nothing")
        .argument("[stacks...]", STACKS)
        .option(...REFRESH)
        .option("--diff", "show every input that changes, as the tool shows it")
        .option("--json", "print the changes as JSON")
        .action(async (stacks, options) =>
            end(await (require("./preview") as typeof import("./preview")).preview(stacks, options)),
        );

    command("check", "try the lessons' claims on the live labs; changes nothing")
        .argument("[stacks...]", "stacks (default: those that are up)")
        .option(...WITHIN)
        .option(...RESULTS)
        .action(async (stacks, options) =>
            end(await (require("./check") as typeof import("./check")).check(stacks, options)),
        );

    command("drift", "say what is broken in the live labs, and what was made in them by hand; changes nothing")
        .argument("[stacks...]", "stacks (default: those that are up)")
        .option(...RESULTS)
        .action(async (stacks, options) =>
            end(await (require("./drift") as typeof import("./drift")).drift(stacks, options)),
        );

    command("topology", "show a live lab's network: what is plugged in where; changes nothing")
        .argument("<stack>", "stack")
        .addOption(new Option("--json", "print it as data").conflicts(["svg", "mermaid", "dot"]))
        .addOption(new Option("--svg", "print it as a picture").conflicts(["mermaid", "dot"]))
        .addOption(new Option("--mermaid", "print it as a picture in Mermaid's language").conflicts(["dot"]))
        .option("--dot", "print it as a picture in Graphviz's language")
        .addOption(new Option("--lang <language>", "language of pictures").choices(["en", "zh"]).default("en"))
        .action(async (stack, options) =>
            end(await (require("./topology") as typeof import("./topology")).topology(stack, options)),
        );

    command("reset", "remove labs and make them anew")
        .argument("<stacks...>", "stacks, or groups of them")
        .option(...YES)
        .action(async (stacks, options) =>
            end(await (require("./reset") as typeof import("./reset")).reset(stacks, options)),
        );

    command("destroy", "remove labs")
        .argument("[stacks...]", STACKS)
        .option(...YES)
        .option(...RESULTS)
        .action(async (stacks, options) =>
            end(await (require("./destroy") as typeof import("./destroy")).destroy(stacks, options)),
        );

    command("clean", "find what labs left on this machine, and remove what is this checkout's or nobody's any more")
        .option("--owner <ids...>", "remove these owners' things, and no others'", ownerIds)
        .option("--all", "remove everybody's")
        .option("-y, --yes", "do not ask")
        .option("--json", "print what was found as JSON")
        .action(async (options) => end(await (require("./clean") as typeof import("./clean")).clean(options)));

    command("doctor", "say before class what keeps labs from running here, and what to do about it; changes nothing")
        .argument("[stacks...]", "stacks, or groups of them (default: the whole course)")
        .option("--json", "print what was found as JSON")
        .action(async (stacks, options) =>
            end(await (require("./doctor") as typeof import("./doctor")).doctor(stacks, options)),
        );

    command("shell", "open a shell in a lab host, or run a command there")
        .argument("<stack>", "stack, or STACK/HOST for one of several lab hosts")
        .argument("[command...]", "command, after --")
        .passThroughOptions()
        .action(async (stack, words) =>
            end(await (require("./shell") as typeof import("./shell")).shell(stack, words)),
        );

    command(
        "sheet",
        "write a page for each lab: picture, commands, what they print, checks, exercises; changes nothing",
    )
        .argument("[stacks...]", "stacks, groups of them, or classes (default: the whole course)")
        .addOption(languageOption())
        .option("--checks", "try all checks of a class, not only those of seats that are not as they were made")
        .option("--out <folder>", "where the pages go", "sheets")
        .action(async (stacks, options) =>
            end(await (require("./sheet") as typeof import("./sheet")).sheet(stacks, options)),
        );

    command(
        "serve",
        "show the same pages live, on this machine alone unless told otherwise; runs nothing but the checks",
    )
        .option("--port <port>", "TCP port (default: a free one)", portNumber, 0)
        .option("--address <address>", "one of this machine's addresses", ipAddress, "127.0.0.1")
        .addOption(languageOption())
        .action(async (options) => end(await (require("./serve") as typeof import("./serve")).serve(options)));

    const seats = lab.command("class").description("a class: the seats of a stack's file that has `seats`");
    classCommands(seats.enablePositionalOptions(), end);

    command("bench", "measure classes of several sizes and tools side by side; takes minutes, and most of the machine")
        .addArgument(new Argument("[what...]", "what is measured (default: both)").choices(BENCHES))
        .option("--seats <numbers>", "classes: how many seats, with commas between", seatNumbers, [1, 5, 10])
        .option("--runs <number>", "direct: how often each tool makes the lab", runNumber, 3)
        .option("--out <file>", "where the figures go, as JSON", "bench.json")
        .action(async (what, options) =>
            end(await (require("./bench") as typeof import("./bench")).bench(what, options)),
        );

    command("test", "run lint, types, unit and engine tests")
        .option("--all", "the long ones as well (a bare Debian, virtual machines)")
        .option("--unit", "lint, types and unit tests alone")
        .option(
            "--reliability [part...]",
            "the reliability tests alone, all or some parts, and docs/RELIABILITY.md anew from what they see",
        )
        .action(async (options) => end(await (require("./test") as typeof import("./test")).test(options)));
    return lab;
}

function languageOption(): Option {
    return new Option("--lang <language>", "in one language (default: both, and the browser chooses)").choices([
        "en",
        "zh",
    ]);
}

async function main(): Promise<void> {
    try {
        await program().parseAsync();
    } catch (error) {
        if (error instanceof CommanderError) {
            process.exitCode = error.exitCode === 0 ? EXIT.fine : EXIT.unusable; // it has said what is wrong
            return;
        }
        const { text, exitCode } = describeError(error);
        process.stderr.write(`${text}\n`);
        process.exitCode = exitCode;
    }
}

if (require.main === module) void main();
