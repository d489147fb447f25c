import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { LabHost } from "../lab-host";
import { Tokens } from "./drift";
import { Lesson } from "./lesson";
import { CheckResult, encodeProbes, Evidence, readChecks, readEvidence } from "./probe";
import { marksFile } from "./project";
import { script } from "./script";

/** Arguments that every scenario's component takes. */
export interface ScenarioArgs {
    /** Where the scenario runs. */
    host: LabHost;
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
export interface LabCommandArgs {
    /** Idempotent script that makes something. */
    create: string;
    /** Script that removes it and succeeds when it is gone already. */
    delete?: string;
    /** Arguments of both scripts. */
    args?: readonly string[];
    /** Standard input of the scripts. */
    stdin?: pulumi.Input<string>;
    /** What the command stands on: a change of any of them runs it anew, after its delete. */
    triggers: pulumi.Input<unknown>[];
    /** Resources that must be there first. */
    dependsOn?: pulumi.Resource[];
}

/** A command that runs in a lab host, whichever kind it is. */
export function labCommand(
    parent: pulumi.Resource,
    name: string,
    host: LabHost,
    args: LabCommandArgs,
): command.local.Command {
    return new command.local.Command(
        name,
        {
            create: args.create,
            // The first line tells exec-in-lab-host.sh that a lab host which is gone took this with it.
            delete: args.delete === undefined ? undefined : `# delete\n${args.delete}`,
            interpreter: [...host.place, ...(args.args ?? [])],
            stdin: args.stdin,
            dir: "/",
            triggers: [host.identity.generation, ...args.triggers],
            logging: "stderr",
            addPreviousOutputInEnv: false,
        },
        {
            ...host.options,
            dependsOn: [host, ...(args.dependsOn ?? [])],
            parent,
        },
    );
}

/** How long a check goes on trying at `up`, in seconds. */
const PATIENCE = "3";

/**
 * The end of every scenario: collects its evidence, tries its checks, and writes down that it is finished, with the tokens of its
 * parts. A failing check fails nothing: it is in the outputs, and it is tried again at the next `up`.
 */
export function prove(
    parent: pulumi.Resource,
    name: string,
    lesson: Lesson,
    args: ScenarioArgs,
    made: pulumi.Resource[],
): ScenarioOutputs {
    const { host, tokens } = args;
    const probes = labCommand(parent, `${name}-probes`, host, {
        create: script("probe"),
        args: [PATIENCE],
        stdin: encodeProbes(lesson.evidence, lesson.checks),
        triggers: Object.values(tokens),
        dependsOn: made,
    });
    const checks = probes.stdout.apply((stdout) => readChecks(stdout, lesson.checks));
    const { generation } = host.identity;
    labCommand(parent, `${name}-marks`, host, {
        create: script("marks-write"),
        delete: 'rm -f -- "$1"',
        args: [marksFile(host.identity)],
        stdin: pulumi.jsonStringify({
            generation,
            tokens,
            checksFailed: checks.apply((all) =>
                all.filter((check) => check.status === "failed").map((check) => check.id),
            ),
        }),
        triggers: [],
        dependsOn: [...made, probes],
    });
    return { evidence: probes.stdout.apply((stdout) => readEvidence(stdout, lesson.evidence)), checks };
}
