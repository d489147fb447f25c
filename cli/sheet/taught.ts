import { html } from "hono/html";
import { Html, prose, Speech } from "./speech";
import { Language, Teaching } from "./words";

/** What is taught with a scenario, in a language. */
type Taught = (language: Language) => Teaching;

/** What to try next, with answers that are hidden. */
export function exercises(taught: Taught, { say, each, languages }: Speech): Html {
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

/** What is legacy in a lesson, and what replaced it. */
export function legacy(taught: Taught, { say, each, languages }: Speech): Html {
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
