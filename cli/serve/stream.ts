import { Context } from "hono";
import { streamSSE } from "hono/streaming";
import { Html } from "../sheet/speech";
import { Closeness, FollowedLab } from "./follow";

/** So many pages are followed at a time: each keeps a connection. */
const MOST = 100;
/** Changes of several labs of an overview are sent together, in milliseconds. */
const PAUSE = 150;

/** What of a page follows its labs, by the names that the parts have in it. */
export type Regions = (labs: readonly FollowedLab[]) => Promise<Record<string, Html>> | Record<string, Html>;

/** The streams by which pages follow their labs (server-sent events). */
export class Streams {
    private open = 0;
    /** A page's path → what it shows at a version of its labs, made once for all who see it. */
    private readonly shown = new Map<string, { version: string; text: Promise<string> }>();

    constructor(private readonly signal: AbortSignal) {}

    /** A stream of what a page shows, sent anew at each change; what a slow reader has missed is left out. */
    follow(context: Context, labs: readonly FollowedLab[], closeness: Closeness, regions: Regions): Response {
        if (this.open >= MOST) return context.text("Too many pages are open.\n", 503);
        this.open++;
        const { path } = context.req;
        return streamSSE(context, async (stream) => {
            let wake = () => undefined as void;
            let changed = true;
            const change = () => {
                changed = true;
                wake();
            };
            for (const lab of labs) lab.changes.on("change", change);
            const ends = labs.map((lab) => lab.view(closeness));
            this.signal.addEventListener("abort", change);
            stream.onAbort(change);
            try {
                await Promise.all(labs.map((lab) => lab.ready(closeness)));
                while (!stream.aborted && !this.signal.aborted) {
                    if (changed) {
                        changed = false;
                        await stream.writeSSE({ data: await this.textOf(path, labs, regions) });
                        if (closeness === "overview") await stream.sleep(PAUSE);
                    } else {
                        await new Promise<void>((resolve) => (wake = resolve));
                    }
                }
            } finally {
                this.open--;
                this.signal.removeEventListener("abort", change);
                for (const lab of labs) lab.changes.off("change", change);
                for (const end of ends) end();
            }
        });
    }

    private textOf(path: string, labs: readonly FollowedLab[], regions: Regions): Promise<string> {
        const version = labs.map((lab) => lab.version).join(" ");
        const known = this.shown.get(path);
        if (known?.version === version) return known.text;
        const text = rendered(labs, regions);
        this.shown.set(path, { version, text });
        return text;
    }
}

async function rendered(labs: readonly FollowedLab[], regions: Regions): Promise<string> {
    const parts = Object.entries(await regions(labs)).map(async ([name, html]) => [name, String(await html)] as const);
    return JSON.stringify({
        running: labs.some((lab) => lab.running),
        regions: Object.fromEntries(await Promise.all(parts)),
    });
}
