import { LabStack } from "../lib/stacks";
import { LiveLab } from "./live";
import { Facts } from "./facts";

/** How something is, the worst first; "unknown" is what could not be read. */
export const STATES = ["problem", "warning", "unknown", "fine"] as const;
export type State = (typeof STATES)[number];

/** Something that was looked at before class, and how it is. */
export interface Finding {
    /** Its topic and its name, such as `kernel/vxlan`: for programs. */
    id: string;
    /** The stacks that it is about; with a problem they cannot run. */
    stacks: readonly string[];
    /** The machine, by its name in the stacks' config; undefined for this one. */
    machine?: string;
    /** What was looked at, in a few words. */
    what: string;
    state: State;
    /** What was seen. */
    value: string;
    /** Why it matters; undefined where all is fine. */
    why?: string;
    /** What to do; undefined where all is fine. */
    fix?: string;
}

/** A machine as it was found, and the stacks that are on it. */
export interface Subject {
    stacks: readonly LabStack[];
    facts: Facts;
    /** Its name in the stacks' config; undefined for this machine. */
    machine?: string;
    /** This checkout's owner id; undefined before set-up. */
    owner?: string;
    /** Stack → its lab, of those that were looked at. */
    labs: ReadonlyMap<string, LiveLab>;
}

/** Says how something is, each time as a list of findings: of no stack, there is nothing to say. */
export function about(id: string, what: string, stacks: readonly Pick<LabStack, "stack">[], machine?: string) {
    const say = (state: State, value: string, why?: string, fix?: string): Finding[] =>
        stacks.length === 0
            ? []
            : [
                  {
                      id,
                      stacks: stacks.map(({ stack }) => stack),
                      ...(machine !== undefined && { machine }),
                      what,
                      state,
                      value,
                      ...(why !== undefined && { why }),
                      ...(fix !== undefined && { fix }),
                  },
              ];
    return {
        fine: (value: string) => say("fine", value),
        warning: (value: string, why: string, fix: string) => say("warning", value, why, fix),
        problem: (value: string, why: string, fix: string) => say("problem", value, why, fix),
        unknown: (why: string, fix: string, value = "could not be read") => say("unknown", value, why, fix),
    };
}
