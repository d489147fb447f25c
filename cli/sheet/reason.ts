import { html } from "hono/html";
import { Html, Speech, TAGS } from "./speech";
import { wrongIn } from "./words";

/** What is wrong with a lab, in the page's languages; what is known in English alone says so, for who has it read aloud. */
export function reason(why: string, { each }: Pick<Speech, "each">): Html {
    return each((language) => {
        const said = wrongIn(language, why);
        return said.language === language ? said.text : html`<span lang="${TAGS[said.language]}">${said.text}</span>`;
    });
}
