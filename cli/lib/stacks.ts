import { readdirSync, readFileSync } from "fs";
import { join } from "path";
import { parse } from "yaml";
import { course } from "../../components/lessons";
import { PROJECT } from "../../components/lib/project";
import { Checkout, InputError, readCheckout, readSettings, Settings } from "../../stacks/settings";
import { LabError, messageOf } from "./errors";

/** The checkout's folder. */
export const ROOT = join(__dirname, "..", "..");

/** A stack that a command works on. */
export type LabStack = Settings;

const CONFIG_FILE = /^Pulumi\.(.+)\.yaml$/;

/** The stacks that can be named: those of the course, in its order, and others that have a config file. */
export function knownStacks(root: string): string[] {
    const files = readdirSync(join(root, "stacks")).flatMap((file) => CONFIG_FILE.exec(file)?.[1] ?? []);
    return [...new Set([...Object.keys(course), ...files.sort()])];
}

/** Whether a stack is one of the course's own, which is made when it is missing. */
export function isOfCourse(stack: string): boolean {
    return stack in course;
}

/** Names for several stacks at once. */
export function groups(): Readonly<Record<string, readonly string[]>> {
    const all = Object.values(course).filter(({ group }) => group !== undefined);
    const named = [...new Set(all.map(({ group }) => group!))].map(
        (name) => [name, all.filter(({ group }) => group === name).map((scenario) => scenario.name)] as const,
    );
    return { ...Object.fromEntries(named), course: all.map(({ name }) => name) };
}

/** What a command works on when no stack is named. */
const DEFAULT_GROUP = "single-host";

/**
 * The stacks that a command line names, with their config checked.
 *
 * @param typed names of stacks and of groups; the single-host course when there are none
 * @throws LabError that names everything that cannot be used
 */
export function selectStacks(typed: readonly string[], root = ROOT): LabStack[] {
    const known = knownStacks(root);
    const all = groups();
    const names = (typed.length > 0 ? typed : [DEFAULT_GROUP]).flatMap((name) => all[name] ?? [name]);
    const unknown = names.filter((name) => !known.includes(name));
    if (unknown.length > 0) {
        const groupNames = Object.keys(all).join(", ");
        throw new LabError(
            `there is no stack ${unknown.map((name) => JSON.stringify(name)).join(", ")}. ` +
                `Stacks: ${known.join(", ")}. Groups of them: ${groupNames}.`,
            "name one of them, or make a stack for it: pulumi stack init NAME && pulumi config set scenario SCENARIO",
        );
    }
    const problems: string[] = [];
    const stacks: LabStack[] = [];
    for (const name of new Set(names)) {
        try {
            const own = configOf(stackFile(name, root));
            stacks.push(readSettings(name, readConfig(name, own, root), { keys: Object.keys(own) }));
        } catch (error) {
            if (!(error instanceof InputError)) throw error;
            problems.push(`stack ${name}: ${error.message}`);
        }
    }
    if (problems.length > 0) throw new LabError(problems.join("\n"));
    return stacks;
}

/** What set-up wrote down for this checkout. @throws LabError when it is not there */
export function checkout(): Checkout {
    try {
        return readCheckout(ROOT);
    } catch (error) {
        throw error instanceof InputError ? new LabError(error.message) : error;
    }
}

/** The file with a stack's config. */
function stackFile(stack: string, root: string): string {
    return join(root, "stacks", `Pulumi.${stack}.yaml`);
}

/** Reads a stack's config the way the program gets it: from the stack's file, else from the project's defaults. */
function readConfig(stack: string, own: Record<string, unknown>, root: string): (key: string) => string | undefined {
    const project = configOf(join(root, "Pulumi.yaml"));
    return (key) => {
        const value = own[`${PROJECT}:${key}`];
        if (typeof value === "object" && value !== null && "secure" in value) {
            throw new InputError(
                `${key}: it is a secret. Set it with: pulumi config set ${key} VALUE --stack ${stack}`,
            );
        }
        // A map comes to the program as JSON, too.
        return typeof value === "object"
            ? JSON.stringify(value)
            : ((value as string | undefined) ?? defaultOf(project[key]));
    };
}

function defaultOf(declared: unknown): string | undefined {
    const value =
        typeof declared === "object" && declared !== null && "default" in declared ? declared.default : declared;
    return typeof value === "string" ? value : undefined;
}

function configOf(path: string): Record<string, unknown> {
    let text: string;
    try {
        text = readFileSync(path, "utf8");
    } catch {
        return {}; // a stack without a file has the defaults
    }
    try {
        // Every scalar stays the text that was written: as a number, 20.10 would become 20.1.
        const document: unknown = parse(text, { schema: "failsafe" });
        const config =
            typeof document === "object" && document !== null && "config" in document ? document.config : undefined;
        return typeof config === "object" && config !== null ? { ...config } : {};
    } catch (error) {
        throw new InputError(`${path} cannot be read: ${messageOf(error)}`);
    }
}
