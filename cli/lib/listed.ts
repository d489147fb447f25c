import { EXIT, LabError } from "./errors";
import { CUT_OFF } from "./locks";
import { errorsOf, pulumi } from "./pulumi";
import { mendStates } from "./record";

/** A stack that the tool has a record of. */
export interface Listed {
    name: string;
    resourceCount?: number;
}

/** The stacks of this project that the tool has a record of. @throws LabError when it cannot list them */
export async function listStacks(): Promise<Listed[]> {
    const list = () => pulumi(["stack", "ls", "--json"]);
    let run = await list();
    const why = () => errorsOf([], run).join("\n");
    // What is cut off for this moment only was being written by somebody else.
    if (run.exitCode !== EXIT.fine && (mendStates() || CUT_OFF.test(why()))) run = await list();
    if (run.exitCode !== EXIT.fine) throw new LabError(`the stacks cannot be listed: ${why()}`);
    return JSON.parse(run.stdout) as Listed[];
}
