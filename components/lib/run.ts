import { spawn } from "child_process";
import { setTimeout } from "timers/promises";
import pLimit from "p-limit";
import { Remote } from "./remote";
import { fromHere, LIMITS, Place } from "./script";

/** A script that did not end well; `message` holds what it said. */
export class ScriptError extends Error {}

/** So much of what a script prints is read: who is root in a lab host decides what its commands print. */
const MOST = 64 * 1024 * 1024;

/** sshd turns away some of those who are at its door at a time, from the tenth on (MaxStartups in sshd_config). */
const AT_THE_DOOR = 8;
const doors = new Map<string, pLimit.Limit>();

/** Lets in no more at a time than a machine takes. */
function doorOf({ user, host, port }: Remote): pLimit.Limit {
    const key = `${user}@${host}:${port}`;
    const door = doors.get(key) ?? pLimit(AT_THE_DOOR);
    doors.set(key, door);
    return door;
}

/**
 * Runs a script in a place and gives what it printed. For reading only: what changes a lab is a Command of its stack.
 *
 * @param seconds how long to wait before giving up; the place's own limit is there for what hangs inside it
 * @throws ScriptError when it exits with another status than 0, or does not end in time
 */
export async function run(
    place: Place,
    text: string,
    args: readonly string[],
    stdin = "",
    seconds = LIMITS.look + 15,
): Promise<string> {
    const begin = () => runNow(place, text, args, stdin, seconds);
    return place.remote ? doorOf(place.remote)(() => insist(begin)) : begin();
}

/** What ssh says where sshd turned it away at the door: nothing was begun there. */
const TURNED_AWAY = /^kex_exchange_identification: /m;
/** Others at the door are let in, or go, within a moment. */
const TRIES = 5;

/** Knocks again where somebody was turned away at the door. */
async function insist<T>(begin: () => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++) {
        try {
            return await begin();
        } catch (error) {
            if (tries === TRIES || !(error instanceof ScriptError && TURNED_AWAY.test(error.message))) throw error;
            await setTimeout(tries * 200);
        }
    }
}

async function runNow(
    place: Place,
    text: string,
    args: readonly string[],
    stdin: string,
    seconds: number,
): Promise<string> {
    const [command, ...rest] = [...fromHere(place), ...args, text];
    return new Promise((resolve, reject) => {
        const child = spawn(command!, rest, { stdio: ["pipe", "pipe", "pipe"], timeout: seconds * 1000 });
        const out: Buffer[] = [];
        const err: Buffer[] = [];
        let length = 0;
        const keep = (all: Buffer[]) => (data: Buffer) => {
            length += data.length;
            if (length <= MOST) all.push(data);
            else child.kill();
        };
        child.stdout.on("data", keep(out));
        child.stderr.on("data", keep(err));
        child.stdin.on("error", () => undefined); // it may end without reading; its status tells
        child.stdin.end(stdin);
        child.on("error", reject);
        child.on("close", (status, signal) => {
            if (length > MOST) return reject(new ScriptError(`more to read than ${MOST} bytes`));
            // Commands that run side by side say the same of an engine that does not answer.
            const said = [...new Set(Buffer.concat(err).toString().trim().split("\n"))].join("\n");
            if (status === 0) resolve(Buffer.concat(out).toString());
            else reject(new ScriptError(said || (signal ? `no answer within ${seconds} s` : `exit status ${status}`)));
        });
    });
}
