import { join } from "path";
import { isMap, isScalar, Node, parse, parseDocument, YAMLMap } from "yaml";
import { keyPath, pathTo } from "../../components/lib/problems";
import { printableLine } from "../../components/lib/printable";
import { PROJECT } from "../../components/lib/project";
import { configRefused } from "../../stacks/settings";
import { LabError, messageOf } from "./errors";
import { textOf } from "./files";

/** What a stack's config file says, as pulumi reads it. */
export interface ConfigFile {
    /** Key, with the project's name in front → its text, a map or a list as JSON. */
    values: ReadonlyMap<string, string>;
    /** The paths of values that are encrypted: nothing but pulumi can read them. */
    secrets: readonly string[];
}

/**
 * Reads a stack's config file; a stack without one has the defaults.
 *
 * @param root the checkout
 * @throws InputError when it has not the form of such a file
 */
export function readConfigFile(stack: string, root: string): ConfigFile {
    const path = `stacks/Pulumi.${stack}.yaml`;
    const text = textOf(join(root, path));
    const values = new Map<string, string>();
    const secrets: string[] = [];
    if (text === undefined) return { values, secrets };
    try {
        for (const [key, value] of entriesOf(text)) {
            const full = fullKey(key);
            if (values.has(full)) throw new Error(`${full} is there twice, once in a short form`);
            if (full.startsWith(`${PROJECT}:`))
                secrets.push(...secretsIn(keyPath(full.slice(PROJECT.length + 1)), value));
            const open = withoutSecrets(value);
            values.set(full, typeof open === "string" ? open : JSON.stringify(open));
        }
    } catch (error) {
        const [why = ""] = error instanceof RangeError ? ["it is nested too deeply"] : messageOf(error).split("\n");
        throw configRefused(stack, [
            `${path}: it cannot be read: ${printableLine(why).replace(/:$/, "").slice(0, 200)}. ` +
                `Allowed: YAML, with a map under config. Correct it there`,
        ]);
    }
    return { values, secrets };
}

/** The entries under `config`. @throws Error when there is something else */
function entriesOf(text: string): [string, unknown][] {
    const document = parseDocument(text);
    const [error] = document.errors;
    if (error) throw error;
    const { contents } = document;
    if (isEmpty(contents)) return [];
    if (!isMap(contents)) throw new Error("it is no map");
    const config = (contents as YAMLMap<unknown, Node | null>).get("config", true) ?? null;
    if (isEmpty(config)) return [];
    if (!isMap<unknown, Node | null>(config)) throw new Error("config is no map");
    return config.items.map(({ key, value }) => {
        const name = isScalar(key) ? (key.source ?? String(key.value)) : String(key);
        // A scalar stays the text that was written: as a number, 20.10 would become 20.1.
        if (isEmpty(value)) return [name, ""];
        return [name, isScalar(value) ? (value.source ?? String(value.value)) : value!.toJS(document)];
    });
}

function isEmpty(node: unknown): boolean {
    return node === null || (isScalar(node) && node.value === null);
}

/** Pulumi takes a key without a colon for one of this project, and one with `config:` in it, as it was written once, for the same without. */
function fullKey(key: string): string {
    return key.includes(":") ? key.replace(/^([^:]*):config:/, "$1:") : `${PROJECT}:${key}`;
}

/** The paths of encrypted values in a value. */
function secretsIn(path: string, value: unknown): string[] {
    if (typeof value !== "object" || value === null) return [];
    if (Array.isArray(value)) return value.flatMap((item, index) => secretsIn(`${path}[${index}]`, item));
    if (isSecret(value)) return [path];
    return Object.entries(value).flatMap(([key, item]) => secretsIn(pathTo(path, key), item));
}

/** A value with nothing in place of what is encrypted. */
function withoutSecrets(value: unknown): unknown {
    if (typeof value !== "object" || value === null) return value;
    if (isSecret(value)) return "";
    if (Array.isArray(value)) return value.map(withoutSecrets);
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutSecrets(item)]));
}

function isSecret(value: object): boolean {
    return Object.keys(value).join() === "secure";
}

/** The defaults that the project's own file declares, by their keys. @throws LabError when it is no YAML */
export function readDefaults(root: string): (key: string) => string | undefined {
    const config = declaredIn(textOf(join(root, "Pulumi.yaml")) ?? "");
    return (key) => {
        const declared = config[key];
        const value =
            typeof declared === "object" && declared !== null && "default" in declared ? declared.default : declared;
        return typeof value === "string" ? value : undefined;
    };
}

function declaredIn(text: string): Record<string, unknown> {
    try {
        const project = parse(text, { schema: "failsafe" }) as { config?: Record<string, unknown> | null } | null;
        return project?.config ?? {};
    } catch (error) {
        throw new LabError(`Pulumi.yaml cannot be read: ${messageOf(error)}`, "git checkout Pulumi.yaml");
    }
}
