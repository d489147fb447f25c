import * as pulumi from "@pulumi/pulumi";
import { UnreadableLabError } from "./components/lib/observe";
import { printable } from "./components/lib/printable";
import { NoneFreeError } from "./components/lib/subnet";
import { deployStack } from "./stacks/deploy";
import { InputError } from "./stacks/settings";

/** The stack's outputs: `hosts`, `evidence`, `checks`, `commands`, `summary`, and `url` where there is one. */
export = async () => {
    try {
        return await deployStack();
    } catch (error) {
        if ([InputError, UnreadableLabError, NoneFreeError].some((mendable) => error instanceof mendable))
            throw refusal(printable((error as Error).message));
        throw error;
    }
};

/** What a person can mend is said without a stack trace. */
function refusal(message: string): pulumi.RunError {
    const error = new pulumi.RunError(message);
    // An error with a stack is inspected to its last property, and on this one hangs the whole run: 17 s and 3 GB.
    error.stack = undefined;
    return error;
}
