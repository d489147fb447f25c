import { EXIT, LabError } from "./errors";
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
    if (run.exitCode !== EXIT.fine && mendStates()) run = await list();
    if (run.exitCode !== EXIT.fine) throw new LabError(`the stacks cannot be listed: ${errorsOf([], run).join("\n")}`);
    return JSON.parse(run.stdout) as Listed[];
}
