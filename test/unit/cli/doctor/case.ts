import { Examined } from "../../../../cli/doctor/judge";
import { State } from "../../../../cli/doctor/finding";

/** Something that is broken on a machine where all was fine, and the one thing that is said of it. */
export interface Case {
    breaks: string;
    /** The stacks' config, key by key; those that are named are all that there are. */
    config?: Record<string, Record<string, string>>;
    /** What breaks it. */
    by: (seen: Examined) => void;
    id: string;
    state: State;
    /** All stacks by default. */
    stacks?: readonly string[];
    value: RegExp;
    fix: RegExp;
}
