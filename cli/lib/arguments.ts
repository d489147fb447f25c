import { isIP } from "net";
import { InvalidArgumentError } from "commander";
import { OWNER_ID } from "../../components/lib/project";

// Options that several commands have, and what is read of arguments.

export const YES = ["-y, --yes", "do not ask, even where hand-made work is lost"] as const;
export const RESULTS = ["--json", "print the results as JSON"] as const;
export const REFRESH = ["--refresh", "compare with what the providers read as well"] as const;
export const WITHIN = ["--within <seconds>", "how long a check may go on trying", wholeSeconds, 3] as const;

/** What `lab bench` measures. */
export const BENCHES = ["classes", "direct"] as const;

/** A time in seconds. */
export function wholeSeconds(text: string): number {
    if (!/^\d{1,3}$/.test(text)) throw new InvalidArgumentError("Allowed: whole seconds, 0 to 999.");
    return Number(text);
}

/** Numbers of seats, with commas between. */
export function seatNumbers(text: string): number[] {
    if (!/^[1-9]\d{0,2}(,[1-9]\d{0,2})*$/.test(text))
        throw new InvalidArgumentError("Allowed: numbers of seats, such as 1,5,30.");
    return text.split(",").map(Number);
}

/** How often something is run. */
export function runNumber(text: string): number {
    if (!/^[1-9]\d?$/.test(text)) throw new InvalidArgumentError("Allowed: whole numbers, 1 to 99.");
    return Number(text);
}

/** An owner's id, beside those before it. */
export function ownerIds(text: string, before: readonly string[] = []): string[] {
    if (!OWNER_ID.test(text))
        throw new InvalidArgumentError("Allowed: ids of 8 hexadecimal digits, as `lab clean` shows them.");
    return [...before, text];
}

/** A TCP port, 0 for any. */
export function portNumber(text: string): number {
    if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535)
        throw new InvalidArgumentError("Allowed: 0 to 65535; 0 is a free one.");
    return Number(text);
}

/** An address of a network interface. */
export function ipAddress(text: string): string {
    if (isIP(text) === 0) throw new InvalidArgumentError("Allowed: an IPv4 or IPv6 address, such as 127.0.0.1.");
    return text;
}
