import { json } from "../components/lib/printable";
import { examine } from "./doctor/examine";
import { judge } from "./doctor/judge";
import { renderDoctor, verdicts } from "./doctor/render";
import { readSetUp } from "./doctor/set-up";
import { EXIT } from "./lib/errors";
import { readStacks, ROOT } from "./lib/stacks";

/**
 * `lab doctor`: says before class what keeps labs from running here, all of it at once, each with what to do. Read-only; exit code 2 if
 * some stack could not run.
 */
export async function doctor(typed: readonly string[], options: { json?: boolean }): Promise<number> {
    // Whether the kernel encrypts is judged with the rest of it.
    const named = readStacks(typed.length > 0 ? typed : ["course"], ROOT, { esp: () => undefined });
    const stacks = named.map(({ stack }) => stack);
    const findings = judge(await examine(named, readSetUp()));
    const verdict = verdicts(stacks, findings);
    process.stdout.write(options.json ? json({ stacks: verdict, findings }) : renderDoctor(stacks, findings));
    return verdict.every(({ runs }) => runs) ? EXIT.fine : EXIT.unusable;
}
