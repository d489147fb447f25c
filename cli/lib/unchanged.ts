import { createHash } from "crypto";
import { existsSync, readdirSync, statSync } from "fs";
import { delimiter, join } from "path";
import { inTheWay } from "../../components/lib/claims";
import { isAsMade, missingImages, planLab } from "../../components/lib/plan";
import { Checkout } from "../../stacks/settings";
import { textOf, writeWhole } from "./files";
import { ReadLab, wantedOf } from "./labs";
import { locksOn, stateFile } from "./record";
import { configFileOf, LabStack, ROOT } from "./stacks";

// An `up` of a lab that is as its last `up` made it, from the same program and config with the same tools, changes nothing. Where all
// of that is proved, the engine need not be started to find it out: that would take three seconds.

/** What was written down when an `up` ended well. */
interface Proof {
    /** What it was made from: see circumstancesOf. */
    circumstances: string;
    /** The stack's state, as a hash. */
    state: string;
}

/** What a stack says of a lab that needs no `up`. */
export interface Unchanged {
    /** The stack's outputs, as its last `up` gave them. */
    outputs: Record<string, unknown>;
}

const FILES = ["index.ts", "start.cjs", "Pulumi.yaml", "package-lock.json", "node_modules/.package-lock.json"];
const WRITTEN_BY_SETUP = [".lab/owner", ".lab/images.json"];
const FOLDERS = ["components", "images", "stacks"];
const VARIABLES = ["DOCKER_HOST", "DOCKER_CONTEXT", "DOCKER_CONFIG", "PULUMI_BACKEND_URL", "PULUMI_HOME"];

/** What an `up` of a stack is made from, beside what is live, as a hash: program, images, config, tools. */
export function circumstancesOf(stack: Pick<LabStack, "stack" | "classroom">, root = ROOT, env = process.env): string {
    const folders = FOLDERS.flatMap((folder) =>
        readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
            .filter((entry) => entry.isFile())
            .map((entry) => join(entry.parentPath, entry.name)),
    );
    const others = folders.filter((path) => !/\/stacks\/Pulumi\..*\.yaml$/.test(path)).sort();
    const own = [...FILES, ...WRITTEN_BY_SETUP, configFileOf(stack)].map((file) => join(root, file));
    const hash = createHash("sha256").update(JSON.stringify([VARIABLES.map((name) => env[name]), tool(env)]));
    for (const path of [...own, ...others]) hash.update(`\0${path}\0`).update(textOf(path) ?? "absent");
    return hash.digest("hex");
}

/** The tool that is found on PATH, and when it was put there. */
function tool({ PATH = "" }: NodeJS.ProcessEnv): [string, number] | undefined {
    const path = PATH.split(delimiter)
        .map((folder) => join(folder, "pulumi"))
        .find((file) => existsSync(file));
    return path === undefined ? undefined : [path, statSync(path).mtimeMs];
}

/**
 * Writes down that an `up` ended well.
 *
 * @param circumstances as they were when it began
 */
export function writeProof(stack: string, circumstances: string): void {
    const state = stateOf(stack);
    if (state === undefined) return;
    const proof: Proof = { circumstances, state: hashOf(state) };
    writeWhole(proofFile(stack), JSON.stringify(proof)); // without it the next `up` asks the tool
}

/** A lab of which it is proved that an `up` would change nothing; undefined where it is not. @throws UnreadableLabError */
export async function unchanged({ stack, found }: ReadLab, made: Checkout): Promise<Unchanged | undefined> {
    const [written, state] = [textOf(proofFile(stack.stack)), stateOf(stack.stack)];
    // The tool waits for an operation that is under way, and clears away the lock of one that was killed.
    if (written === undefined || state === undefined || locksOn(stack.stack).length > 0) return undefined;
    const wanted = wantedOf(stack, made);
    const plan = planLab(found, wanted);
    if (!isAsMade(found, stack.scenario, plan) || missingImages(found, wanted, made.images).length > 0)
        return undefined;
    if ((await inTheWay(found, stack, { owner: made.owner, stack: stack.stack }, plan)).length > 0) return undefined;
    const proof: Proof = { circumstances: circumstancesOf(stack), state: hashOf(state) };
    return written === JSON.stringify(proof) ? { outputs: outputsIn(state) } : undefined;
}

function proofFile(stack: string): string {
    return join(ROOT, ".lab", "proofs", `${stack}.json`);
}

/** A stack's state; another backend than one of files has none that can be read here. */
function stateOf(stack: string): string | undefined {
    const file = stateFile(stack);
    return file === undefined ? undefined : textOf(file);
}

interface State {
    checkpoint?: { latest?: { resources?: { type: string; outputs?: Record<string, unknown> }[] } };
}

function outputsIn(state: string): Record<string, unknown> {
    const { resources = [] } = (JSON.parse(state) as State).checkpoint?.latest ?? {};
    return resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs ?? {};
}

function hashOf(text: string): string {
    return createHash("sha256").update(text).digest("hex");
}
