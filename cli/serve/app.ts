import { Context, Hono } from "hono";
import { secureHeaders } from "hono/secure-headers";
import { streamSSE } from "hono/streaming";
import { namesIn } from "../class/seats";
import { LabError } from "../lib/errors";
import { sideBySide } from "../lib/side-by-side";
import { classes, ROOT } from "../lib/stacks";
import { documentOf, policy } from "../sheet/document";
import { classPageOf, indexOf, Tile, tilesOf } from "../sheet/overview";
import { Html, Speech } from "../sheet/speech";
import { regionsOf, sheetOf } from "../sheet/stack-page";
import { Language, teaching, ui } from "../sheet/words";
import { Closeness, FollowedLab } from "./follow";
import { guard } from "./guard";
import { FollowedLabs } from "./labs";

/** What the server is told. */
export interface AppOptions {
    token: string;
    /** What may stand in the Host header. */
    hosts: () => ReadonlySet<string>;
    speech: Speech;
    labs: FollowedLabs;
    /** Ends the streams. */
    signal: AbortSignal;
}

/** So many pages are followed at a time: each keeps a connection. */
const MOST_STREAMS = 100;
/** Changes of several labs of an overview are sent together, in milliseconds. */
const PAUSE = 150;

/** The pages of `lab serve`: GET shows, and the only thing that a POST does is to try the declared checks. */
export function appOf(options: AppOptions): Hono {
    const { token, hosts, speech, labs } = options;
    const base = `/${token}/`;
    const app = new Hono();
    let streams = 0;

    app.use(guard(token, hosts));
    app.use(secureHeaders({ strictTransportSecurity: false, xFrameOptions: "DENY" }));
    app.use(async (context, next) => {
        await next();
        context.header("cache-control", "no-store");
        context.header("content-security-policy", `${policy(true)}; frame-ancestors 'none'`);
    });
    app.onError((error, context) => {
        if (error instanceof LabError) return context.text(`${error.message}\n`, 404);
        process.stderr.write(`lab: ${error.stack ?? error.message}\n`);
        return context.text("This is a bug in lab.\n", 500);
    });

    const page = async (
        context: Context,
        title: (language: Language) => string,
        content: Html | Promise<Html>,
        following: string,
    ) => context.html(await documentOf({ title, speech, content, live: { following } }));

    /** A stream of what a page shows, sent anew at each change; what a slow reader has missed is left out. */
    const follow = (
        context: Context,
        followed: readonly FollowedLab[],
        closeness: Closeness,
        regions: () => Promise<Record<string, string>>,
    ) => {
        if (streams >= MOST_STREAMS) return context.text("Too many pages are open.\n", 503);
        streams++;
        return streamSSE(context, async (stream) => {
            let wake = () => undefined as void;
            let changed = true;
            const change = () => {
                changed = true;
                wake();
            };
            const ends = followed.map((lab) => {
                lab.changes.on("change", change);
                return lab.view(closeness);
            });
            options.signal.addEventListener("abort", change);
            stream.onAbort(change);
            try {
                await Promise.all(followed.map((lab) => lab.ready(closeness)));
                while (!stream.aborted && !options.signal.aborted) {
                    if (changed) {
                        changed = false;
                        await stream.writeSSE({
                            data: JSON.stringify({
                                running: followed.some((lab) => lab.running),
                                regions: await regions(),
                            }),
                        });
                        if (closeness === "overview") await stream.sleep(PAUSE);
                    } else {
                        await new Promise<void>((resolve) => (wake = resolve));
                    }
                }
            } finally {
                streams--;
                options.signal.removeEventListener("abort", change);
                for (const [index, lab] of followed.entries()) {
                    lab.changes.off("change", change);
                    ends[index]!();
                }
            }
        });
    };

    const sheetOptions = { speech, live: true, back: base };
    const sheetRegions = async (lab: FollowedLab) =>
        texts(await regionsOf({ lab: lab.lab!, tried: lab.tried }, sheetOptions));
    const course = (): Tile[] =>
        labs.course().map((lab) => ({ ...lab.tile(), href: `${base}stacks/${lab.stack.stack}/` }));
    const seats = (name: string): FollowedLab[] =>
        labs.get(
            classes(ROOT)
                .get(name)
                ?.map(({ stack }) => stack) ?? refuse(),
        );
    const seatTiles = (name: string): Tile[] => {
        const people = namesIn(name);
        const seatOf = new Map(
            classes(ROOT)
                .get(name)!
                .map(({ stack, seat }) => [stack, seat]),
        );
        return seats(name).map((lab) => {
            const { stack } = lab.stack;
            return {
                ...lab.tile(),
                seat: seatOf.get(stack),
                person: people.get(stack),
                href: `${base}stacks/${stack}/`,
            };
        });
    };

    app.get(base, async (context) => {
        await Promise.all(labs.course().map((lab) => lab.ready("overview")));
        const rooms = [...classes(ROOT).keys()].map((name) => ({ name, href: `${base}classes/${name}/` }));
        return page(context, (language) => ui(language).course, indexOf(course(), rooms, speech), "events");
    });
    app.get(`${base}events`, (context) =>
        follow(context, labs.course(), "overview", async () => texts({ tiles: tilesOf(course(), speech) })),
    );

    app.get(`${base}classes/:name/`, async (context) => {
        const name = context.req.param("name");
        await Promise.all(seats(name).map((lab) => lab.ready("overview")));
        return page(
            context,
            () => name,
            classPageOf(name, seatTiles(name), { speech, back: base, live: true }),
            "events",
        );
    });
    app.get(`${base}classes/:name/events`, (context) => {
        const name = context.req.param("name");
        return follow(context, seats(name), "overview", async () => texts({ tiles: tilesOf(seatTiles(name), speech) }));
    });
    app.post(`${base}classes/:name/checks`, async (context) => {
        const jobs = seats(context.req.param("name")).map((lab) => ({
            name: lab.stack.stack,
            run: async () => ({ result: await lab.tryChecks(), ok: true, words: "" }),
        }));
        await sideBySide(jobs, true);
        return context.body(null, 204);
    });

    app.get(`${base}stacks/:name/`, async (context) => {
        const lab = labs.one(context.req.param("name"));
        await lab.ready("sheet");
        if (lab.lab!.state === "up" && !lab.tried) await lab.tryChecks();
        const facts = { lab: lab.lab!, tried: lab.tried };
        const title = (language: Language) =>
            `${lab.stack.stack}: ${teaching(facts.lab.scenario, language, facts.lab.options).title}`;
        return page(context, title, sheetOf(facts, sheetOptions), "events");
    });
    app.get(`${base}stacks/:name/events`, (context) => {
        const lab = labs.one(context.req.param("name"));
        return follow(context, [lab], "sheet", () => sheetRegions(lab));
    });
    app.post(`${base}stacks/:name/checks`, async (context) => {
        await labs.one(context.req.param("name")).tryChecks();
        return context.body(null, 204);
    });
    return app;
}

function refuse(): never {
    throw new LabError("there is no such class");
}

/** The parts of a page as text. */
async function texts(regions: Record<string, Html>): Promise<Record<string, string>> {
    const all = await Promise.all(
        Object.entries(regions).map(async ([name, html]) => [name, String(await html)] as const),
    );
    return Object.fromEntries(all);
}
