import { Look } from "../components/lib/look";

/** The `lab` command has just looked at the lab itself, so the program that it starts need not look again: a third of a second. */
const VARIABLE = "DOCKER_NETWORK_LABS_LOOK";
/** Older than this, a look says too little about now; a class of thirty waits for its turn for as long. */
const FRESH_MILLISECONDS = 60_000;
/** The kernel takes 128 KiB for one variable; a lab that is larger is looked at twice. */
const LONGEST = 100_000;

interface Handover {
    stack: string;
    /** When the look was taken, in milliseconds since 1970. */
    at: number;
    found: Look;
}

/** The environment that hands a look over to a program. */
export function handOver(stack: string, at: number, found: Look): Record<string, string> {
    const text = JSON.stringify({ stack, at, found } satisfies Handover);
    return text.length > LONGEST ? {} : { [VARIABLE]: text };
}

/** The look that was handed over, if it is of this stack and fresh. */
export function handedOver(stack: string, environment = process.env): Look | undefined {
    const text = environment[VARIABLE];
    if (!text) return undefined;
    const handover = JSON.parse(text) as Handover;
    const age = Date.now() - handover.at;
    return handover.stack === stack && age >= 0 && age < FRESH_MILLISECONDS ? handover.found : undefined;
}
