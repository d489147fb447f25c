import { hostsOf, stopProblem } from "./cluster";
import { defaultsOf, Options, Scenario } from "./course";
import { limitProblem, UNLIMITED } from "./limits";
import { quoted } from "./printable";
import { NO_SSH } from "./ssh";
import { didYouMean, pathTo, toChangeEntry, toRemove, toRemoveEntry, toSet } from "./problems";
import { addressProblem, nameProblem, portProblem, tagProblem } from "./values";

/** What a stack's config says about a scenario: a key's text (a map as JSON); undefined or empty for the course's own value. */
export type ReadConfig = (key: string) => string | undefined;

/** What was chosen, and everything that is wrong with it: each problem has its path, the value, what is allowed and what to do. */
export interface Resolved {
    /** The course's own value stands where what was chosen cannot be used. */
    options: Options;
    problems: string[];
}

/** A value's problem in words; undefined for one that can be used. */
type Judge = (value: string, key: string) => string | undefined;

/** A whole number of a config: what is allowed of it beside its default, and whether the scenario has a use for it. */
interface NumberRule {
    least: number;
    most: number;
    fallback: number;
    useful: boolean;
}

/**
 * Checks what config says about a scenario, all of it at once.
 *
 * @param placed what follows from the machines that it is made on, and from its seat in a class
 */
export function resolveOptions(scenario: Scenario, read: ReadConfig, placed: Partial<Options> = {}): Resolved {
    const problems: string[] = [];
    const defaults = defaultsOf(scenario);
    const { choices, cluster } = scenario;
    const number = (key: string, rule: NumberRule) => wholeNumber(scenario.name, key, read(key), rule, problems);
    const map = <M extends Readonly<Record<string, string>>>(key: string, own: M, judge: Judge) => ({
        ...own,
        ...entries(scenario.name, key, read(key), own, judge, problems),
    });
    const names = map("names", defaults.names, (value, key) => nameProblem(choices.names[key]!, value));
    const addresses = map("addresses", defaults.addresses, (value, key) => addressProblem(choices, key, value));
    const [least = 0, most = 0] = [cluster?.nodes.least, cluster?.nodes.most];
    const extraRule = { least: 0, most: choices.mostExtra ?? 0, fallback: 0, useful: choices.mostExtra !== undefined };
    const extra = number("extra", extraRule);
    const nodes = number("nodes", { least, most, fallback: 0, useful: cluster !== undefined }) || defaults.nodes;
    // What a scenario says of its choices together is about those, and about nothing while one of them stands for another.
    const sound = problems.length === 0;
    const ports = map("ports", texts(defaults.ports), portProblem);
    const portRule = { least: 1024, most: 65535, fallback: 0, useful: scenario.serves !== undefined };
    const options: Options = {
        names,
        addresses,
        ports: Object.fromEntries(Object.entries(ports).map(([key, text]) => [key, Number(text)])),
        tags: map("tags", defaults.tags, tagProblem),
        extra,
        machinePort: number("machinePort", portRule),
        nodes,
        stop: (read("stop") || undefined)?.split(",") ?? [],
        encrypted: read("encrypted") === "true",
        proof: read("proof") !== "false",
        evidence: true,
        limits: map("limits", UNLIMITED, limitProblem),
        ssh: NO_SSH,
        machines: {},
        dockerOnly: false,
        ...placed,
    };
    problems.push(...clusterProblems(scenario, options, read));
    problems.push(...flagProblems("proof", read("proof") || "true"));
    problems.push(...twice("names", names, (name, entry) => nameId(scenario, name, entry)));
    problems.push(...twice("ports", ports, (port) => port));
    if (sound) problems.push(...(scenario.problems?.(options) ?? []));
    return { options, problems };
}

function wholeNumber(
    scenario: string,
    key: string,
    given: string | undefined,
    { least, most, fallback, useful }: NumberRule,
    problems: string[],
): number {
    const text = given || String(fallback);
    const value = /^(0|[1-9]\d{0,4})$/.test(text) ? Number(text) : NaN;
    if (value === fallback) return value;
    if (!useful) problems.push(useless(scenario, key, text));
    else if (value >= least && value <= most) return value;
    else
        problems.push(
            `${key}: ${quoted(text)} is not usable. Allowed: whole numbers from ${least} to ${most}. ${toSet(key, least)}`,
        );
    return fallback;
}

/** Says of a key of the config that a scenario does nothing with it. */
function useless(scenario: string, key: string, value: string): string {
    return `${key}: ${quoted(value)} cannot be: ${scenario} has no use for it. ${toRemove(key)}`;
}

/** What is wrong with what config says about the lab hosts of a scenario. */
function clusterProblems(scenario: Scenario, options: Options, read: ReadConfig): string[] {
    const { cluster, name } = scenario;
    const [encrypted, stop] = [read("encrypted") || "false", options.stop.join(",")];
    const problems: string[] = [];
    if (encrypted !== "false" && !cluster?.encrypts) problems.push(useless(name, "encrypted", encrypted));
    else problems.push(...flagProblems("encrypted", encrypted));
    if (stop !== "" && !cluster) problems.push(useless(name, "stop", stop));
    const why = cluster && stop !== "" ? stopProblem(cluster, hostsOf(scenario, options), options.stop) : undefined;
    if (why) problems.push(`stop: ${quoted(stop)} cannot be. ${why}. Change it, or: pulumi config rm stop`);
    return problems;
}

function flagProblems(key: string, value: string): string[] {
    if (["true", "false"].includes(value)) return [];
    return [`${key}: ${quoted(value)} is not usable. Allowed: true, false. ${toSet(key, "true")}`];
}

/** What a map of config says, entry by entry; an empty one stands for the course's own value. */
function entries(
    scenario: string,
    key: string,
    text: string | undefined,
    own: Readonly<Record<string, string>>,
    judge: Judge,
    problems: string[],
): Record<string, string> {
    const known = Object.keys(own);
    const given = text ? parseMap(text) : {};
    if (given === undefined)
        problems.push(
            `${key}: ${quoted(text)} is not a map. Allowed: a map of ${allowedOf(scenario, known)}. ` +
                (known.length > 0
                    ? `Set an entry with: pulumi config set --path ${pathTo(key, known[0]!)} VALUE`
                    : toRemove(key)),
        );
    const found: Record<string, string> = {};
    for (const [entry, value] of Object.entries(given ?? {})) {
        const path = pathTo(key, entry);
        if (!known.includes(entry))
            problems.push(
                `${path}: not known.${didYouMean(entry, known)} Allowed: ${allowedOf(scenario, known)}. ${toRemoveEntry(path)}`,
            );
        else if (value === null || value === "") continue;
        else if (typeof value !== "string" && !Number.isSafeInteger(value))
            problems.push(
                `${path}: ${quoted(value)} is not text. Allowed: text, in quotes where it looks like something else. Change it in the stack's file`,
            );
        else {
            const problem = judge(String(value), entry);
            if (problem === undefined) found[entry] = String(value);
            else problems.push(`${path}: ${quoted(String(value))} is not usable. ${problem}. ${toChangeEntry(path)}`);
        }
    }
    return found;
}

function allowedOf(scenario: string, known: readonly string[]): string {
    return known.length > 0 ? known.join(", ") : `nothing, ${scenario} has none`;
}

function parseMap(text: string): Record<string, unknown> | undefined {
    try {
        const value: unknown = JSON.parse(text);
        return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : undefined;
    } catch {
        return undefined;
    }
}

/** Values that are there twice among those of one kind. */
function twice(key: string, values: Readonly<Record<string, string>>, idOf: (value: string, entry: string) => string) {
    const first = new Map<string, string>();
    return Object.entries(values).flatMap(([entry, value]) => {
        const id = idOf(value, entry);
        const other = first.get(id);
        first.set(id, other ?? entry);
        return other === undefined
            ? []
            : [`${pathTo(key, entry)}: "${value}" is that of ${pathTo(key, other)} as well. Give each one of its own`];
    });
}

/** What a name must not share: containers and services are found by the same DNS, which makes no difference of capitals. */
function nameId({ choices }: Scenario, name: string, entry: string): string {
    const kind = choices.names[entry]!;
    return ["container", "service"].includes(kind) ? `host ${name.toLowerCase()}` : `${kind} ${name}`;
}

function texts(values: Readonly<Record<string, number>>): Record<string, string> {
    return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, String(value)]));
}
