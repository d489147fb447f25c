import { join } from "path";
import pLimit from "p-limit";
import { textOf } from "./files";
import { configFileOf, LabStack, ROOT } from "./stacks";

/** One operation at a time. */
const alone = pLimit(1);

/**
 * The tool writes a salt for its passphrase into a config file that has none. A class's file is that of all its seats, and while one operation
 * writes it, others would read half of it: so they wait for the first one, until the file has a salt.
 */
export async function whereSalted<T>(
    stack: Pick<LabStack, "stack" | "classroom">,
    operate: () => Promise<T>,
): Promise<T> {
    if (isSalted(stack)) return operate();
    const first = await alone(async () => (isSalted(stack) ? undefined : { result: await operate() }));
    return first ? first.result : operate();
}

function isSalted(stack: Pick<LabStack, "stack" | "classroom">): boolean {
    const isShared = stack.classroom !== undefined && process.env.PULUMI_BACKEND_URL?.startsWith("file:");
    const text = isShared ? textOf(join(ROOT, configFileOf(stack))) : undefined;
    return text === undefined || /encryptionsalt|secretsprovider/.test(text);
}
