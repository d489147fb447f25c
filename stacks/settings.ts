import { readFileSync } from "fs";
import { join } from "path";
import { z } from "zod";
import { course } from "../components/lessons";
import { DOCKER_LINES, DockerLine, Options, Scenario } from "../components/lib/course";
import { LabHostKind } from "../components/lib/look";
import { ReadConfig, resolveOptions } from "../components/lib/options";
import { OWNER_ID, STACK_NAME } from "../components/lib/project";
import { parseCidr } from "../components/lib/subnet";
import { HostEntry, readHosts } from "./hosts";
import { hasEsp } from "./kernel";
import { keyProblems } from "./keys";
import { kindsOf, placementOf, placementProblems } from "./placement";

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
}

const NO_ESP =
    'encrypted: "true" cannot be on this machine: its kernel has no ESP (CONFIG_INET_ESP, the module esp4). ' +
    "Leave it out with: pulumi config rm encrypted";

function oneOf<T extends string>(key: string, allowed: readonly T[], why?: string) {
    return z.enum(allowed, {
        error: (issue) =>
            `${key}: "${String(issue.input)}" ${why ? `cannot be: ${why}` : "is not known"}. Allowed: ${allowed.join(", ")}. ` +
            `Set it with: pulumi config set ${key} ${allowed[0]}`,
    });
}

/**
 * Checks a stack's config.
 *
 * @param read gives the value of a key of this project; undefined or empty stands for its default
 * @param keys the keys that there are, with the project's name in front
 * @param esp whether this machine's kernel can encrypt an overlay
 * @throws InputError with all problems at once
 */
export function readSettings(
    stack: string,
    read: ReadConfig,
    { keys = [], esp = hasEsp }: { keys?: readonly string[]; esp?: () => boolean | undefined } = {},
): Settings {
    const name = read("scenario") || stack;
    const scenario = course[name];
    const { hosts, problems: hostProblems } = readHosts(read("hosts"));
    const chosen = scenario && resolveOptions(scenario, read, placementOf(hosts));
    const { kinds, why: whyKinds } = kindsOf(scenario ?? {}, hosts);
    const { lines: dockers = DOCKER_LINES, why } = scenario?.dockers ?? {};
    const schema = z.object({
        stack: z.string().regex(STACK_NAME, {
            error: `stack: "${stack}" cannot be a lab's name. Allowed: up to 40 lower-case letters, digits and hyphens. Choose another name with: pulumi stack init`,
        }),
        scenario: oneOf("scenario", Object.keys(course)),
        kind: oneOf("engine", kinds, whyKinds),
        docker: oneOf("docker", dockers, why),
        subnet: z.optional(
            z.string().refine((text) => (parseCidr(text)?.prefix ?? 33) <= 30, {
                error: `subnet: "${read("subnet")}" is not usable. Allowed: an IPv4 network of at least 4 addresses, such as 10.199.0.0/28. Set it with: pulumi config set subnet 10.199.0.0/28`,
            }),
        ),
    });
    const checked = schema.safeParse({
        stack,
        scenario: name,
        kind: read("engine") || "nested",
        docker: read("docker") || dockers[0],
        subnet: read("subnet") || undefined,
    });
    const problems = [
        ...(checked.error?.issues.map((issue) => issue.message) ?? []),
        ...keyProblems(keys),
        ...(chosen?.problems ?? []),
        ...hostProblems,
        ...(scenario && hostProblems.length === 0
            ? placementProblems(scenario, read("engine") || "nested", hosts, read)
            : []),
        // What cannot be read is tried: the checks say whether it works.
        ...(scenario?.cluster?.encrypts && chosen?.options.encrypted && hosts.length === 0 && esp() === false
            ? [NO_ESP]
            : []),
    ];
    if (checked.success && chosen && problems.length === 0) {
        const { subnet } = checked.data;
        return {
            ...checked.data,
            subnet,
            scenario: scenario!,
            options: chosen.options,
            hosts,
        };
    }
    throw new InputError(
        `This stack's config cannot be used:\n${problems.map((problem) => `  - ${problem}`).join("\n")}`,
    );
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
