import { createHash } from "crypto";

/** Where ports on the machine's loopback are taken from: below those that the kernel gives to clients. */
const FIRST = 20_000;
const COUNT = 10_000;

/**
 * A free port for what a lab serves. Where to start looking follows from the lab's name, so that labs which are made side by side
 * do not reach for the same one, and a lab that is made anew has its old one again.
 *
 * @param taken ports that something listens at
 * @throws Error when all are taken
 */
export function freePort(name: string, taken: readonly number[]): number {
    const start = createHash("sha256").update(name).digest().readUInt32BE(0);
    for (let step = 0; step < COUNT; step++) {
        const port = FIRST + ((start + step) % COUNT);
        if (!taken.includes(port)) return port;
    }
    throw new Error(
        `all ports from ${FIRST} to ${FIRST + COUNT - 1} are taken; set the "machinePort" of this stack's config`,
    );
}
