import { handMade } from "../../components/lib/hand-made";
import { printableLine } from "../../components/lib/printable";
import { EXIT } from "../lib/errors";
import { apart, lookAtLabs } from "../lib/labs";
import { preview, PreviewOptions } from "../preview";
import { leftLabs } from "./left";
import { seatStacks } from "./seats";

/** `lab class preview`: what `lab class up` would do, seat by seat; changes nothing. */
export async function classPreview(
    seats: readonly string[],
    options: PreviewOptions & { class: string },
): Promise<number> {
    const exitCode = await preview(seatStacks(options.class, seats), options);
    if (seats.length > 0 || options.json) return exitCode;
    const { read, lost } = apart(await lookAtLabs(await leftLabs(options.class)));
    for (const { stack, found } of read) {
        const things = handMade(found, stack).map((thing) => `  ! lost with it: ${printableLine(thing)}\n`);
        process.stdout.write(
            `${stack.stack}: the class has no such seat any more\n  - remove its lab\n${things.join("")}`,
        );
    }
    for (const { stack, lost: why } of lost)
        process.stdout.write(`${stack.stack}: the class has no such seat any more\n  ✗ ${printableLine(why)}\n`);
    return lost.length > 0 ? Math.max(exitCode, EXIT.failed) : exitCode;
}
