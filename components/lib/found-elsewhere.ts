import { existsSync, readFileSync } from "fs";
import { z } from "zod";
import { Elsewhere, HERE, whereabouts } from "./elsewhere";
import { LostMachineError, machineIn, reading, UnreadableLabError } from "./observe";
import { marksFile, whereaboutsFile } from "./project";
import { run } from "./run";
import { LIMITS, onMachine, script } from "./script";

// What is asked beside a lab itself, where labs may be on other machines: is it where it is looked for, and what must come from here.

/** Where no engine answers, `docker info` is content with what the client knows; `docker version` says why, and fails. */
const WHO = "docker version >/dev/null; docker info --format '{{json .Name}} {{json .ServerVersion}}'";

/** The oldest engine that nested lab hosts and the lessons were tried with. */
const OLDEST = [20, 10] as const;

const here = z.object({ images: z.array(z.string()), mine: z.boolean() });

/**
 * The project's images on this machine, from which they are brought to engines elsewhere.
 *
 * @throws UnreadableLabError also when the lab is not where it is looked for: it is to be destroyed before it moves
 */
export async function imagesHere(owner: string, stack: string, wanted: readonly Elsewhere[]): Promise<string[]> {
    const recorded = proveWhereabouts(owner, stack, wanted);
    if (wanted.length === 0) return [];
    const marks = marksFile({ owner, stack });
    const { images, mine } = await reading("this machine's engine", async () =>
        here.parse(
            JSON.parse(
                await run(onMachine(LIMITS.look), script("ask", "inspect", "observe-here"), [owner, stack, marks]),
            ),
        ),
    );
    if (mine && recorded === undefined) throw elsewhereThan(HERE, whereabouts(wanted), stack);
    return images;
}

/** What is written down of where the lab is; undefined for nothing. @throws UnreadableLabError when that is not where it is looked for */
function proveWhereabouts(owner: string, stack: string, wanted: readonly Elsewhere[]): string | undefined {
    const file = whereaboutsFile({ owner, stack });
    if (!existsSync(file)) return undefined;
    const recorded = readFileSync(file, "utf8");
    if (recorded === whereabouts(wanted) || (wanted.length === 0 && recorded.endsWith(` (${HERE})`))) return recorded;
    const way = `If it is gone for good, with its machine: rm ${file}`;
    throw elsewhereThan(recorded, whereabouts(wanted) || HERE, stack, way);
}

function elsewhereThan(found: string, wanted: string, stack: string, otherwise?: string): UnreadableLabError {
    return new UnreadableLabError(
        `The lab of ${stack} is on ${found}, and its config (hosts) now says ${wanted}. A lab is destroyed before it moves: ` +
            `put hosts back as it was, run ./lab destroy ${stack}, and change it then.${otherwise ? ` ${otherwise}` : ""}`,
    );
}

/** Questions that are under way: looks at the labs of a machine that begin together ask it once. */
const asked = new Map<string, Promise<string>>();

/** Asks an engine elsewhere who it is. @throws LostMachineError when there is no answer */
function asking(elsewhere: Elsewhere): Promise<string> {
    const key = JSON.stringify(elsewhere);
    const underway = asked.get(key);
    if (underway) return underway;
    const answer = run(onMachine(LIMITS.look, elsewhere), WHO, [])
        .catch((error: unknown) => {
            const why = error instanceof Error ? error.message : String(error);
            const what = `Could not read ${machineIn(elsewhere)}'s Docker engine, so nothing was changed: ${why}`;
            throw new LostMachineError(what, elsewhere.name, why.replaceAll(/\s+/g, " "));
        })
        .finally(() => asked.delete(key));
    asked.set(key, answer);
    return answer;
}

/**
 * Proves of an engine elsewhere that lessons can be made on it.
 *
 * @param named whether it must be called by the name that its machine has, as engines that are several know each other
 * @throws LostMachineError when it does not answer
 * @throws UnreadableLabError when it is too old or has another name
 */
export async function proveEngine(elsewhere: Elsewhere, named: boolean): Promise<void> {
    const what = machineIn(elsewhere);
    const answer = await asking(elsewhere);
    const [, name = "", version = ""] = /^"(.*)" "(.*)"$/.exec(answer.trim()) ?? [];
    const [major = 0, minor = 0] = version.split(".").map(Number);
    if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]))
        throw new UnreadableLabError(
            `The engine of ${what} is too old: it is Docker ${version || "of an unknown version"}. Allowed: Docker ${OLDEST.join(".")} and later`,
        );
    if (named && name !== elsewhere.name)
        throw new UnreadableLabError(
            `The engine of ${what} calls itself "${name}", and other engines will know it by that. Name the machine so in hosts`,
        );
}
