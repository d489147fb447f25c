/** The time of day on this machine. */
export function clock(at: Date): string {
    return at.toTimeString().slice(0, 8);
}

/** Date and time on this machine. */
export function dateOf(at: Date): string {
    const two = (number: number) => String(number).padStart(2, "0");
    return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${clock(at)}`;
}
