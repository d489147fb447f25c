import type { Language } from "./ui";

/** A text in every language, side by side. What is in backticks is code, and the same in all of them. */
export type Text = Readonly<Record<Language, string>>;

/** The same text in one language. */
export function inOne(language: Language): (text: Text) => string {
    return (text) => text[language];
}
