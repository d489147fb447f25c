import { readdirSync, readFileSync } from "fs";
import { join } from "path";

/** The folder with config that cannot be used, and what is said of it. */
export const GOLDEN = join(__dirname, "..", "golden");

/** What hostile config would make if anything in it were run. */
export const CANARY = "/tmp/lab-golden-canary";

/** The names of the cases, which are those of their stacks as well. */
export function goldenCases(): string[] {
    return readdirSync(GOLDEN).flatMap((file) => /^(.+)\.yaml$/.exec(file)?.[1] ?? []);
}

/** The file with what `lab` says of a case. */
export function messageFile(name: string): string {
    return join(GOLDEN, `${name}.txt`);
}

/** The problems that are named of a case, a line each. */
export function problemsOf(name: string): string[] {
    return [...readFileSync(messageFile(name), "utf8").matchAll(/^ {2}- (.*)$/gm)].map(([, problem]) => problem!);
}
