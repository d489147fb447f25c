/* eslint-disable @typescript-eslint/no-require-imports -- what is not asked for is not loaded: start-up time counts */
import { UnreadableLabError } from "../components/lib/observe";
import { json } from "../components/lib/printable";
import { EXIT, LabError } from "./lib/errors";
import { mendFirst } from "./lib/shortages";
import { selectStacks } from "./lib/stacks";
import type { Topology } from "./topology/model";
import { readTopology } from "./topology/read";
import type { PictureLanguage } from "./topology/words";

/** Options of `lab topology`: how it is shown; as a tree of text by default. */
export interface TopologyOptions {
    json?: boolean;
    svg?: boolean;
    mermaid?: boolean;
    dot?: boolean;
    lang: PictureLanguage;
}

/** `lab topology`: shows what is plugged in where in a live lab, and changes nothing. */
export async function topology(stack: string, options: TopologyOptions): Promise<number> {
    const stacks = selectStacks([stack]);
    if (stacks.length > 1)
        throw new LabError(
            `"${stack}" is ${stacks.length} stacks`,
            `name one of them, for example ${stacks[0]!.stack}`,
        );
    const looking = reading(() => readTopology(stacks[0]!));
    // Loaded while the lab is looked at: Graphviz takes a moment.
    const show = rendererOf(options);
    const read = await looking;
    process.stdout.write(await show(read));
    return read.state === "absent" ? EXIT.failed : EXIT.fine;
}

async function reading(read: () => Promise<Topology>): Promise<Topology> {
    try {
        return await read();
    } catch (error) {
        if (error instanceof UnreadableLabError) throw new LabError(error.message, mendFirst(error.message));
        throw error;
    }
}

/** What shows a topology as it was asked for; nothing else is loaded. */
function rendererOf({ json: asJson, svg, mermaid, dot, lang }: TopologyOptions): (read: Topology) => Shown {
    if (asJson) return json;
    if (svg) {
        const { picture, prepare } = require("./topology/svg") as typeof import("./topology/svg");
        prepare();
        return (read) => picture(read, lang);
    }
    if (mermaid) {
        const { mermaidOf } = require("./topology/mermaid") as typeof import("./topology/mermaid");
        return (read) => mermaidOf(read, lang);
    }
    if (dot) {
        const { dotOfTopology } = require("./topology/dot") as typeof import("./topology/dot");
        return (read) => dotOfTopology(read, lang);
    }
    return (require("./topology/tree") as typeof import("./topology/tree")).treeOf;
}

type Shown = string | Promise<string>;
