import { LabError } from "./errors";
import { leave } from "./left-behind";
import { lock } from "./record";
import { forgetLab } from "./seat-removal";
import { LabStack } from "./stacks";

/** Whether config says that nothing is to be on the machine of a seat any more. */
export function isGivenUp({ machine, listed = [] }: LabStack): boolean {
    return listed.some(({ name, seats }) => name === machine && seats === 0);
}

/**
 * Gives up a lab on a machine that does not answer: what is there is written down, and then here nothing is known of it any more.
 *
 * @throws LabError where somebody works on the stack, or the tool cannot forget it
 */
export async function giveUp(owner: string, { stack, machine, hosts: [entry] }: LabStack): Promise<void> {
    const unlock = lock(stack);
    if (!unlock) throw new LabError(`${stack} stays on ${machine}: another operation works on it`, "let that end");
    leave(owner, stack, entry!);
    unlock(); // the tool locks it itself
    const errors = await forgetLab(owner, stack);
    if (errors.length > 0) throw new LabError(`${stack} could not be given up on ${machine}: ${errors.join("\n")}`);
}
