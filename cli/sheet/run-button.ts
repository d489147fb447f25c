import { html } from "hono/html";
import { Html, Speech } from "./speech";

/** The button of a page that is served which has the checks tried. */
export function runButton({ say }: Speech): Html {
    return html`<p><button type="button" class="run" hidden aria-disabled="false"><span class="idle">${say((words) => words.runChecks)}</span><span class="busy" hidden>${say((words) => words.running)}</span></button></p>`;
}
