import { createInterface } from "readline";
import { LabError } from "./errors";

/** Asks a yes-or-no question on the terminal; the answer is no unless it is a yes. "nobody": there is no terminal to ask on. */
async function ask(question: string): Promise<"yes" | "no" | "nobody"> {
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

/** Goes on only with a yes. @param yes whether it was said beforehand @throws LabError without one */
export async function confirm(question: string, yes: boolean): Promise<void> {
    if (yes) return;
    const answer = await ask(question);
    if (answer === "no") throw new LabError("nothing was changed");
    if (answer === "nobody") throw new LabError("this needs a yes, so nothing was changed", "say it with --yes");
}

/** Whether an answer is a yes. */
export function isYes(answer: string): boolean {
    return /^y(es)?$/i.test(answer.trim());
}
