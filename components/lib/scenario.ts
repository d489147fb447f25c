import * as pulumi from "@pulumi/pulumi";
import { LabHost } from "../lab-host";
import { Options } from "./course";
import { Tokens } from "./drift";
import { Lesson, Probe } from "./lesson";
import {
    CheckResult,
    encodeProbes,
    Evidence,
    isOn,
    PATIENCE,
    placesOf,
    readChecks,
    readEvidence,
    TRY_SECONDS,
} from "./probe";
import { marksFile } from "./project";
import { Command, CommandArgs, placedCommand } from "./command";
import { Place, script } from "./script";

/** Arguments that every scenario's component takes. */
export interface ScenarioArgs<O = Options> {
    /** Where the scenario runs: its only lab host, or the first of several. */
    host: LabHost;
    /** All of its lab hosts, by name, the first one first. */
    hosts: Readonly<Record<string, LabHost>>;
    /** Name of the scenario. */
    scenario: string;
    /** What was chosen for it: names, addresses, ports, image tags. */
    options: O;
    /** What it shows and claims, with these options. */
    lesson: Lesson;
    /** Part → token (see lib/drift.ts), for every part of the lesson. */
    tokens: Tokens;
    /** Image name of the course → name of the image on the machine. */
    images: Readonly<Record<string, string>>;
}

/** What every scenario's component gives. */
export interface ScenarioOutputs {
    /** What the lesson's commands printed. */
    evidence: pulumi.Output<Evidence[]>;
    /** How the lesson's claims came out at the last `up`. */
    checks: pulumi.Output<CheckResult[]>;
}

/** Arguments of a command in a lab host. */
export interface LabCommandArgs extends CommandArgs {
    triggers: NonNullable<CommandArgs["triggers"]>;
    /** Further arguments, of how it is done and not of what: with other ones nothing is made anew. */
    means?: readonly string[];
    /** Resources that must be there first. */
    dependsOn?: pulumi.Resource[];
    /** Where it runs; in the lab by default. */
    place?: Place;
    /** Whether its delete runs, as far as it can, also where its lab host is to go: that takes along all else, without a delete of each. */
    foretells?: boolean;
}

/** A command that runs in a lab host, whichever kind it is. */
export function labCommand(parent: pulumi.Resource, name: string, host: LabHost, args: LabCommandArgs): Command {
    const { place = host.place, args: words = [], means = [], foretells = false } = args;
    // By its first line exec-in-lab-host.sh knows what to make of a lab host that is gone, or does not answer.
    const first = foretells ? "# delete, or leave it" : "# delete";
    return placedCommand(
        name,
        place,
        {
            create: args.create,
            update: args.update,
            delete: args.delete === undefined ? undefined : `${first}\n${args.delete}`,
            args: [...words, ...means],
            stdin: args.stdin,
            // With other arguments it is about another thing: the one that it made goes first.
            triggers: [host.identity.generation, ...words, ...args.triggers],
        },
        {
            ...host.options,
            ...(foretells && { deletedWith: undefined }),
            dependsOn: [host, ...(args.dependsOn ?? [])],
            parent,
        },
    );
}

/**
 * The end of every scenario: collects its evidence, tries its checks (unless it is to have no proof), and writes down that it is finished, with the tokens of its
 * parts. A failing check fails nothing: it is in the outputs, and it is tried again at the next `up`.
 */
export function prove(
    parent: pulumi.Resource,
    name: string,
    args: ScenarioArgs,
    resources: pulumi.CustomResource[],
): ScenarioOutputs {
    const { host, hosts, scenario, lesson, options, tokens } = args;
    const evidence = options.proof && options.evidence ? lesson.evidence : [];
    const checks = options.proof ? lesson.checks : [];
    const made = [...resources, ...stopHosts(parent, name, args, resources)];
    const run = (on: Probe["on"], after: pulumi.Resource[], place?: Place) =>
        labCommand(parent, [name, ...(on === undefined ? [] : [on]), "probes"].join("-"), (on && hosts[on]) || host, {
            create: script("probe"),
            args: [PATIENCE, TRY_SECONDS].map(String),
            stdin: encodeProbes(evidence.filter(isOn(on)), checks.filter(isOn(on)), true),
            // What was made anew is looked at anew.
            triggers: [...Object.values(tokens), ...made.map((resource) => resource.id)],
            dependsOn: after,
            place,
        });
    const places = placesOf([...evidence, ...checks]);
    const inside = places.filter((on) => on !== "machine").map((on) => run(on, made));
    // After those in the lab, so that neither is in the other's way.
    const outside = places.includes("machine") ? [run("machine", inside, host.machine)] : [];
    const probes = [...inside, ...outside];
    const stdout = pulumi.all(probes.map((one) => one.stdout)).apply((all) => all.join("\n"));
    const results = stdout.apply((text) => readChecks(text, checks));
    labCommand(parent, `${name}-marks`, host, {
        create: script("file-write"),
        // On the machine itself those of another scenario, which this one made way for, are there by then.
        delete: 'if grep -qsF -- "\\"$2\\"" "$1"; then rm -f -- "$1"; fi',
        args: [marksFile(host.identity), host.identity.generation],
        // A destroy that is killed is to leave an unfinished lab: by then the tool has forgotten what is in it.
        foretells: true,
        stdin: pulumi.jsonStringify({
            generation: host.identity.generation,
            others: othersOf(hosts, host),
            scenario,
            options,
            tokens,
            checksFailed: results.apply((all) =>
                all.filter((check) => check.status === "failed").map((check) => check.id),
            ),
            made: made.map((resource) => resource.id),
        }),
        triggers: [],
        dependsOn: [...made, ...probes],
    });
    return { evidence: stdout.apply((text) => readEvidence(text, evidence)), checks: results };
}

/**
 * Stops the lab hosts that are to be stopped as a lesson, once all is made in them. There is nothing to undo: when they are not to be
 * stopped any more, the look finds them so and starts them, as it does when somebody else has stopped them.
 */
function stopHosts(
    parent: pulumi.Resource,
    name: string,
    { host, hosts, options, tokens }: ScenarioArgs,
    made: pulumi.CustomResource[],
): Command[] {
    if (options.stop.length === 0) return [];
    const container = (of: LabHost) => of.container.apply((its) => its ?? "");
    const stop = labCommand(parent, `${name}-stop`, host, {
        create: script("hosts-stop"),
        args: [container(host), ...options.stop.flatMap((node) => [node, container(hosts[node]!)])],
        triggers: [tokens.stop!, ...made.map((resource) => resource.id)],
        dependsOn: [...Object.values(hosts), ...made],
        place: host.machine,
    });
    return [stop];
}

/** The generations of a lab's further lab hosts. */
function othersOf(hosts: ScenarioArgs["hosts"], first: LabHost): Record<string, string> {
    const others = Object.entries(hosts).filter(([, host]) => host !== first);
    return Object.fromEntries(others.map(([name, { identity }]) => [name, identity.generation]));
}
