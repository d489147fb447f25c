import { Way } from "./way";
import { ALL_WAYS } from "./all";

/** What stands before and behind the tables in docs/SECURITY.md. */
const FROM = "<!-- ways: from test/support/ways, by LAB_TEST_WAYS=write npx mocha test/unit/security-page.test.ts -->";
const TO = "<!-- end of ways -->";

/** The page with its tables as the suite has the ways. @throws Error when the page has no place for them */
export function withWays(page: string): string {
    const [before, , after] = splitAt(page);
    return `${before}${FROM}\n\n${tables()}\n${TO}${after}`;
}

function splitAt(page: string): [string, string, string] {
    const [from, to] = [page.indexOf(FROM), page.indexOf(TO)];
    if (from < 0 || to < from) throw new Error(`docs/SECURITY.md has no lines "${FROM}" and "${TO}"`);
    return [page.slice(0, from), page.slice(from, to), page.slice(to + TO.length)];
}

function tables(): string {
    return ALL_WAYS.map(
        ({ heading, ways }) =>
            `### ${heading}\n\n| what is tried, as root in a seat | | seen | why, and what it means |\n| --- | --- | --- | --- |\n${ways.map(row).join("")}`,
    ).join("\n");
}

function row({ title, outcome, seen, note, absentHere }: Way): string {
    const said = absentHere ? `(not in the kernel that it was tried on)` : seen;
    const cells = [title, outcome === "open" ? "**open**" : "closed", said, note];
    return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |\n`;
}
