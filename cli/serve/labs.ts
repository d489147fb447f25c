import { checkout, classes, knownStacks, LabStack, readStacks, ROOT } from "../lib/stacks";
import { LabError } from "../lib/errors";
import { FollowedLab } from "./follow";
import { Watcher, watchMachine } from "./watch";

/** The labs that pages follow, each once. */
export class FollowedLabs {
    private readonly labs = new Map<string, FollowedLab>();
    private readonly owner = checkout().owner;
    private machine?: Watcher;
    private again?: NodeJS.Timeout;

    /** The labs of some names, as config has them now; what cannot be used is left out. @throws LabError when there is none of a name */
    get(names: readonly string[]): FollowedLab[] {
        return readStacks(names).flatMap(({ settings }) => (settings ? [this.follow(settings)] : []));
    }

    /** The lab of a stack. @throws LabError when there is none, or its config cannot be used */
    one(name: string): FollowedLab {
        const [named] = readStacks([name]);
        if (!named?.settings || named.stack !== name)
            throw new LabError(named && !named.settings ? named.problem : "there is no such stack");
        return this.follow(named.settings);
    }

    /** The labs of the course, and those of other stacks but for seats of classes. */
    course(): FollowedLab[] {
        const rooms = classes(ROOT);
        return this.get(knownStacks(ROOT).filter((name) => !rooms.has(name)));
    }

    private follow(stack: LabStack): FollowedLab {
        this.machine ??= this.watchMachine();
        const known = this.labs.get(stack.stack) ?? new FollowedLab(stack, this.owner);
        known.stack = stack;
        this.labs.set(stack.stack, known);
        return known;
    }

    private watchMachine(): Watcher {
        return watchMachine(this.owner, (stacks) => {
            for (const name of stacks) {
                const lab = this.labs.get(name);
                if (lab?.isViewed()) lab.poke();
            }
            if (this.machine?.alive() === false) this.engineGone();
        });
    }

    /** The machine's engine is restarted, or has ended: all labs are looked at, and it is asked again. */
    private engineGone(): void {
        this.machine = undefined;
        for (const lab of this.labs.values()) if (lab.isViewed()) lab.poke();
        this.again = setTimeout(() => (this.machine ??= this.watchMachine()), 2000);
    }

    end(): void {
        for (const lab of this.labs.values()) lab.end();
        clearTimeout(this.again);
        this.machine?.end();
    }
}
