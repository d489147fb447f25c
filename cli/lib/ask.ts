import { createInterface } from "readline";

/** Asks a yes-or-no question on the terminal; the answer is no unless it is a yes. "nobody": there is no terminal to ask on. */
export async function ask(question: string): Promise<"yes" | "no" | "nobody"> {
    if (!process.stdin.isTTY || !process.stderr.isTTY) return "nobody";
    // On standard error, so that the output of --json stays clean.
    const terminal = createInterface({ input: process.stdin, output: process.stderr });
    const answer = await new Promise<string>((resolve) => {
        terminal.on("close", () => resolve("")); // Ctrl-C or Ctrl-D
        terminal.question(`${question} [y/N] `, resolve);
    });
    terminal.close();
    return isYes(answer) ? "yes" : "no";
}

/** Whether an answer is a yes. */
export function isYes(answer: string): boolean {
    return /^y(es)?$/i.test(answer.trim());
}
