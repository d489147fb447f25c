import { z } from "zod";
import { LabStack } from "../lib/stacks";
import { DOCKER_LINES } from "../../components/lib/course";
import { missingImages } from "../../components/lib/plan";
import { Facts } from "./facts";
import { about, Finding } from "./finding";

/** Where `lab doctor` (cli/setup/doctor.sh) puts what set-up would say. */
const VARIABLE = "DOCKER_NETWORK_LABS_SET_UP";

/** What set-up would say of this machine. */
export interface SetUp {
    /** Whether there is nothing of it, because only root can read what it did. */
    unread: boolean;
    /** What it would get, by its stages. */
    missing: readonly { stage: string; text: string }[];
    /** What it would refuse, each with why and what to do. */
    refused: readonly { stage: string; what: string; why: string; fix: string }[];
    /** Image's name in the project → its name on the machine; undefined while it is not known where images come from. */
    images?: Readonly<Record<string, string>>;
    /** Where images come from, and why it does not answer, if so; undefined for Debian packages, or while it is not known. */
    registry?: { name: string; silent?: string };
}

/** Reads what set-up would say: a line for each thing, its fields with tabs between. */
export function readSetUp(text = process.env[VARIABLE] ?? ""): SetUp {
    const lines = text.split("\n").map((line) => line.split("\t"));
    const of = (kind: string) => lines.filter(([is]) => is === kind).map(([, ...fields]) => fields);
    const [images] = of("images");
    const [registry] = of("registry");
    return {
        unread: of("unread").length > 0,
        missing: of("missing").map(([stage = "", what = ""]) => ({ stage, text: what })),
        refused: of("refused").map(([stage = "", what = "", why = "", fix = ""]) => ({ stage, what, why, fix })),
        ...(images?.[0] && { images: z.record(z.string(), z.string()).parse(JSON.parse(images[0])) }),
        ...(registry && {
            registry: { name: registry[0] ?? "", ...(registry[1] !== undefined && { silent: registry[1] }) },
        }),
    };
}

/** Whether set-up would have to get something over a network. */
export function lacksAny({ missing, refused }: SetUp): boolean {
    return missing.length + refused.length > 0;
}

/** What set-up lacks, but for the engine, which engine.ts judges. */
export function judgeSetUp({ unread, missing, refused }: SetUp, stacks: readonly LabStack[]): Finding[] {
    const say = (stage: string) => about(`set-up/${stage}`, "set-up", stacks);
    if (unread) return say("done").unknown("only root can read what it did", "sudo ./lab doctor");
    const gaps = missing.filter(({ stage }) => stage !== "engine").map(({ text }) => text);
    const no = refused.filter(({ stage }) => stage !== "engine");
    if (gaps.length + no.length === 0) return say("done").fine("done");
    return [
        ...no.flatMap(({ stage, what, why, fix }) => say(stage).problem(`it refuses: ${what}`, why, fix)),
        ...(gaps.length > 0
            ? say("done").problem(
                  `it lacks ${gaps.join("; ")}`,
                  "without it no lab can be made",
                  "./lab setup gets all of it",
              )
            : []),
    ];
}

/** Whether the images of each stack are on this machine's engine, and whether those that are not can be got. */
export function judgeImages(setUp: SetUp, { images: found }: Pick<Facts, "images">, stacks: readonly LabStack[]) {
    const { images, registry } = setUp;
    const need = "lab hosts and containers are started from them";
    if (found === null || images === undefined)
        return about("images/there", "images", stacks).unknown(
            need,
            images === undefined ? "./lab setup says where they come from" : "make the Docker engine answer",
        );
    const missing = (stack: LabStack) =>
        missingImages({ machine: { images: found } }, { ...stack, image: images[`lab-host-${stack.docker}`]! }, images);
    const needy = stacks.filter((stack) => missing(stack).length > 0);
    return [
        ...about(
            "images/there",
            "images",
            stacks.filter((stack) => !needy.includes(stack)),
        ).fine("there"),
        ...DOCKER_LINES.flatMap((line) => {
            const of = needy.filter(({ docker }) => docker === line);
            return about("images/there", "images", of).problem(
                `not there: ${[...new Set(of.flatMap(missing))].join(", ")}`,
                need,
                `./lab setup${line === DOCKER_LINES[0] ? "" : ` --engine ${line}`} makes or fetches them`,
            );
        }),
        ...judgeRegistry(registry, stacks, needy),
    ];
}

/** A registry that does not answer matters where an image must still come from it. */
function judgeRegistry(
    registry: SetUp["registry"],
    stacks: readonly LabStack[],
    needy: readonly LabStack[],
): Finding[] {
    const say = (of: readonly LabStack[]) => about("images/registry", "where images come from", of);
    if (!registry) return say(stacks).fine("Debian packages, and no registry is asked");
    if (registry.silent === undefined) return say(stacks).fine(`${registry.name}, which answers`);
    const value = `${registry.name}, which does not answer the engine: ${registry.silent}`;
    const fix =
        "make it reachable for the engine (a proxy or a mirror in its settings), or set source=packages in .lab/settings and run ./lab setup";
    const rest = stacks.filter((stack) => !needy.includes(stack));
    return [
        ...say(needy).problem(value, "images that are missing come from there (.lab/settings)", fix),
        ...say(rest).warning(value, "all images are here, and a change of them could not be fetched", fix),
    ];
}
