/* eslint-disable @typescript-eslint/no-require-imports -- each command's code is read when that command runs: start-up time counts */
import { Command, Option } from "commander";
import { REFRESH, RESULTS, WITHIN, wholeSeconds, YES } from "../lib/arguments";

/** The class that is meant when none is named. */
const CLASS = "classroom";
const SEATS = ["[seats...]", "seats"] as const;

/** The commands on a class; without seats each is for all of them. */
export function classCommands(parent: Command, end: (exitCode: number) => void): void {
    const command = (name: string, description: string) =>
        parent.command(name).description(description).option("--class <name>", "the class", CLASS);
    const stacks = (seats: readonly string[], options: { class: string }) =>
        (require("./seats") as typeof import("./seats")).seatStacks(options.class, seats);

    command("up", "make seats, or repair them; without seats, the labs of those that the class has no more are removed")
        .argument(...SEATS)
        .option(...YES)
        .option(...RESULTS)
        .action(async (seats, options) =>
            end(await (require("./up") as typeof import("./up")).classUp(seats, options)),
        );

    command("preview", "show what `class up` would do, seat by seat; changes nothing")
        .argument(...SEATS)
        .option(...REFRESH)
        .option("--json", "print the changes as JSON")
        .action(async (seats, options) =>
            end(await (require("./preview") as typeof import("./preview")).classPreview(seats, options)),
        );

    command("status", "say how each seat is; changes nothing")
        .argument(...SEATS)
        .option("--json", "print it as JSON")
        .action(async (seats, options) =>
            end(await (require("./status") as typeof import("./status")).status(options.class, seats, options)),
        );

    command("check", "try the lessons' claims in the seats; changes nothing")
        .argument(...SEATS)
        .option(...WITHIN)
        .option(...RESULTS)
        .action(async (seats, options) =>
            end(await (require("../check") as typeof import("../check")).check(stacks(seats, options), options)),
        );

    command("grade", "try every check of every seat, and write grades.csv, grades.json and grades.xml (JUnit)")
        .argument(...SEATS)
        .option(...WITHIN)
        .option("--out <folder>", "where the files go", "grades")
        .action(async (seats, options) =>
            end(await (require("./grade") as typeof import("./grade")).grade(seats, options)),
        );

    command("reset", "remove seats and make them anew")
        .argument("<seats...>", "seats")
        .option(...YES)
        .action(async (seats, options) =>
            end(await (require("../reset") as typeof import("../reset")).reset(stacks(seats, options), options)),
        );

    command("exec", "run one shell command in all seats; equal answers are shown once")
        .argument("<command>", "the command, as one word")
        .option("--seats <seats...>", "in these seats alone")
        .option("--within <seconds>", "how long it may take in a seat", wholeSeconds, 10)
        .option("--json", "print the answers as JSON")
        .action(async (words, options) =>
            end(await (require("./exec") as typeof import("./exec")).exec(words, options)),
        );

    command("save", "write what somebody has in seats to archives, one a lab; changes nothing")
        .argument("<seats...>", "seats")
        .option("--out <folder>", "where the archives go", "saved")
        .action(async (seats, options) =>
            end(await (require("./save") as typeof import("./save")).save(seats, options)),
        );

    command("shell", "open a shell in a seat, or run a command there")
        .argument("<seat>", "seat")
        .argument("[command...]", "command, after --")
        .passThroughOptions()
        .action(async (seat, words, options) => {
            const [stack] = stacks([seat], options);
            end(await (require("../shell") as typeof import("../shell")).shell(stack!, words));
        });

    command("handout", "write a sheet to print, with a card for each seat that has SSH: command, password, fingerprint")
        .argument(...SEATS)
        .addOption(new Option("--format <format>", "what to write").choices(["html", "text"]).default("html"))
        .option("--out <file>", "where the sheet goes (default: handout.html or handout.txt)")
        .option("--address <name>", "what students type for the machine (default: sshAddress)")
        .option("--keys <folder>", "write a private key for each seat there as well")
        .option("--renew", "make new passwords and keys; `class up` then gives them to the seats")
        .action(async (seats, options) =>
            end(await (require("./handout") as typeof import("./handout")).handout(seats, options)),
        );

    command("destroy", "remove the labs of seats; without seats of all")
        .argument(...SEATS)
        .option(...YES)
        .option(...RESULTS)
        .action(async (seats, options) =>
            end(await (require("./destroy") as typeof import("./destroy")).classDestroy(seats, options)),
        );
}
