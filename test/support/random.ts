import { createHash, randomInt } from "crypto";
import { ALL } from "./record";

/**
 * What all that is random in a run of the tests comes from: LAB_TEST_SEED, or drawn in a long run. The part that is run at every change
 * is the same each time, so that what it says is of the change. It is printed in the titles.
 */
export const SEED = Number(process.env.LAB_TEST_SEED || (ALL ? randomInt(1_000_000) : 1));

/**
 * Numbers from 0 to 1, the same ones for the same seed.
 *
 * @param what they are for: stories that are told side by side draw each from their own
 */
export function draws(what: string): () => number {
    let drawn = 0;
    return () => createHash("sha256").update(`${SEED} ${what} ${drawn++}`).digest().readUInt32BE() / 2 ** 32;
}
