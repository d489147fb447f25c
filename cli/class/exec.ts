import { EXIT } from "../lib/errors";
import { json, printable } from "../../components/lib/printable";
import { readable } from "../lib/labs";
import { sideBySide } from "../lib/side-by-side";
import { count, indent } from "../lib/text";
import { commandLine } from "../shell";
import { findSeats } from "./seats";

/** What a command came to in one seat. */
export interface Answer {
    stack: string;
    /** Undefined when it had to be ended. */
    exitCode: number | undefined;
    /** Why it had to be ended. */
    ended?: "no end in time" | "more to read than 1 MB";
    /** What it printed, and its errors between. */
    output: string;
}

/** So many characters of one answer are read. */
const MOST = 1_000_000;

/**
 * `lab class exec`: one shell command in all seats; equal answers are shown once.
 *
 * @param within how long it may take in a seat, in seconds
 */
export async function exec(
    command: string,
    options: { class: string; seats?: string[]; within: number; json?: boolean },
): Promise<number> {
    const labs = readable(await findSeats(options.class, options.seats ?? []));
    const { execa } = await import("execa");
    const jobs = labs.map(({ stack: { stack }, found }) => ({
        name: stack,
        run: async () => {
            const limited = ["timeout", "--kill-after=2", String(options.within), "bash", "-c", command];
            const { file, args, env } = await commandLine({ stack }, found, limited, false);
            const { exitCode, all, isMaxBuffer } = await execa(file, args, {
                all: true,
                env,
                maxBuffer: MOST,
                reject: false,
                stdin: "ignore",
                timeout: (options.within + 10) * 1000,
            });
            // 124 and 137 are `timeout`'s own.
            const late = exitCode === undefined || exitCode === 124 || exitCode === 137;
            const ended = isMaxBuffer ? "more to read than 1 MB" : late ? "no end in time" : undefined;
            const result: Answer = {
                stack,
                exitCode: ended ? undefined : exitCode,
                ...(ended && { ended }),
                output: all,
            };
            return { result, ok: exitCode === 0, words: howItEnded(result) };
        },
    }));
    const answers = await sideBySide(jobs, true);
    process.stdout.write(options.json ? json(answers) : renderAnswers(answers));
    return answers.every(({ exitCode }) => exitCode === 0) ? EXIT.fine : EXIT.failed;
}

function howItEnded({ exitCode, ended }: Answer): string {
    return ended ?? `exit code ${exitCode}`;
}

/** Answers, each once, the most frequent first, with the seats that gave it. */
export function renderAnswers(answers: readonly Answer[]): string {
    const groups = new Map<string, Answer[]>();
    for (const answer of answers) {
        const key = JSON.stringify([howItEnded(answer), answer.output]);
        groups.set(key, [...(groups.get(key) ?? []), answer]);
    }
    return [...groups.values()]
        .sort((one, other) => other.length - one.length)
        .map((group) => {
            const { output } = group[0]!;
            const seats = group.map(({ stack }) => stack).join(" ");
            const said = output === "" ? "    (it printed nothing)" : indent(printable(output), "    ");
            return `${count(group.length, "seat")}, ${howItEnded(group[0]!)}: ${seats}\n${said}\n`;
        })
        .join("\n");
}
