import { readFileSync } from "fs";
import { join } from "path";
import { z } from "zod";
import { course } from "../components/lessons";
import { DOCKER_LINES, DockerLine, Options, Scenario } from "../components/lib/course";
import { LabHostKind } from "../components/lib/look";
import { ReadConfig, resolveOptions } from "../components/lib/options";
import { OWNER_ID, STACK_NAME } from "../components/lib/project";
import { quoted } from "../components/lib/printable";
import { didYouMean, toSet, toSetOpenly } from "../components/lib/problems";
import { parseSubnet, specialIn } from "../components/lib/subnet";
import { labOf, noSeat, readClass } from "./classroom";
import { networkProblems, sshProblems, uselessOnMachines } from "./contradictions";
import { HostEntry, ListedHost, readHosts } from "./hosts";
import { hasEsp } from "./kernel";
import { keyProblems } from "./keys";
import { kindsOf, placementOf, placementProblems } from "./placement";
import { NO_RECORDS, Records } from "./records";
import { elsewhereOf, placeOfSeat, spreadProblems } from "./seat-place";
import { readSsh } from "./ssh";

/** Input that cannot be used: the message names every problem, each with the value, what is allowed and what to do. */
export class InputError extends Error {}

/** What a stack's config says, checked. */
export interface Settings {
    stack: string;
    scenario: Scenario;
    /** What was chosen for the scenario, the course's own values where nothing was. */
    options: Options;
    kind: LabHostKind;
    /** Version line of the lab host's engine. */
    docker: DockerLine;
    subnet: string | undefined;
    /** The machines that the lab is on; none for this one. */
    hosts: readonly HostEntry[];
    /** For a lab of a class: its seat's name among those of all classes. */
    seat?: string;
    /** What config calls the machine that the lab of a seat is on. */
    machine?: string;
    /** The machine that the lab of a seat moves to. */
    movesTo?: string;
    /** What its class's config says of machines. */
    listed?: readonly ListedHost[];
}

const NO_ESP =
    'encrypted: "true" cannot be on this machine: its kernel has no ESP (CONFIG_INET_ESP, the module esp4). Allowed: false. ' +
    "Leave it out with: pulumi config rm encrypted";
/** What is written in YAML without quotes is a number, and this one is 20.1 then. */
const AS_A_NUMBER: Readonly<Record<string, DockerLine>> = { "20.1": "20.10" };
const SUBNET_EXAMPLE = "10.199.0.0/28";

function oneOf<T extends string>(key: string, allowed: readonly T[], why?: string) {
    return z.enum(allowed, {
        error: ({ input }) =>
            `${key}: ${quoted(input)} ${why ? `cannot be: ${why}` : "is not known"}.${didYouMean(String(input), allowed)} ` +
            `Allowed: ${allowed.join(", ")}. ${toSet(key, allowed[0]!)}`,
    });
}

/** What readSettings is told beside the values. */
interface Circumstances {
    /** The keys that there are, with the project's name in front. */
    keys?: readonly string[];
    /** The paths of values that are encrypted. */
    secrets?: readonly string[];
    /** Whether this machine's kernel can encrypt an overlay. */
    esp?: () => boolean | undefined;
    /** What is written down of where labs are. */
    records?: Records;
}

/**
 * Checks a stack's config.
 *
 * @param read gives the value of a key of this project; undefined or empty stands for its default
 * @throws InputError with all problems at once
 */
export function readSettings(
    stack: string,
    read: ReadConfig,
    { keys = [], secrets = [], esp = hasEsp, records = NO_RECORDS }: Circumstances = {},
): Settings {
    const classroom = read("seats") ? readClass(read("seats")!, read("scenario") ?? "") : undefined;
    const lab = classroom?.made && labOf(stack, classroom.made);
    const name = classroom ? lab?.scenario : read("scenario") || stack;
    if (classroom && name === undefined)
        throw configRefused(stack, classroom.made ? [noSeat(stack, classroom.made)] : classroom.problems);
    const scenario = course[name!];
    const { hosts: listed, problems: wrongHosts } = readHosts(read("hosts"));
    const wrongTogether = wrongHosts.length > 0 ? [] : spreadProblems(listed, classroom?.made, read);
    const { place, problems: placeProblems } =
        lab && wrongHosts.length + wrongTogether.length === 0
            ? placeOfSeat(stack, lab, classroom!.made!, listed, records)
            : { place: { hosts: lab ? [] : elsewhereOf(listed) }, problems: [] };
    const { hosts } = place;
    const hostProblems = [...wrongHosts, ...wrongTogether, ...placeProblems];
    const { ssh, problems: accessProblems } = readSsh(read, lab && { ...classroom!.made!, index: lab.index });
    const chosen = scenario && resolveOptions(scenario, read, { ...placementOf(hosts), ssh, evidence: !lab });
    // While a machine is not known, neither is what can be made on it.
    const { kinds, why: whyKinds } = kindsOf(scenario && hostProblems.length === 0 ? scenario : {}, hosts);
    const { lines: dockers = DOCKER_LINES, why } = scenario?.dockers ?? {};
    const schema = z.object({
        stack: z.string().regex(STACK_NAME, {
            error: `stack: ${quoted(stack)} cannot be a lab's name. Allowed: up to 40 lower-case letters, digits and hyphens. Choose another name with: pulumi stack init`,
        }),
        scenario: oneOf("scenario", Object.keys(course)),
        kind: oneOf("engine", kinds, whyKinds),
        docker: oneOf("docker", dockers, why),
        subnet: z.optional(
            z.string().refine(isSubnet, {
                error: ({ input }) =>
                    `subnet: ${quoted(input)} is not usable. Allowed: an IPv4 network of /8 to /30 by its first address, such as ${SUBNET_EXAMPLE}. ` +
                    toSet("subnet", SUBNET_EXAMPLE),
            }),
        ),
    });
    const docker = read("docker") || dockers[0]!;
    const checked = schema.safeParse({
        stack,
        scenario: name,
        kind: read("engine") || "nested",
        docker: AS_A_NUMBER[docker] ?? docker,
        subnet: read("subnet") || undefined,
    });
    const problems = [
        ...(checked.error?.issues.map((issue) => issue.message) ?? []),
        ...secrets.map(secretProblem),
        ...keyProblems(keys),
        ...(chosen?.problems ?? []),
        ...hostProblems,
        ...accessProblems,
        ...(scenario && hostProblems.length === 0
            ? // A seat is on one of them, and it is to be fit to be on any.
              (lab ? listed.map((entry) => elsewhereOf([entry])) : [hosts]).flatMap((some) =>
                  placementProblems(scenario, read("engine") || "nested", some, read),
              )
            : []),
        // What cannot be read is tried: the checks say whether it works.
        ...(scenario?.cluster?.encrypts && chosen?.options.encrypted && hosts.length === 0 && esp() === false
            ? [NO_ESP]
            : []),
    ];
    if (checked.success && chosen && !isAbout(problems, ["addresses", "nodes", "hosts"])) {
        const seat = lab && { ...place, seat: lab.seat, ...(listed.length > 0 && { listed }) };
        const settings = { ...checked.data, scenario: scenario!, options: chosen.options, hosts, ...seat };
        problems.push(
            ...(settings.kind === "direct"
                ? uselessOnMachines(settings, read)
                : [...networkProblems({ subnet: undefined, ...settings }), ...sshProblems(settings)]),
        );
        if (problems.length === 0) return { subnet: undefined, ...settings };
    }
    // A seat has the config of its class.
    throw configRefused(lab?.classroom ?? stack, problems);
}

function isSubnet(text: string): boolean {
    const prefix = parseSubnet(text)?.prefix ?? 0;
    return prefix >= 8 && prefix <= 30 && specialIn(text) === undefined;
}

function secretProblem(path: string): string {
    return `${path}: it is a secret, which nothing but pulumi can read. Allowed: plain text. ${toSetOpenly(path)}`;
}

/** Whether a problem is about one of some keys. */
function isAbout(problems: readonly string[], keys: readonly string[]): boolean {
    return problems.some((problem) => keys.includes(/^\w*/.exec(problem)![0]));
}

/** The error that names all problems of a stack's config. */
export function configRefused(stack: string, problems: readonly string[]): InputError {
    const lines = problems.map((problem) => `  - ${problem}\n`).join("");
    const which = `Where pulumi's current stack is another one, add to a command: --stack ${stack}`;
    const commands = STACK_NAME.test(stack) && lines.includes("pulumi config ");
    return new InputError(`This stack's config cannot be used:\n${lines}${commands ? which : ""}`.trimEnd());
}

/** What set-up wrote down for this checkout. */
export interface Checkout {
    /** Random id of the state folder. */
    owner: string;
    /** Image's name in the project → its name on the machine. */
    images: Record<string, string>;
}

/** Reads what set-up wrote down. @throws InputError when it is not there */
export function readCheckout(root: string): Checkout {
    try {
        const owner = readFileSync(join(root, ".lab", "owner"), "utf8").trim();
        const images: unknown = JSON.parse(readFileSync(join(root, ".lab", "images.json"), "utf8"));
        const checkout = { owner, images };
        return z
            .object({ owner: z.string().regex(OWNER_ID), images: z.record(z.string(), z.string()) })
            .parse(checkout);
    } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        throw new InputError(`This checkout is not set up. Run: ./lab setup\n  (${why})`);
    }
}
