import { handMade } from "../../components/lib/hand-made";
import { printableLine } from "../../components/lib/printable";
import { lookAtLabs, readable } from "../lib/labs";
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
    for (const { stack, found } of readable(await lookAtLabs(await leftLabs(options.class)))) {
        const lost = handMade(found, stack).map((thing) => `  ! lost with it: ${printableLine(thing)}\n`);
        process.stdout.write(
            `${stack.stack}: the class has no such seat any more\n  - remove its lab\n${lost.join("")}`,
        );
    }
    return exitCode;
}
