import { json } from "../components/lib/printable";
import { EXIT } from "./lib/errors";
import { selectStacks } from "./lib/stacks";
import { readTopology } from "./topology/read";

export async function topology(stack: string, options: { json?: boolean }): Promise<number> {
    const read = await readTopology(selectStacks([stack])[0]!);
    process.stdout.write(json(read));
    void options;
    return EXIT.fine;
}
