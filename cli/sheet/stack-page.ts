import { html, raw } from "hono/html";
import { printable } from "../../components/lib/printable";
import { seconds } from "../lib/text";
import { picture } from "../topology/svg";
import { checksOf } from "./checks";
import { commandLine } from "./command-line";
import { LabFacts, SheetFacts } from "./facts";
import { reason } from "./reason";
import { runButton } from "./run-button";
import { Html, prose, Speech } from "./speech";
import { commandsOf } from "./steps";
import { exercises, legacy } from "./taught";
import { dateOf } from "./times";
import { Language, teaching } from "./words";

/** The parts of a sheet that follow the lab, by the names that they have in the page. */
export type Region = "state" | "picture" | "commands" | "checks" | "facts";

/** What a sheet is shown with. */
export interface SheetOptions {
    speech: Speech;
    /** Whether its lab is followed, and checks can be run by a button. */
    live: boolean;
    /** Who has the seat that it is of. */
    person?: string;
    /** Where the overview is, when there is one. */
    back?: string;
}

/** The content of a lab's sheet. */
export async function sheetOf(facts: SheetFacts, options: SheetOptions): Promise<Html> {
    const { lab } = facts;
    const { speech, person, back, live } = options;
    const { say, each } = speech;
    const taught = (language: Language) => teaching(lab.scenario, language, lab.options);
    const regions = await regionsOf(facts, options);
    const region = (name: Region) => html`<div data-region="${name}">${regions[name]}</div>`;
    return html` <header>
            <p class="quiet">
                ${back === undefined ? "" : html`<a href="${back}">${say((words) => words.back)}</a> ·`}
                ${chapterOf(lab, speech)}<code>${lab.stack}</code>${person === undefined ? "" : html` · ${person}`}
            </p>
            <h1>${each((language) => prose(taught(language).title))}</h1>
            ${region("state")}
        </header>
        <section aria-labelledby="goal">
            <h2 id="goal">${say((words) => words.goal)}</h2>
            ${each((language) => taught(language).goal.map((text) => html`<p>${prose(text)}</p>`), "div")}
        </section>
        <section aria-labelledby="picture">
            <h2 id="picture">${say((words) => words.picture)}</h2>
            ${region("picture")}
        </section>
        <section aria-labelledby="checks">
            <h2 id="checks">${say((words) => words.checks)}</h2>
            ${live && lab.state === "up" ? runButton(speech) : ""}
            ${region("checks")}
        </section>
        <section aria-labelledby="commands">
            <h2 id="commands">${say((words) => words.commands)}</h2>
            ${region("commands")}
        </section>
        <section aria-labelledby="next">
            <h2 id="next">${say((words) => words.tryNext)}</h2>
            ${exercises(taught, speech)}
        </section>
        ${legacy(taught, speech)}
        <section aria-labelledby="facts">
            <h2 id="facts">${say((words) => words.facts)}</h2>
            ${region("facts")}
        </section>`;
}

function chapterOf({ scenario }: LabFacts, { say }: Speech): Html {
    const { chapter, group } = scenario;
    return group === undefined ? html`` : html`${say((words) => words.chapter(chapter))} · `;
}

/** The parts of a sheet that follow the lab. */
export async function regionsOf(facts: SheetFacts, options: SheetOptions): Promise<Record<Region, Html>> {
    const { lab, tried } = facts;
    const { speech } = options;
    return {
        state: stateOf(facts, speech),
        picture: await pictureOf(lab, speech),
        commands: commandsOf(lab, tried, speech),
        checks: checksOf(facts, options),
        facts: factsOf(facts, speech),
    };
}

function stateOf({ lab, tried }: SheetFacts, { say, each }: Speech): Html {
    const { state, message, stack, broken } = lab;
    const all = tried?.checks ?? [];
    const ok = all.filter((check) => check.ok).length;
    const colour = state !== "up" ? "grey" : broken.length > 0 || ok < all.length ? "red" : "green";
    const tally = all.length > 0 ? html` · ${say((words) => words.passed(ok, all.length))}` : "";
    const wrong =
        broken.length > 0 && state === "up"
            ? html`<p>${say((words) => words.broken)}</p>
                  <ul>
                      ${broken.map((why) => html`<li>${reason(why, { each })}</li>`)}
                  </ul>`
            : "";
    if (state === "up")
        return html`<p class="state ${colour}">${say((words) => words.state.up)}${tally}</p>
            ${wrong}`;
    return html`<p class="state ${colour}">${say((words) => words.state[state])}</p>
        <p>
            ${say((words) => words.stateLead[state])}${message === undefined ? "" : html` <span lang="en">${printable(message)}</span>`}
        </p>
        ${state === "unreadable" ? "" : html`<p>${say((words) => words.makeIt)}</p>${commandLine(`./lab up ${stack}`, { say, each })}`}`;
}

async function pictureOf({ topology, noTopology }: LabFacts, { say, languages }: Speech): Promise<Html> {
    if (!topology)
        return html`<p class="quiet">
            ${say((words) => words.noPicture)}${noTopology === undefined ? "" : html` <span lang="en">${printable(noTopology)}</span>`}
        </p>`;
    const drawn = new Map<Language, string>();
    for (const language of languages) drawn.set(language, await picture(topology, language));
    return html`${languages.map((language) => framed(drawn.get(language)!, language))}`;
}

/** So wide a picture, in px, is still legible when it is made as small as a phone; and so wide is the page. */
const [FITS, PAGE] = [640, 930];

/**
 * A picture in its frame, in the size in which its text is that of the page, or a little smaller. One that is wider than the page takes the room
 * beside it, and is moved in its frame where that is not enough.
 */
function framed(svg: string, language: Language): Html {
    const [, width = 0, height = 0] = (/viewBox="[-\d.]+ [-\d.]+ ([\d.]+) ([\d.]+)"/.exec(svg) ?? []).map(Number);
    const scale = Math.min(1, Math.max(0.7, PAGE / width));
    const kind = width <= FITS ? "fits" : width <= PAGE ? "" : "across";
    const size = `width="${Math.round(width * scale)}" height="${Math.round(height * scale)}"`;
    return html`<figure class="picture ${kind}" data-in="${language}" tabindex="0">${raw(svg.replace("<svg", `<svg ${size}`))}</figure>`;
}

function factsOf({ lab, tried }: SheetFacts, { say }: Speech): Html {
    return html`<dl class="facts">
        <dt>${say((words) => words.stack)}</dt>
        <dd><code>${lab.stack}</code></dd>
        ${
            lab.hosts.length > 0
                ? html`<dt>${say((words) => words.lab)}</dt>
                      <dd><code>${lab.hosts.join(" ")}</code></dd>`
                : ""
        }
        ${
            lab.engine === ""
                ? ""
                : html`<dt>${say((words) => words.engine)}</dt>
                      <dd>${lab.engine}</dd>`
        }
        <dt>${say((words) => words.read)}</dt>
        <dd><time datetime="${lab.at.toISOString()}">${dateOf(lab.at)}</time></dd>
        ${
            tried
                ? html`<dt>${say((words) => words.took)}</dt>
                      <dd>${seconds(tried.took)} s</dd>`
                : ""
        }
    </dl>`;
}
