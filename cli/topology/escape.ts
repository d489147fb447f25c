import { printableLine } from "../../components/lib/printable";

const ENTITIES: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
};

/** Text as it stands in XML, in attributes as well, and in Graphviz's HTML-like labels: one line, of what is seen. */
export function escaped(text: string): string {
    return printableLine(text).replace(/[&<>"']/g, (one) => ENTITIES[one]!);
}
