import { doing, inWords, reasonOf, Step, Thing, thingOf, wordsOfUrn } from "./words";

/** An event of the engine, as `pulumi … --json` prints it, cut down to what is looked at. */
export interface EngineEvent {
    resourcePreEvent?: { metadata: Step };
    resOutputsEvent?: { metadata: Step };
    resOpFailedEvent?: { metadata: Step };
    diagnosticEvent?: { urn?: string; message: string; severity: string };
    summaryEvent?: { result?: string };
}

/** A change that an operation made, or that a preview announces. */
export interface Change {
    op: "make" | "change" | "replace" | "remove";
    thing: Thing;
    /** Why, in words; empty where there is nothing to say. */
    reason: string;
}

const STACK_TYPE = "pulumi:pulumi:Stack";

const NOISE = [
    // set-up's own doing
    /^using pulumi-\S+ from \$PATH/,
    // said by what failed already
    /^(update|preview|destroy) (failed|canceled)$/,
    /^sdk-v2\/\S+:\d+: /,
];

/** The first resource of every lab sweeps what came of them, so there is nothing to confirm (see forgetPending in pulumi.ts). */
const PENDING = /^Attempting to deploy or update resources with (\d+) pending operations/;

/**
 * The errors of a Command hold its whole script, in the words of the official plugin or of ours (toolchain/command); what a person wants is
 * what the script said.
 */
export function withoutScripts(message: string): string {
    return message
        .replace(/: running "(?:[^"\\]|\\.)*"/gs, "")
        .replace(/\nthe command was: .*\nits output was:(?=\n)/s, ":")
        .replace(/^(.*: )?1 error occurred:\s+\* /, "");
}

/** Follows one operation of the engine by its events: what it works on now, and what it came to. */
export class Journal {
    readonly errors: string[] = [];
    readonly warnings: string[] = [];
    /** The stack's outputs as of the last event; they are new when the operation succeeded. */
    outputs: Record<string, unknown> = {};
    succeeded = false;
    /** How many steps an earlier operation that was killed had begun and not ended. */
    pending = 0;
    private done = 0;
    private readonly running = new Map<string, string>();
    private readonly changed = new Map<string, Change>();

    /** @param scenario the scenario of the operation's stack */
    constructor(private readonly scenario: string) {}

    /** What the operation did, in the order in which it began. */
    get changes(): Change[] {
        return [...this.changed.values()];
    }

    /** What the operation works on now, in words; empty before its first step. */
    get now(): string {
        const doneWords = this.done > 0 ? `${this.done} done` : "";
        const words = [...this.running.values()].join(", ");
        return words && doneWords ? `${doneWords}, ${words}` : words + doneWords;
    }

    /** Takes an event in. @returns what began with it, in words */
    add(event: EngineEvent): string | undefined {
        const { resourcePreEvent, resOutputsEvent, resOpFailedEvent, diagnosticEvent, summaryEvent } = event;
        if (resOutputsEvent) this.end(resOutputsEvent.metadata);
        if (resOpFailedEvent) this.running.delete(resOpFailedEvent.metadata.urn);
        if (diagnosticEvent) this.note(diagnosticEvent);
        if (summaryEvent) this.succeeded = summaryEvent.result === "succeeded";
        return resourcePreEvent && this.begin(resourcePreEvent.metadata);
    }

    private begin(step: Step): string | undefined {
        const thing = thingOf(step, this.scenario);
        if (!thing) return undefined;
        this.change(step, thing);
        const verb = doing(step.op);
        const words = verb && `${verb} ${inWords(thing)}`;
        if (words) this.running.set(step.urn, words);
        return words;
    }

    private end(step: Step): void {
        if (this.running.delete(step.urn)) this.done++;
        if (step.type === STACK_TYPE) this.outputs = step.new?.outputs ?? {};
    }

    private change(step: Step, thing: Thing): void {
        const op = CHANGES[step.op];
        if (!op) return;
        const before = this.changed.get(step.urn);
        // A replacement comes in several steps: those with both states know the reason.
        this.changed.set(step.urn, {
            op: before && before.op !== op ? "replace" : op,
            thing,
            reason: before?.reason || reasonOf(step),
        });
    }

    private note({ severity, message, urn }: NonNullable<EngineEvent["diagnosticEvent"]>): void {
        const list = severity === "error" ? this.errors : severity === "warning" ? this.warnings : undefined;
        const text = withoutScripts(message.trim());
        const pending = PENDING.exec(text);
        if (pending) this.pending = Number(pending[1]);
        if (pending || !list || text === "" || NOISE.some((noise) => noise.test(text))) return;
        const where = urn && wordsOfUrn(urn, this.scenario);
        const note = where ? `${where}: ${text}` : text;
        if (!list.includes(note)) list.push(note);
    }
}

const CHANGES: Readonly<Record<string, Change["op"]>> = {
    create: "make",
    update: "change",
    delete: "remove",
    replace: "replace",
    "create-replacement": "replace",
    "delete-replaced": "replace",
};
