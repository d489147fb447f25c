import { Context, Hono } from "hono";
import { secureHeaders } from "hono/secure-headers";
import { LabError } from "../lib/errors";
import { sideBySide } from "../lib/side-by-side";
import { classes, ROOT } from "../lib/stacks";
import { documentOf, policy } from "../sheet/document";
import { classPageOf, indexOf, Tile, tilesOf } from "../sheet/overview";
import { Html, Speech } from "../sheet/speech";
import { regionsOf, sheetOf } from "../sheet/stack-page";
import { Language, teaching, ui } from "../sheet/words";
import { FollowedLab } from "./follow";
import { guard } from "./guard";
import { FollowedLabs } from "./labs";
import { Streams } from "./stream";

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

/** The pages of `lab serve`: GET shows, and the only thing that a POST does is to try the declared checks. */
export function appOf(options: AppOptions): Hono {
    const { token, hosts, speech, labs } = options;
    const base = `/${token}/`;
    const app = new Hono();

    // Refusals have them as well: so a page elsewhere does not even see that there is one.
    app.use(secureHeaders({ strictTransportSecurity: false, xFrameOptions: "DENY" }));
    app.use(async (context, next) => {
        await next();
        context.header("cache-control", "no-store");
        context.header("content-security-policy", `${policy(true)}; frame-ancestors 'none'`);
    });
    app.use(guard(token, hosts));
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

    const streams = new Streams(options.signal);
    const sheetOptions = { speech, live: true, back: base };
    const sheetRegions = ([lab]: readonly FollowedLab[]) =>
        regionsOf({ lab: lab!.lab!, tried: lab!.tried }, sheetOptions);
    const hrefOf = (lab: FollowedLab) => `${base}stacks/${lab.stack.stack}/`;
    const tiles = (followed: readonly FollowedLab[]): Tile[] =>
        followed.map((lab) => ({ ...lab.tile(), href: hrefOf(lab) }));
    const seats = (name: string): FollowedLab[] =>
        labs.get(
            classes(ROOT)
                .get(name)
                ?.map(({ stack }) => stack) ?? refuse(),
        );
    const seatTiles = (name: string) => {
        const known = new Map(
            classes(ROOT)
                .get(name)!
                .map((one) => [one.stack, { seat: one.seat, person: one.name }]),
        );
        return (followed: readonly FollowedLab[]): Tile[] =>
            tiles(followed).map((tile) => ({ ...tile, ...known.get(tile.lab.stack) }));
    };

    app.get(base, async (context) => {
        const followed = labs.course();
        await Promise.all(followed.map((lab) => lab.ready("overview")));
        const rooms = [...classes(ROOT).keys()].map((name) => ({ name, href: `${base}classes/${name}/` }));
        return page(context, (language) => ui(language).course, indexOf(tiles(followed), rooms, speech), "events");
    });
    app.get(`${base}events`, (context) =>
        streams.follow(context, labs.course(), "overview", (followed) => ({ tiles: tilesOf(tiles(followed), speech) })),
    );

    app.get(`${base}classes/:name/`, async (context) => {
        const name = context.req.param("name");
        const followed = seats(name);
        await Promise.all(followed.map((lab) => lab.ready("overview")));
        const content = classPageOf(name, seatTiles(name)(followed), { speech, back: base, live: true });
        return page(context, () => name, content, "events");
    });
    app.get(`${base}classes/:name/events`, (context) => {
        const name = context.req.param("name");
        const followed = seats(name);
        const shown = seatTiles(name);
        return streams.follow(context, followed, "overview", (all) => ({ tiles: tilesOf(shown(all), speech) }));
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
        return streams.follow(context, [lab], "sheet", sheetRegions);
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
