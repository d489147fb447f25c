import { hostsOf, stopProblem } from "./cluster";
import { Choices, defaultsOf, Kind, Options, Scenario } from "./course";
import { overlap, parseCidr, parseSubnet } from "./subnet";

/** What a stack's config says about a scenario: a key's text (a map as JSON); undefined or empty for the course's own value. */
export type ReadConfig = (key: string) => string | undefined;

/** What was chosen, and everything that is wrong with it: each problem has the value, what is allowed and what to do. */
export interface Resolved {
    options: Options;
    problems: string[];
}

/** A value's problem in words; undefined for one that can be used. */
type Judge = (value: string, key: string) => string | undefined;

// The commands of a lesson have the names in their text, as a student would type them: so nothing that a shell could take for
// anything but a part of a word is allowed in any of them.
const WORD = "letters, digits, _ . and -, the first a letter or a digit";
const KINDS: Readonly<Record<Kind, { pattern: RegExp; allowed: string; taken: readonly string[] }>> = {
    container: { pattern: /^[a-zA-Z0-9][\w.-]{1,62}$/, allowed: `2 to 63 ${WORD}`, taken: [] },
    network: {
        pattern: /^[a-zA-Z0-9][\w.-]{1,62}$/,
        allowed: `2 to 63 ${WORD}`,
        taken: ["bridge", "host", "none", "default", "container"],
    },
    service: { pattern: /^[a-zA-Z0-9][a-zA-Z0-9-]{0,38}$/, allowed: "up to 39 letters, digits and -", taken: [] },
    namespace: { pattern: /^[a-zA-Z0-9][\w.-]{0,62}$/, allowed: `up to 63 ${WORD}`, taken: [] },
    interface: {
        pattern: /^[a-zA-Z0-9][\w.-]{0,14}$/,
        allowed: `up to 15 ${WORD}`,
        taken: ["lo", "docker0", "eth0", "all", "default"],
    },
};
const TAG = /^[\w][\w.-]{0,127}$/;
const DOCKER0 = "172.17.0.0/16";

/**
 * Checks what config says about a scenario, all of it at once.
 *
 * @param placed what follows from the machines that it is made on
 */
export function resolveOptions(scenario: Scenario, read: ReadConfig, placed: Partial<Options> = {}): Resolved {
    const problems: string[] = [];
    const defaults = defaultsOf(scenario);
    const { choices, cluster } = scenario;
    const number = (key: string, least: number, most: number, fallback: number, known: boolean): number => {
        const text = read(key) || String(fallback);
        const value = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
        if (!known && text !== String(fallback))
            problems.push(`${key}: ${scenario.name} has no use for it. Remove it with: pulumi config rm ${key}`);
        else if (value !== fallback && !(value >= least && value <= most))
            problems.push(
                `${key}: "${text}" is not usable. Allowed: whole numbers from ${least} to ${most}. Set it with: pulumi config set ${key} ${least}`,
            );
        return value;
    };
    const map = (key: string, own: Readonly<Record<string, string>>, judge: Judge) => ({
        ...own,
        ...entries(scenario.name, key, read(key), own, judge, problems),
    });
    const ports = map("ports", texts(defaults.ports), (text) =>
        /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65535 ? undefined : "Allowed: 1 to 65535",
    );
    const options: Options = {
        names: map("names", defaults.names, (value, key) => nameProblem(choices.names[key]!, value)),
        addresses: map("addresses", defaults.addresses, (value, key) => addressProblem(choices, key, value)),
        ports: Object.fromEntries(Object.entries(ports).map(([key, text]) => [key, Number(text)])),
        tags: map("tags", defaults.tags, (value) =>
            TAG.test(value)
                ? undefined
                : "Allowed: up to 128 letters, digits, _ . and -, the first a letter or a digit",
        ),
        extra: number("extra", 0, choices.mostExtra ?? 0, 0, choices.mostExtra !== undefined),
        machinePort: number("machinePort", 1024, 65535, 0, scenario.serves !== undefined),
        nodes:
            number("nodes", cluster?.nodes.least ?? 0, cluster?.nodes.most ?? 0, 0, cluster !== undefined) ||
            defaults.nodes,
        stop: (read("stop") || "").split(",").filter((host) => host !== ""),
        encrypted: read("encrypted") === "true",
        machines: {},
        dockerOnly: false,
        ...placed,
    };
    problems.push(...clusterProblems(scenario, options, read));
    problems.push(...twice("names", options.names, (key) => choices.names[key]!));
    problems.push(...twice("ports", texts(options.ports), () => ""));
    if (problems.length === 0) problems.push(...(scenario.problems?.(options) ?? []));
    return { options, problems };
}

/** What is wrong with what config says about the lab hosts of a scenario. */
function clusterProblems(scenario: Scenario, options: Options, read: ReadConfig): string[] {
    const { cluster, name } = scenario;
    const problems: string[] = [];
    const useless = (key: string) =>
        problems.push(`${key}: ${name} has no use for it. Remove it with: pulumi config rm ${key}`);
    const encrypted = read("encrypted") || "false";
    if (encrypted !== "false" && !cluster?.encrypts) useless("encrypted");
    else if (!["true", "false"].includes(encrypted))
        problems.push(
            `encrypted: "${encrypted}" is not usable. Allowed: true, false. Set it with: pulumi config set encrypted true`,
        );
    if (options.stop.length === 0) return problems;
    if (!cluster) useless("stop");
    else {
        const why = stopProblem(cluster, hostsOf(scenario, options), options.stop);
        if (why)
            problems.push(`stop: "${options.stop.join(",")}" cannot be. ${why}. Change it, or: pulumi config rm stop`);
    }
    return problems;
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
    const given = text ? parseMap(text) : {};
    const path = (entry: string) => `${key}.${entry}`;
    if (given === undefined) {
        const example = Object.keys(own)[0] ?? "NAME";
        problems.push(
            `${key}: "${text}" is not a map. Set an entry with: pulumi config set --path ${path(example)} VALUE`,
        );
        return {};
    }
    const found: Record<string, string> = {};
    for (const [entry, value] of Object.entries(given)) {
        const known = Object.keys(own);
        const remove = `pulumi config rm --path ${JSON.stringify(path(entry))}`;
        if (!known.includes(entry)) {
            const allowed = known.length > 0 ? `Allowed: ${known.join(", ")}` : `${scenario} has none`;
            problems.push(`${path(entry)}: not known. ${allowed}. Remove it with: ${remove}`);
        } else if (typeof value !== "string" && !Number.isInteger(value)) {
            problems.push(`${path(entry)}: ${JSON.stringify(value)} is not text. Put it in quotes in the stack's file`);
        } else if (value !== "") {
            const problem = judge(String(value), entry);
            if (problem)
                problems.push(`${path(entry)}: "${String(value)}" is not usable. ${problem}. Change it, or: ${remove}`);
            else found[entry] = String(value);
        }
    }
    return found;
}

function parseMap(text: string): Record<string, unknown> | undefined {
    try {
        const value: unknown = JSON.parse(text);
        return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : undefined;
    } catch {
        return undefined;
    }
}

function nameProblem(kind: Kind, value: string): string | undefined {
    const { pattern, allowed, taken } = KINDS[kind];
    if (!pattern.test(value)) return `Allowed for a ${kind}: ${allowed}`;
    return taken.includes(value) ? `A ${kind} of that name is there already` : undefined;
}

function addressProblem(choices: Choices, key: string, value: string): string | undefined {
    const { form } = choices.addresses![key]!;
    if (form === "address")
        return (parseCidr(value)?.prefix ?? 33) <= 30
            ? undefined
            : "Allowed: an IPv4 address with the length of its network's prefix, such as 192.168.33.1/24";
    const cidr = parseSubnet(value);
    if (!cidr || cidr.prefix > 29 || cidr.prefix < 8)
        return "Allowed: an IPv4 network of /8 to /29, such as 172.28.0.0/16";
    return overlap(value, DOCKER0) ? `It overlaps docker0's network, ${DOCKER0}` : undefined;
}

/** Values that are there twice among those of one kind. */
function twice(path: string, values: Readonly<Record<string, string>>, kindOf: (key: string) => string): string[] {
    const first = new Map<string, string>();
    return Object.entries(values).flatMap(([key, value]) => {
        const id = `${kindOf(key)} ${value}`;
        const other = first.get(id);
        first.set(id, other ?? key);
        return other === undefined
            ? []
            : [`${path}.${key}: "${value}" is that of ${path}.${other} as well. Give each one of its own`];
    });
}

function texts(values: Readonly<Record<string, number>>): Record<string, string> {
    return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, String(value)]));
}
