import { html } from "hono/html";
import { Probe, Step } from "../../components/lib/lesson";
import { Evidence } from "../../components/lib/probe";
import { commandLine } from "./command-line";
import { LabFacts, TriedFacts } from "./facts";
import { output, roomFor } from "./shortened";
import { Html, prose, Speech } from "./speech";
import { inLanguage, Language } from "./words";

/** What is the same command but for the seconds that a probe waits for an answer. */
function same(command: string): string {
    return command.replace(/ -W \d+/g, "");
}

/** The commands of a lesson in order, with what those printed that show something, and what else was looked at. */
export function commandsOf(lab: LabFacts, tried: TriedFacts | undefined, speech: Speech): Html {
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
