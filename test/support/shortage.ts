import * as assert from "assert";
import { Ended } from "./run";

/** Why an operation failed, in its words, and what it says is to be done first. */
type Shortage = readonly [why: RegExp, todo: RegExp];

export const FULL: Shortage = [/no space left on device/i, /make room on the disk: /];
export const ENGINE_GONE: Shortage = [/docker daemon|error during connect/i, /start the engine, where it stopped: /];
export const LAB_HOST_GONE: Shortage = [/error during connect|docker daemon/i, /give the lab host more memory, /];

/** Fails unless an operation failed, and says for a person why, and what to do first. */
export function assertSays({ exitCode, all }: Ended, [why, todo]: Shortage, exit = 1): void {
    assert.strictEqual(exitCode, exit, all);
    assert.match(all, why);
    assert.match(all, new RegExp(`^ +what to do: ${todo.source}`, "m"));
    assert.doesNotMatch(all, /bug in lab|^\s+at .*\.[jt]s:/m);
}
