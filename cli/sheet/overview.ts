import { html } from "hono/html";
import { PATIENCE } from "../../components/lib/probe";
import { Seen } from "../lib/labs";
import { LabFacts, labFacts, TriedFacts, tryLab } from "./facts";
import { reason } from "./reason";
import { runButton } from "./run-button";
import { Html, prose, Speech } from "./speech";
import { inLanguage, teaching } from "./words";

/** One of the labs of an overview. */
export interface Tile {
    lab: LabFacts;
    tried?: TriedFacts;
    /** Ids of the checks that did not pass when the lab was last made or mended; undefined where there is no lab. */
    failedAtUp?: readonly string[];
    /** Of a seat in a class. */
    seat?: string;
    person?: string;
    /** Its sheet, where there is one. */
    href?: string;
}

/** How a lab is, at a glance. */
export type Colour = "green" | "red" | "grey";

/** How a lab is: red where somebody should look at it, grey where there is none to look at, or it could not be read. */
export function colourOf({ lab, tried, failedAtUp = [] }: Pick<Tile, "lab" | "tried" | "failedAtUp">): Colour {
    if (lab.state === "absent" || lab.state === "unreadable") return "grey";
    if (lab.state !== "up" || lab.broken.length > 0) return "red";
    const fine = tried ? tried.message === undefined && tried.checks.every(({ ok }) => ok) : failedAtUp.length === 0;
    return fine ? "green" : "red";
}

/**
 * What an overview shows of a lab. Where the lab is as its last `up` left it, and all checks passed then, none is tried again: of thirty seats
 * that takes ten seconds.
 *
 * @param all whether the checks are tried in any case
 */
export async function tileOf(seen: Seen, all: boolean): Promise<Tile> {
    const lab = labFacts(seen, false);
    const failedAtUp = seen.unreadable === undefined ? seen.found.lab?.marks.checksFailed : undefined;
    const stands = lab.broken.length === 0 && failedAtUp?.length === 0;
    return { lab, failedAtUp, tried: all || !stands ? await tryLab(seen, PATIENCE) : undefined };
}

/** The labs of an overview, each with its colour and what is wrong with it. */
export function tilesOf(tiles: readonly Tile[], speech: Speech): Html {
    const { say } = speech;
    const number = (colour: Colour) => tiles.filter((tile) => colourOf(tile) === colour).length;
    const [green, red, grey] = [number("green"), number("red"), number("grey")];
    return html`<p role="status">${say((words) => words.summary(green, red, grey))}</p>
<ul class="tiles">${tiles.map((tile) => tileIn(tile, speech))}</ul>`;
}

function tileIn(tile: Tile, speech: Speech): Html {
    const { lab, tried, seat, person, href } = tile;
    const { say, each } = speech;
    const colour = colourOf(tile);
    const name = seat === undefined ? html`<code>${lab.stack}</code>` : html`${say((words) => words.seat)} ${seat}`;
    const checks = tried?.checks ?? [];
    const ok = checks.filter((check) => check.ok).length;
    const tally = checks.length > 0 ? html`<p>${say((words) => words.passed(ok, checks.length))}</p>` : "";
    const word =
        lab.state === "up" || lab.state === "absent"
            ? say((words) => words.tile[colour])
            : say((words) => words.state[lab.state]);
    const left = colour === "green" && !tried ? html`<p class="quiet">${say((words) => words.asLeft)}</p>` : "";
    const title =
        seat === undefined
            ? html`<p>${each((language) => prose(teaching(lab.scenario, language, lab.options).title))}</p>`
            : "";
    return html`<li class="tile ${colour}" data-stack="${lab.stack}"><p><strong>${href === undefined ? name : html`<a href="${href}">${name}</a>`}</strong>${person === undefined ? "" : html` · ${person}`}</p>
${title}<p class="word">${word}</p>${tally}${left}${wrongIn(tile, speech)}</li>`;
}

/** What is wrong with a lab: the checks that failed, or else what is not as it was made. */
function wrongIn({ lab, tried, failedAtUp = [] }: Tile, { each }: Speech): Html {
    const failed = (tried?.checks ?? []).filter(({ status }) => status === "failed");
    const ids = tried ? failed.map(({ id }) => id) : failedAtUp;
    const { lesson, scenario, options } = lab;
    const title = (id: string) =>
        each((language) => {
            const check = inLanguage(lesson, scenario, language, options).checks.find((one) => one.id === id);
            return prose(check?.title ?? id);
        });
    const words = ids.length > 0 ? ids.map(title) : lab.broken.map((why) => reason(why, { each }));
    const message = lab.message ?? tried?.message;
    const lines = [...words, ...(message === undefined ? [] : [html`<span lang="en">${message}</span>`])];
    return lines.length === 0 ? html`` : html`<ul>${lines.map((line) => html`<li>${line}</li>`)}</ul>`;
}

/** The content of the course's overview. */
export function indexOf(
    tiles: readonly Tile[],
    classes: readonly { name: string; href: string }[],
    speech: Speech,
): Html {
    const { say } = speech;
    const rooms = classes.map(({ name, href }) => html`<li><a href="${href}">${name}</a></li>`);
    return html`<h1>${say((words) => words.course)}</h1>
<p>${say((words) => words.courseLead)}</p>
<div data-region="tiles">${tilesOf(tiles, speech)}</div>
${rooms.length === 0 ? "" : html`<h2>${say((words) => words.classes)}</h2><ul>${rooms}</ul>`}`;
}

/** The content of a class's page. */
export function classPageOf(
    classroom: string,
    tiles: readonly Tile[],
    { speech, back, live = false }: { speech: Speech; back?: string; live?: boolean },
): Html {
    const { say, each } = speech;
    const scenarios = [...new Map(tiles.map(({ lab }) => [lab.scenario.name, lab])).values()];
    const seats = new Set(tiles.map(({ seat }) => seat)).size;
    return html`${back === undefined ? "" : html`<p class="quiet"><a href="${back}">${say((words) => words.back)}</a></p>`}
<h1>${classroom}</h1>
<p>${say((words) => words.classLead(seats))} ${scenarios.map((lab) => html`<code>${lab.scenario.name}</code> ${each((language) => prose(teaching(lab.scenario, language, lab.options).title))} `)}</p>
${live ? runButton(speech) : ""}
<div data-region="tiles">${tilesOf(tiles, speech)}</div>`;
}
