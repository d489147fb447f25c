/** Lines up the cells of each column; the last column is not padded, and neither is anything else at a line's end. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
    const all = [head, ...rows];
    const widths = head.map((_, column) => Math.max(...all.map((row) => (row[column] ?? "").length)));
    const line = (row: readonly string[]) =>
        row
            .map((cell, column) => cell.padEnd(widths[column] ?? 0))
            .join("  ")
            .trimEnd();
    return all.map(line).join("\n") + "\n";
}

/** Puts each line of a text under what it belongs to. */
export function indent(text: string, by: string): string {
    return text.replace(/^(?=.)/gm, by);
}

/** `2 networks`, `1 volume`. */
export function count(number: number, noun: string): string {
    return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** Milliseconds as seconds with one decimal. */
export function seconds(milliseconds: number): string {
    return (milliseconds / 1000).toFixed(1);
}
