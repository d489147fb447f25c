import { listStacks } from "../lib/listed";
import { classes, knownStacks, LabStack, ROOT, selectStacks } from "../lib/stacks";
import { recordsOf } from "../../stacks/records";
import { placeOfRemoved } from "../../stacks/seat-place";
import { seatStacks } from "./seats";

/** Labs that a class still has of seats which its config has no more. @throws LabError when the tool's record cannot be read */
export async function leftLabs(classroom: string): Promise<LabStack[]> {
    const [first] = selectStacks(seatStacks(classroom, []).slice(0, 1));
    const all = classes(ROOT);
    const others = [...knownStacks(ROOT), ...[...all.values()].flat().map(({ stack }) => stack)];
    const names = (await listStacks())
        .filter(({ resourceCount = 0 }) => resourceCount > 0)
        .map(({ name }) => name)
        .filter((name) => classOf(name, [...all.keys()]) === classroom && !others.includes(name));
    const records = recordsOf(ROOT);
    // What is live says of which scenario it is.
    return names.map((stack) => ({
        ...first!,
        stack,
        classroom,
        ...placeOfRemoved(stack, first!.listed ?? [], records),
    }));
}

/** The class that a stack's name begins with: of "a" and "a-b" it is the longer one. */
export function classOf(stack: string, all: readonly string[]): string | undefined {
    return all.filter((name) => stack.startsWith(`${name}-`)).sort((one, other) => other.length - one.length)[0];
}
