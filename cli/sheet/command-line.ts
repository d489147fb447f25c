import { html } from "hono/html";
import { printable } from "../../components/lib/printable";
import { Html, Speech } from "./speech";

/** A command that can be copied. */
export function commandLine(command: string, { say }: Pick<Speech, "say" | "each">): Html {
    return html`<div class="command">
        <pre tabindex="0"><code>${printable(command)}</code></pre>
        <button type="button" class="copy" hidden>${say((words) => words.copy)}</button>
    </div>`;
}
