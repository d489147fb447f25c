import { readdirSync } from "fs";
import { join } from "path";
import { course } from "../../components/lessons";
import { quoted } from "../../components/lib/printable";
import { didYouMean } from "../../components/lib/problems";
import { PROJECT } from "../../components/lib/project";
import { readClass, Seat, seatsOf } from "../../stacks/classroom";
import { recordsOf } from "../../stacks/records";
import { Checkout, InputError, readCheckout, readSettings, Settings } from "../../stacks/settings";
import { readConfigFile, readDefaults } from "./config-file";
import { LabError } from "./errors";

/** The checkout's folder. */
export const ROOT = join(__dirname, "..", "..");

/** A stack that a command works on. */
export interface LabStack extends Settings {
    /** The class that it is a seat of, and whose config it has. */
    classroom?: string;
}

const CONFIG_FILE = /^Pulumi\.(.+)\.yaml$/;

/** The stacks that can be named: those of the course, in its order, and others that have a config file. */
export function knownStacks(root: string): string[] {
    const files = readdirSync(join(root, "stacks")).flatMap((file) => CONFIG_FILE.exec(file)?.[1] ?? []);
    return [...new Set([...Object.keys(course), ...files.sort()])];
}

/** Whether a stack is made when it is missing: one of the course's own, or a seat of a class. */
export function isMadeByItself({ stack, classroom }: LabStack): boolean {
    return stack in course || classroom !== undefined;
}

/** The file with a stack's config, from the checkout's folder on. */
export function configFileOf({ stack, classroom }: Pick<LabStack, "stack" | "classroom">): string {
    return `stacks/Pulumi.${classroom ?? stack}.yaml`;
}

/** The arguments by which the tool finds a stack and its config. */
export function stackArguments(lab: Pick<LabStack, "stack" | "classroom">): string[] {
    return ["--stack", lab.stack, ...(lab.classroom === undefined ? [] : ["--config-file", configFileOf(lab)])];
}

/** The classes: their names → their labs, seat by seat. One whose config cannot be used is not among them. */
export function classes(root: string): ReadonlyMap<string, readonly Seat[]> {
    const all = knownStacks(root).flatMap((name) => {
        try {
            const { values } = readConfigFile(name, root);
            const seats = values.get(`${PROJECT}:seats`);
            if (!seats) return [];
            const { made } = readClass(seats, values.get(`${PROJECT}:scenario`) ?? "", root);
            return made ? [[name, seatsOf(name, made)] as const] : [];
        } catch (error) {
            if (error instanceof InputError) return []; // whoever names it is told
            throw error;
        }
    });
    return new Map(all);
}

/** Names for several stacks at once. */
export function groups(): ReadonlyMap<string, readonly string[]> {
    const all = Object.values(course).filter(({ group }) => group !== undefined);
    const named = [...new Set(all.map(({ group }) => group!))].map(
        (name) => [name, all.filter(({ group }) => group === name).map((scenario) => scenario.name)] as const,
    );
    return new Map([...named, ["course", all.map(({ name }) => name)]]);
}

/** What a command works on when no stack is named. */
const DEFAULT_GROUP = "single-host";

/** A stack that was named: what its config says, or why that cannot be used. */
export type NamedStack =
    | { stack: string; settings: LabStack }
    | { stack: string; settings?: undefined; problem: string; classroom?: string };

/**
 * The stacks that a command line names, with their config checked.
 *
 * @param typed names of stacks and of groups; the single-host course when there are none
 * @throws LabError that names everything that cannot be used
 */
export function selectStacks(typed: readonly string[], root = ROOT): LabStack[] {
    const stacks = readStacks(typed.length > 0 ? typed : [DEFAULT_GROUP], root);
    const problems = stacks.flatMap((named) =>
        named.settings ? [] : [`stack ${named.classroom ?? named.stack}: ${named.problem}`],
    );
    // What is wrong with the config of a class is wrong with each of its seats, and said once.
    if (problems.length > 0) throw new LabError([...new Set(problems)].join("\n"));
    return stacks.flatMap(({ settings }) => settings ?? []);
}

/**
 * The stacks of some names, with their config checked each by itself.
 *
 * @param typed names of stacks and of groups
 * @param checks see `readSettings`
 * @throws LabError when there is none of a name
 */
export function readStacks(
    typed: readonly string[],
    root = ROOT,
    checks: Pick<NonNullable<Parameters<typeof readSettings>[2]>, "esp"> = {},
): NamedStack[] {
    const known = knownStacks(root);
    const rooms = classes(root);
    const classOf = new Map([...rooms].flatMap(([name, seats]) => seats.map(({ stack }) => [stack, name] as const)));
    const all = new Map([
        ...groups(),
        ...[...rooms].map(([name, seats]) => [name, seats.map(({ stack }) => stack)] as const),
    ]);
    const names = typed.flatMap((name) => all.get(name) ?? [name]);
    const unknown = names.filter((name) => !known.includes(name) && !classOf.has(name));
    if (unknown.length > 0) {
        const meant = unknown.length === 1 ? didYouMean(unknown[0]!, [...known, ...all.keys()]) : "";
        const groupNames = [...all.keys()].join(", ");
        throw new LabError(
            `there is no stack ${unknown.map(quoted).join(", ")}.${meant} ` +
                `Stacks: ${known.join(", ")}. Groups of them: ${groupNames}.`,
            "name one of them, or make a stack for it: pulumi stack init NAME && pulumi config set scenario SCENARIO",
        );
    }
    const byDefault = readDefaults(root);
    const records = recordsOf(root);
    return [...new Set(names)].map((stack) => {
        const classroom = classOf.get(stack);
        try {
            const { values, secrets } = readConfigFile(classroom ?? stack, root);
            const read = (key: string) => values.get(`${PROJECT}:${key}`) ?? byDefault(key);
            const settings = readSettings(stack, read, { ...checks, keys: [...values.keys()], secrets, records });
            return { stack, settings: classroom === undefined ? settings : { ...settings, classroom } };
        } catch (error) {
            if (!(error instanceof InputError)) throw error;
            return { stack, problem: error.message, ...(classroom !== undefined && { classroom }) };
        }
    });
}

/** What set-up wrote down for this checkout. @throws LabError when it is not there */
export function checkout(): Checkout {
    try {
        return readCheckout(ROOT);
    } catch (error) {
        throw error instanceof InputError ? new LabError(error.message) : error;
    }
}
