/** A command that an exercise has somebody type. */
export interface Typed {
    command: string;
    /** The lab host that it is typed on, of several; by default the first one. */
    on?: string;
    /** What it prints (standard error included), as the answer says; it may depend on what the commands before it printed. */
    shows?: RegExp | ((earlier: readonly string[]) => RegExp);
    /** Set where that takes a moment to come true, so that the command is typed again until it does. */
    settles?: true;
}

/** A small thing to try in the lab, and what comes of it. */
export interface Exercise<T = string> {
    task: T;
    /** What one sees, and why. */
    answer: T;
    /** The commands of the task and of the answer, each there word for word, in the order in which they are typed. */
    commands: readonly Typed[];
    /** The commands, also in task or answer, after which the lab is as it was; none where nothing was changed. */
    undo?: readonly Typed[];
}
