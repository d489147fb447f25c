import { inTheWay } from "../../components/lib/claims";
import { UnreadableLabError } from "../../components/lib/observe";
import { planLab } from "../../components/lib/plan";
import { Checkout } from "../../stacks/settings";
import { lookAtLabs, Seen, wantedOf } from "../lib/labs";
import { LabState, stateOf } from "../lib/live-checks";
import { LabStack } from "../lib/stacks";
import { about, Finding, Subject } from "./finding";

/** A stack's lab, as far as it matters before class. */
export interface LiveLab {
    state: LabState | "unreadable";
    /** Why it could not be read. */
    message?: string;
    /** What stands where it is to be made, under its names, without being its. */
    inTheWay: readonly string[];
}

/** Looks at the labs of some stacks, as `up` would, read-only. */
export async function examineLabs(stacks: readonly LabStack[], checkout: Checkout): Promise<Map<string, LiveLab>> {
    const seen = await lookAtLabs(stacks);
    const entries = seen.map(async (lab) => [lab.stack.stack, await liveLab(lab, checkout)] as const);
    return new Map(await Promise.all(entries));
}

async function liveLab(lab: Seen, made: Checkout): Promise<LiveLab> {
    if (lab.unreadable !== undefined) return { state: "unreadable", message: lab.unreadable, inTheWay: [] };
    const { stack, found } = lab;
    try {
        const plan = planLab(found, wantedOf(stack, made));
        const names = await inTheWay(found, stack, { owner: made.owner, stack: stack.stack }, plan);
        return { state: stateOf(found), inTheWay: names };
    } catch (error) {
        if (error instanceof UnreadableLabError) return { state: "unreadable", message: error.message, inTheWay: [] };
        throw error;
    }
}

/** Whether the labs that there are can be worked on, and what stands in the way of those on the machine itself. */
export function judgeLabs({ stacks, labs, machine }: Subject): Finding[] {
    return stacks.flatMap((stack) => {
        const lab = labs.get(stack.stack);
        const say = (id: string, what: string) => about(`labs/${id}`, what, [stack], machine);
        if (!lab)
            return stack.kind === "direct"
                ? say("names", "names and ports where it is made").unknown(
                      "the lesson's must be free",
                      "run ./lab setup, and make the Docker engine answer",
                  )
                : [];
        return [
            ...judgeState(stack, lab, say("state", "lab")),
            ...judgeNames(stack, lab, say("names", "names and ports where it is made")),
        ];
    });
}

type Say = ReturnType<typeof about>;

function judgeState({ stack }: LabStack, { state, message = "" }: LiveLab, say: Say): Finding[] {
    if (state === "unreadable")
        return say.problem(
            message,
            "what cannot be read is neither made, repaired nor removed",
            "mend what that says; how a lab host is: docker ps -a",
        );
    if (state === "unfinished")
        return say.warning(
            "its last `up` did not finish, or a lab host of it was removed",
            "it is no lab yet, and takes memory and disk",
            `./lab up ${stack} makes it anew, ./lab destroy ${stack} removes it`,
        );
    return say.fine({ up: "up", absent: "not there yet", stopped: "stopped; ./lab up starts it" }[state]);
}

function judgeNames({ stack, kind }: LabStack, { state, inTheWay: names }: LiveLab, say: Say): Finding[] {
    if (state === "unreadable") return [];
    const other = kind === "direct" ? `, or: pulumi config set engine nested --stack ${stack}` : "";
    return names.length > 0
        ? names.flatMap((name) =>
              say.problem(
                  `taken by what this lab did not make: ${name}`,
                  "`up` leaves that alone, and refuses",
                  `end or remove it as shown, or give the lab another (pulumi config set --stack ${stack})${other}`,
              ),
          )
        : say.fine("free");
}
