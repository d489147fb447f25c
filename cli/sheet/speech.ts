import { html } from "hono/html";
import { Language, ui, UiWords } from "./words/ui";

/** What goes into a page: text that a template escapes, or what a template has made. */
export type Html = ReturnType<typeof html>;

/** The languages of a page, as HTML names them. */
export const TAGS: Readonly<Record<Language, string>> = { en: "en", zh: "zh-Hans" };

/**
 * In which languages a page speaks: one, or both, of which the reader's browser then shows one. What is the same in both (names, commands,
 * what commands print) is in a page once.
 */
export interface Speech {
    languages: readonly Language[];
    /** Words of the pages themselves. */
    say(word: (words: UiWords) => string): Html;
    /** Something in each of the languages. */
    each(render: (language: Language) => unknown, tag?: "span" | "div"): Html;
}

/** A page's speech. */
export function speechIn(languages: readonly Language[]): Speech {
    const each: Speech["each"] = (render, tag = "span") => {
        if (languages.length === 1)
            return tag === "span" ? html`${render(languages[0]!)}` : html`<div>${render(languages[0]!)}</div>`;
        return html`${languages.map((language) =>
            tag === "span"
                ? html`<span lang="${TAGS[language]}" data-in="${language}">${render(language)}</span>`
                : html`<div lang="${TAGS[language]}" data-in="${language}">${render(language)}</div>`,
        )}`;
    };
    return { languages, each, say: (word) => each((language) => prose(word(ui(language)))) };
}

/** A text with `code` in backticks. */
export function prose(text: string): Html {
    const parts = text.split("`");
    // An odd backtick is one that was meant as such.
    if (parts.length % 2 === 0) return html`${text}`;
    return html`${parts.map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part))}`;
}
