import { existsSync, readFileSync } from "fs";
import { dirname, join } from "path";
import { z } from "zod";
import { HERE } from "../components/lib/elsewhere";
import { leftFile, OWNER_ID, runFolder, whereaboutsFile } from "../components/lib/project";
import { HostEntry } from "./hosts";

/** What is written down on this machine of where labs are. */
export interface Records {
    /** The machine that a stack's lab is on: its name, and with where it is, in words; undefined where nothing is written down. */
    of(stack: string): { name?: string; words: string } | undefined;
    /** The names of the machines on which a stack's lab was given up, and what it left there is not removed yet. */
    left(stack: string): readonly string[];
}

/** Of what is nowhere yet. */
export const NO_RECORDS: Records = { of: () => undefined, left: () => [] };

/** Reads what is written down of a checkout's labs, once for each. One that is not set up has none. */
export function recordsOf(root: string): Records {
    const owner = textOf(join(root, ".lab", "owner"))?.trim();
    if (owner === undefined || !OWNER_ID.test(owner)) return NO_RECORDS;
    const seen = new Map<string, ReturnType<Records["of"]>>();
    const recordOf = (stack: string): ReturnType<Records["of"]> => {
        const words = textOf(whereaboutsFile({ owner, stack }));
        if (words !== undefined) return { name: /^(\S+) \(/.exec(words)?.[1], words };
        // Of a lab on this machine nothing was written down while config named no other; it has its folder for sockets.
        return existsSync(dirname(runFolder({ owner, stack, generation: "any" }))) ? { words: HERE } : undefined;
    };
    return {
        of(stack) {
            // For each seat of a class, all the others are asked for.
            if (!seen.has(stack)) seen.set(stack, recordOf(stack));
            return seen.get(stack);
        },
        left: (stack) => readLeft(leftFile({ owner, stack })).map(({ machine }) => machine.name),
    };
}

const machine = z.looseObject({ name: z.string() }).transform((entry) => entry as unknown as HostEntry);
const lines = z.array(z.object({ machine, since: z.string() }));

/** What is written down in a file of what a lab has left on machines; see cli/lib/left-behind.ts. */
export function readLeft(file: string): z.infer<typeof lines> {
    const text = textOf(file);
    return text === undefined ? [] : lines.parse(JSON.parse(text));
}

function textOf(path: string): string | undefined {
    try {
        return readFileSync(path, "utf8");
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
        throw error;
    }
}
