import { destroyLabs } from "../destroy";
import { fetchLeft, renderLeft } from "../lib/left-behind";
import { checkout, selectStacks } from "../lib/stacks";
import { leftLabs } from "./left";
import { seatStacks } from "./seats";

/** `lab class destroy`: removes the labs of seats; without names of all, and of those that the class has no more. */
export async function classDestroy(
    seats: readonly string[],
    options: { class: string; yes?: boolean; json?: boolean },
): Promise<number> {
    const left = seats.length > 0 ? [] : await leftLabs(options.class);
    const stacks = [...selectStacks(seatStacks(options.class, seats)), ...left];
    const fetching = await fetchLeft(stacks, checkout().owner);
    const exitCode = await destroyLabs(stacks, options);
    process.stderr.write(renderLeft(await fetching.end));
    return exitCode;
}
