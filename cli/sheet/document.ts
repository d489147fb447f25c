import { createHash } from "crypto";
import { readFileSync } from "fs";
import { join } from "path";
import { html, raw } from "hono/html";
import { STYLE as PICTURE_STYLE } from "../topology/svg-style";
import { Html, Speech, TAGS } from "./speech";
import { Language, ui } from "./words";

/** What a page is made of. */
export interface Page {
    /** For the browser's tab. */
    title: (language: Language) => string;
    speech: Speech;
    content: Html | Promise<Html>;
    /** For a page that is served: it follows what it shows. */
    live?: { following: string };
}

const read = (name: string) => readFileSync(join(__dirname, "client", name), "utf8");
const STYLE = read("page.css");
const SCRIPT = read("page.js");
const LIVE = read("live.js");

/** A source of a Content-Security-Policy: what is in the page, and nothing else. */
function hashed(text: string): string {
    return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}

/**
 * The Content-Security-Policy of a page: its own style and its own scripts run, and nothing is fetched; a page that is served speaks with its server.
 *
 * @param live whether it is served
 */
export function policy(live: boolean): string {
    const scripts = [SCRIPT, ...(live ? [LIVE] : [])].map(hashed).join(" ");
    const rules = [
        "default-src 'none'",
        `script-src ${scripts}`,
        `style-src ${[STYLE, PICTURE_STYLE].map(hashed).join(" ")}`,
        ...(live ? ["connect-src 'self'"] : []),
        "base-uri 'none'",
        "form-action 'none'",
    ];
    return rules.join("; ");
}

/** An element with a text whose hash the policy names: there is nothing but the text in it. */
function element(name: "style" | "script", text: string): Html {
    return raw(`<${name}>${text}</${name}>`);
}

/** A page as one file: nothing in it is fetched from anywhere. */
export async function documentOf({ title, speech, content, live }: Page): Promise<string> {
    const { languages, say } = speech;
    const [first] = languages;
    const made = html`<!doctype html>
        <html lang="${TAGS[first!]}" data-languages="${languages.join(" ")}">
            <head>
                <meta charset="utf-8" />
                <meta http-equiv="Content-Security-Policy" content="${policy(live !== undefined)}" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="referrer" content="no-referrer" />
                <meta name="color-scheme" content="light dark" />
                <title>${title(first!)}</title>
                ${element("style", STYLE)}
            </head>
            <body>
                <a class="skip" href="#content">${say((words) => words.skip)}</a>
                <div class="bar">
                    ${languages.length > 1 ? html`<span role="group" aria-label="${languages.map((language) => ui(language).language).join(" / ")}">${languages.map((language) => html`<button type="button" class="language" hidden aria-pressed="false" lang="${TAGS[language]}" data-language="${language}" data-tag="${TAGS[language]}" data-title="${title(language)}">${ui(language).name}</button>`)}</span>` : ""}
                    <button type="button" class="large" hidden aria-pressed="false">
                        ${say((words) => words.largeType)}
                    </button>
                    ${live ? html`<span class="live" role="status"><span class="on">${say((words) => words.live)}</span><span class="off" hidden>${say((words) => words.lost)}</span></span>` : ""}
                </div>
                <main id="content" tabindex="-1" ${live ? html` data-following="${live.following}"` : ""}>
                    ${await content}
                </main>
                ${element("script", SCRIPT)} ${live ? element("script", LIVE) : ""}
            </body>
        </html> `;
    return String(await made);
}
