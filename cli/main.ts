/* eslint-disable @typescript-eslint/no-require-imports -- each command's code is read when that command runs: start-up time counts */
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { printable } from "../components/lib/printable";
import { OWNER_ID } from "../components/lib/project";
import { describeError, EXIT } from "./lib/errors";

/** The class that is meant when none is named. */
const CLASS = "classroom";
const SEATS = ["[seats...]", "seats"] as const;
// Options that several commands have.
const YES = ["-y, --yes", "do not ask, even where hand-made work is lost"] as const;
const RESULTS = ["--json", "print the results as JSON"] as const;
const REFRESH = ["--refresh", "compare with what the providers read as well"] as const;
const WITHIN = "how long a check may go on trying";
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
        .option("--within <seconds>", WITHIN, wholeSeconds, 3)
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

    const seats = lab.command("class").description("a class: the seats of a stack's file that has `seats`");
    classroom(seats.enablePositionalOptions(), end);

    command(
        "bench",
        "measure classes of several sizes, beside docker's commands alone; takes minutes, and most of the machine",
    )
        .option("--seats <numbers>", "how many seats, with commas between", seatNumbers, [1, 5, 10])
        .option("--out <file>", "where the figures go, as JSON", "bench.json")
        .action(async (options) => end(await (require("./bench") as typeof import("./bench")).bench(options)));

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

/** The commands on a class; without seats each is for all of them. */
function classroom(parent: Command, end: (exitCode: number) => void): void {
    const command = (name: string, description: string) =>
        parent.command(name).description(description).option("--class <name>", "the class", CLASS);
    const stacks = (seats: readonly string[], options: { class: string }) =>
        (require("./class/seats") as typeof import("./class/seats")).seatStacks(options.class, seats);

    command("up", "make seats, or repair them; without seats, the labs of those that the class has no more are removed")
        .argument(...SEATS)
        .option(...YES)
        .option(...RESULTS)
        .action(async (seats, options) =>
            end(await (require("./class/up") as typeof import("./class/up")).classUp(seats, options)),
        );

    command("preview", "show what `class up` would do, seat by seat; changes nothing")
        .argument(...SEATS)
        .option(...REFRESH)
        .option("--json", "print the changes as JSON")
        .action(async (seats, options) =>
            end(await (require("./class/preview") as typeof import("./class/preview")).classPreview(seats, options)),
        );

    command("status", "say how each seat is; changes nothing")
        .argument(...SEATS)
        .option("--json", "print it as JSON")
        .action(async (seats, options) =>
            end(
                await (require("./class/status") as typeof import("./class/status")).status(
                    options.class,
                    seats,
                    options,
                ),
            ),
        );

    command("check", "try the lessons' claims in the seats; changes nothing")
        .argument(...SEATS)
        .option("--within <seconds>", WITHIN, wholeSeconds, 3)
        .option(...RESULTS)
        .action(async (seats, options) =>
            end(await (require("./check") as typeof import("./check")).check(stacks(seats, options), options)),
        );

    command("grade", "try every check of every seat, and write grades.csv, grades.json and grades.xml (JUnit)")
        .argument(...SEATS)
        .option("--within <seconds>", WITHIN, wholeSeconds, 3)
        .option("--out <folder>", "where the files go", "grades")
        .action(async (seats, options) =>
            end(await (require("./class/grade") as typeof import("./class/grade")).grade(seats, options)),
        );

    command("reset", "remove seats and make them anew")
        .argument("<seats...>", "seats")
        .option(...YES)
        .action(async (seats, options) =>
            end(await (require("./reset") as typeof import("./reset")).reset(stacks(seats, options), options)),
        );

    command("exec", "run one shell command in all seats; equal answers are shown once")
        .argument("<command>", "the command, as one word")
        .option("--seats <seats...>", "in these seats alone")
        .option("--within <seconds>", "how long it may take in a seat", wholeSeconds, 10)
        .option("--json", "print the answers as JSON")
        .action(async (words, options) =>
            end(await (require("./class/exec") as typeof import("./class/exec")).exec(words, options)),
        );

    command("save", "write what somebody has in seats to archives, one a lab; changes nothing")
        .argument("<seats...>", "seats")
        .option("--out <folder>", "where the archives go", "saved")
        .action(async (seats, options) =>
            end(await (require("./class/save") as typeof import("./class/save")).save(seats, options)),
        );

    command("shell", "open a shell in a seat, or run a command there")
        .argument("<seat>", "seat")
        .argument("[command...]", "command, after --")
        .passThroughOptions()
        .action(async (seat, words, options) => {
            const [stack] = stacks([seat], options);
            end(await (require("./shell") as typeof import("./shell")).shell(stack!, words));
        });

    command("handout", "write a sheet to print, with a card for each seat that has SSH: command, password, fingerprint")
        .argument(...SEATS)
        .addOption(new Option("--format <format>", "what to write").choices(["html", "text"]).default("html"))
        .option("--out <file>", "where the sheet goes (default: handout.html or handout.txt)")
        .option("--address <name>", "what students type for the machine (default: sshAddress)")
        .option("--keys <folder>", "write a private key for each seat there as well")
        .option("--renew", "make new passwords and keys; `class up` then gives them to the seats")
        .action(async (seats, options) =>
            end(await (require("./class/handout") as typeof import("./class/handout")).handout(seats, options)),
        );

    command("destroy", "remove the labs of seats; without seats of all")
        .argument(...SEATS)
        .option(...YES)
        .option(...RESULTS)
        .action(async (seats, options) =>
            end(await (require("./class/destroy") as typeof import("./class/destroy")).classDestroy(seats, options)),
        );
}

function wholeSeconds(text: string): number {
    if (!/^\d{1,3}$/.test(text)) throw new InvalidArgumentError("Allowed: whole seconds, 0 to 999.");
    return Number(text);
}

function seatNumbers(text: string): number[] {
    if (!/^[1-9]\d{0,2}(,[1-9]\d{0,2})*$/.test(text))
        throw new InvalidArgumentError("Allowed: numbers of seats, such as 1,5,30.");
    return text.split(",").map(Number);
}

function ownerIds(text: string, before: readonly string[] = []): string[] {
    if (!OWNER_ID.test(text))
        throw new InvalidArgumentError("Allowed: ids of 8 hexadecimal digits, as `lab clean` shows them.");
    return [...before, text];
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
