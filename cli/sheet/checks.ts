import { html, raw } from "hono/html";
import { Check } from "../../components/lib/lesson";
import { printable } from "../../components/lib/printable";
import { CheckResult, SIGNS } from "../../components/lib/probe";
import { commandLine } from "./command-line";
import { SheetFacts } from "./facts";
import { output, roomFor } from "./shortened";
import { Html, prose, Speech } from "./speech";
import { clock } from "./times";
import { inLanguage, Language, observedIn, ui } from "./words";

/** The checks of a lesson: what is expected, what was seen, and where to look. */
export function checksOf({ lab, tried }: SheetFacts, { speech, live }: { speech: Speech; live: boolean }): Html {
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
