import { copyFileSync } from "fs";
import { join } from "path";
import { LabError } from "../lib/errors";
import { makeScratch, removeScratch } from "../lib/scratch";
import { checkout, ROOT } from "../lib/stacks";
import { table } from "../lib/text";
import { timed, withConfig } from "./runs";

// The direct custom-bridge by several tools, without evidence and checks: one network, two containers, and one of them plugged into the network
// while it runs.

/** The stack that is measured. */
const STACK = "bench";
const CONFIG = {
    scenario: "custom-bridge",
    engine: "direct",
    proof: "false",
    names: { test1: "bench-test1", test3: "bench-test3", "xin-bridge": "bench-bridge" },
};
const FOLDER = join(ROOT, "bench", "direct");

/** A command line. */
type Line = readonly [file: string, ...args: string[]];

/** A tool that makes the same thing. */
interface Tool {
    name: string;
    /** What it needs once, before it is timed; it is left out where this fails. */
    first?: Line;
    up: Line;
    down: Line;
    /** Where it is run, and what it finds in its environment. */
    cwd?: string;
    env?: Record<string, string>;
}

/** What a tool took, in seconds, run by run. */
export interface ToolRow {
    tool: string;
    /** Why it was left out; then it has no times. */
    leftOut?: string;
    up: number[];
    down: number[];
}

/** The tool that others are compared with. */
const FLOOR = "docker's commands";

/** Has each tool make the lab and remove it, one tool after the other in each run. */
export async function benchDirect(runs: number): Promise<ToolRow[]> {
    const folder = makeScratch();
    try {
        return await withConfig(STACK, CONFIG, async () => {
            const rows = await Promise.all(tools(folder).map(prepared));
            for (let run = 0; run < runs; run++)
                for (const { tool, row } of rows) if (row.leftOut === undefined) await makeAndRemove(tool, row);
            return rows.map(({ row }) => row);
        });
    } finally {
        removeScratch(folder);
    }
}

function tools(folder: string): Tool[] {
    const image = checkout().images.busybox!;
    const script = join(FOLDER, "commands.sh");
    const compose = ["docker", "compose", "--file", join(FOLDER, "compose.yaml")] as const;
    const variable = ["-input=false", "-no-color", "-auto-approve", "-var", `image=${image}`];
    copyFileSync(join(FOLDER, "main.tf"), join(folder, "main.tf"));
    const plain = ["--non-interactive", "--yes", "--skip-preview", "--stack", STACK];
    return [
        { name: FLOOR, up: [script, "up", image], down: [script, "down"] },
        {
            name: "docker compose",
            first: ["docker", "compose", "version"],
            up: [...compose, "up", "--detach"],
            down: [...compose, "down"],
            env: { IMAGE: image },
        },
        {
            name: "terraform",
            first: ["terraform", "init", "-input=false", "-no-color"],
            up: ["terraform", "apply", ...variable],
            down: ["terraform", "destroy", ...variable],
            cwd: folder,
        },
        { name: "./lab", up: [join(ROOT, "lab"), "up", STACK], down: [join(ROOT, "lab"), "destroy", "--yes", STACK] },
        { name: "pulumi", up: ["pulumi", "up", ...plain], down: ["pulumi", "destroy", ...plain] },
    ];
}

async function prepared(tool: Tool): Promise<{ tool: Tool; row: ToolRow }> {
    const row: ToolRow = { tool: tool.name, up: [], down: [] };
    try {
        if (tool.first) await line(tool, tool.first);
    } catch (error) {
        if (!(error instanceof LabError)) throw error;
        const said = error.message.split("\n");
        row.leftOut = said.find((words) => /error|unknown|cannot/i.test(words)) ?? said[0]!;
    }
    return { tool, row };
}

async function makeAndRemove(tool: Tool, row: ToolRow): Promise<void> {
    try {
        row.up.push(await line(tool, tool.up));
    } finally {
        const seconds = await line(tool, tool.down);
        row.down.push(seconds);
    }
}

async function line({ cwd, env }: Tool, [file, ...args]: Line): Promise<number> {
    const { seconds } = await timed(file, args, { cwd, env });
    return seconds;
}

const median = (times: readonly number[]) => [...times].sort((one, other) => one - other)[times.length >> 1]!;

/** What `lab bench` prints of tools: medians in seconds with the least and the most, and as multiples of terraform and of the floor. */
export function renderTools(rows: readonly ToolRow[]): string {
    const of = (name: string) => rows.find(({ tool, leftOut }) => tool === name && leftOut === undefined);
    const spread = (times: readonly number[]) =>
        `${median(times).toFixed(1)} (${Math.min(...times).toFixed(1)} to ${Math.max(...times).toFixed(1)})`;
    const ratio = (times: readonly number[], base?: readonly number[]) =>
        base ? (median(times) / median(base)).toFixed(2) : "-";
    const measured = rows.filter(({ leftOut }) => leftOut === undefined);
    const lines = measured.map(({ tool, up, down }) => [
        tool,
        spread(up),
        spread(down),
        ...["terraform", FLOOR].flatMap((base) => [ratio(up, of(base)?.up), ratio(down, of(base)?.down)]),
    ]);
    const head = ["direct custom-bridge", "up", "down", "up/terraform", "down/terraform", "up/floor", "down/floor"];
    const left = rows.flatMap(({ tool, leftOut }) =>
        leftOut === undefined ? [] : [`${tool} is left out: ${leftOut}\n`],
    );
    return table(head, lines) + left.join("");
}
