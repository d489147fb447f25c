import { printable } from "../../components/lib/printable";
import { mendFirst } from "./shortages";

/** Exit codes that others script against. */
export const EXIT = {
    fine: 0,
    /** A check or an operation failed. */
    failed: 1,
    /** The input or the machine is not usable; nothing was changed. */
    unusable: 2,
} as const;

/** What a person can mend: said without a stack trace. */
export class LabError extends Error {
    /**
     * @param message what is wrong, with the value
     * @param todo what to do about it
     */
    constructor(
        message: string,
        readonly todo?: string,
        readonly exitCode: number = EXIT.unusable,
    ) {
        super(message);
    }
}

/** What is said of an error before the program ends, and its exit code. */
export function describeError(error: unknown): { text: string; exitCode: number } {
    if (error instanceof LabError) {
        const todo = error.todo === undefined ? "" : `\n  what to do: ${error.todo}`;
        return { text: printable(`lab: ${error.message}${todo}`), exitCode: error.exitCode };
    }
    const mend = isOfSystem(error) ? mendFirst(error.message) : undefined;
    if (mend !== undefined)
        return { text: printable(`lab: ${messageOf(error)}\n  what to do: ${mend}`), exitCode: EXIT.failed };
    const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { text: `lab: this is a bug in lab, not a mistake of yours:\n${trace}`, exitCode: EXIT.failed };
}

function isOfSystem(error: unknown): error is NodeJS.ErrnoException {
    return error instanceof Error && "syscall" in error;
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
    return error instanceof Error ? error.message : String(error);
}
