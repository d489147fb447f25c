import { html, raw } from "hono/html";
import { Check, Probe, Step } from "../../components/lib/lesson";
import { CheckResult, Evidence, SIGNS } from "../../components/lib/probe";
import { printable } from "../../components/lib/printable";
import { seconds } from "../lib/text";
import { picture } from "../topology/svg";
import { LabFacts, SheetFacts, TriedFacts } from "./facts";
import { output, roomFor } from "./shortened";
import { reason } from "./reason";
import { runButton } from "./run-button";
import { Html, prose, Speech } from "./speech";
import { inLanguage, Language, observedIn, teaching, ui } from "./words";

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

/** What is the same command but for the seconds that a probe waits for an answer. */
function same(command: string): string {
    return command.replace(/ -W \d+/g, "");
}

function commandsOf(lab: LabFacts, tried: TriedFacts | undefined, speech: Speech): Html {
    const { lesson, scenario, options } = lab;
    const { say, each } = speech;
    const said = new Map(
        speech.languages.map((language) => [language, inLanguage(lesson, scenario, language, options)]),
    );
    const shown = new Map((tried?.evidence ?? []).map((evidence) => [evidence.id, evidence]));
    const room = roomFor(lesson.evidence.length);
    const printed = (probe: Probe, evidence: Evidence | undefined) =>
        tried === undefined
            ? ""
            : evidence
              ? output(evidence.output, room, speech, `evidence-${probe.id}`)
              : html`<p class="quiet">${say((words) => words.noAnswer)}</p>`;
    const left = new Map(lesson.evidence.map((probe) => [probe.id, probe]));
    const steps = lesson.commands.map(([command, noticed]: Step, index) => {
        const probe = [...left.values()].find((one) => same(one.command) === same(command));
        if (probe) left.delete(probe.id);
        const notice = (language: Language) => said.get(language)!.commands[index]![1];
        return html`<li>
            ${commandLine(command, speech)}${noticed === undefined ? "" : html`<p>${each((language) => prose(notice(language) ?? ""))}</p>`}${probe ? printed(probe, shown.get(probe.id)) : ""}
        </li>`;
    });
    const titleOf = (language: Language, probe: Probe) =>
        said.get(language)!.evidence.find(({ id }) => id === probe.id)!;
    const more = [...left.values()].map(
        (probe) =>
            html`<li>
                <p>
                    <strong>${each((language) => prose(titleOf(language, probe).title))}</strong>
                    <span class="quiet">(${each((language) => titleOf(language, probe).where)})</span>
                </p>
                ${commandLine(probe.command, speech)}${printed(probe, shown.get(probe.id))}
            </li>`,
    );
    return html`<p>${say((words) => words.commandsLead)} <code>./lab shell ${lab.stack}</code></p>
        <ol class="steps">
            ${steps}
        </ol>
        ${
            more.length === 0
                ? ""
                : html`<h3>${say((words) => words.more)}</h3>
                      <ul class="steps">
                          ${more}
                      </ul>`
        }`;
}

/** A command that can be copied. */
function commandLine(command: string, { say }: Pick<Speech, "say" | "each">): Html {
    return html`<div class="command">
        <pre tabindex="0"><code>${printable(command)}</code></pre>
        <button type="button" class="copy" hidden>${say((words) => words.copy)}</button>
    </div>`;
}

function checksOf({ lab, tried }: SheetFacts, { speech, live }: SheetOptions): Html {
    const { lesson, scenario, options } = lab;
    const { say, each, languages } = speech;
    const said = new Map(languages.map((language) => [language, inLanguage(lesson, scenario, language, options)]));
    const results = new Map((tried?.checks ?? []).map((result) => [result.id, result]));
    const title = (language: Language, id: string) =>
        said.get(language)!.checks.find((check) => check.id === id)?.title ?? id;
    const room = roomFor(lesson.checks.length, 60_000);
    const items = lesson.checks.map((check, index) => {
        const result = results.get(check.id);
        const status = result?.status ?? "untried";
        const inIt = (language: Language): Check => said.get(language)!.checks[index]!;
        return html`<li class="check ${status}">
            <details data-key="check-${check.id}" ${status === "failed" ? raw(" open") : ""}>
                <summary>
                    <span class="sign" aria-hidden="true">${result ? SIGNS[result.status] : "·"}</span>
                    <span class="unseen">${say((words) => words.status[status])}: </span
                    >${each((language) => prose(inIt(language).title))}
                </summary>
                <dl>
                    <dt>${say((words) => words.command)}</dt>
                    <dd>
                        ${commandLine(check.command, speech)}<span class="quiet"
                            >${each((language) => inIt(language).where)}</span
                        >
                    </dd>
                    <dt>${say((words) => words.expected)}</dt>
                    <dd>${each((language) => prose(inIt(language).expected))}</dd>
                    ${
                        result
                            ? html`<dt>${say((words) => words.observed)}</dt>
                                  <dd>${observed(result, check, { room, speech, title })}</dd>`
                            : ""
                    }
                    <dt>${say((words) => words.proves)}</dt>
                    <dd>${each((language) => prose(inIt(language).proves))}</dd>
                    <dt>${say((words) => words.hint)}</dt>
                    <dd>${each((language) => prose(inIt(language).hint))}</dd>
                </dl>
            </details>
        </li>`;
    });
    const time =
        tried &&
        html`<p class="quiet">
            ${say((words) => words.checksOf(clock(tried.at)))}${lab.at > tried.at && live && lab.broken.length > 0 ? html` ${say((words) => words.changedSince)}` : ""}
        </p>`;
    const failed = tried?.message === undefined ? "" : html`<p lang="en">${printable(tried.message)}</p>`;
    return html`${time ?? ""}${failed}
        <ul class="checks">
            ${items}
        </ul>`;
}

function observed(
    result: CheckResult,
    check: Check,
    { room, speech, title }: { room: number; speech: Speech; title: (language: Language, id: string) => string },
): Html {
    const { each } = speech;
    if (result.status === "blocked")
        return html`${each((language) => ui(language).blockedBy((check.needs ?? []).map((id) => title(language, id))))}`;
    const { said, printed } = observedIn("en", result.observed);
    const lead = each((language) => observedIn(language, result.observed).said.join(" "));
    const shown = said.length > 0 && printed === "" ? "" : output(printed, room, speech, `observed-${check.id}`);
    return html`${said.length > 0 ? html`<p>${lead}</p>` : ""}${shown}`;
}

function exercises(
    taught: (language: Language) => ReturnType<typeof teaching>,
    { say, each, languages }: Speech,
): Html {
    const items = taught(languages[0]!).tryNext.map(
        (_, index) =>
            html`<li>
                <p>${each((language) => prose(taught(language).tryNext[index]!.task))}</p>
                <details data-key="answer-${index}">
                    <summary>${say((words) => words.answer)}</summary>
                    <p>${each((language) => prose(taught(language).tryNext[index]!.answer))}</p>
                </details>
            </li>`,
    );
    return html`<ol>
        ${items}
    </ol>`;
}

function legacy(taught: (language: Language) => ReturnType<typeof teaching>, { say, each, languages }: Speech): Html {
    const rows = taught(languages[0]!).legacy;
    if (rows.length === 0) return html``;
    return html`<section aria-labelledby="legacy">
        <h2 id="legacy">${say((words) => words.legacy)}</h2>
        <div class="wide" tabindex="0">
            <table>
                <thead>
                    <tr>
                        <th scope="col">${say((words) => words.replaced)}</th>
                        <th scope="col">${say((words) => words.replacedBy)}</th>
                    </tr>
                </thead>
                <tbody>
                    ${rows.map(
                        (_, index) =>
                            html`<tr>
                                <td>${each((language) => prose(taught(language).legacy[index]!.old))}</td>
                                <td>${each((language) => prose(taught(language).legacy[index]!.now))}</td>
                            </tr>`,
                    )}
                </tbody>
            </table>
        </div>
    </section>`;
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
            tried?.engine === undefined
                ? ""
                : html`<dt>${say((words) => words.engine)}</dt>
                      <dd>${tried.engine}</dd>`
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

/** The time of day on this machine. */
export function clock(at: Date): string {
    return at.toTimeString().slice(0, 8);
}

/** Date and time on this machine. */
export function dateOf(at: Date): string {
    const two = (number: number) => String(number).padStart(2, "0");
    return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${clock(at)}`;
}
