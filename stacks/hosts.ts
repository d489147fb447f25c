import { isAbsolute } from "path";
import { z } from "zod";

/** A machine that config names, checked: its name, how ssh reaches it, and files for that. */
export interface HostEntry {
    name: string;
    user: string;
    host: string;
    /** What ssh's own settings say, where it is not given. */
    port?: number;
    key?: string;
    knownHosts?: string;
}

const FORM = /^ssh:\/\/([a-z_][a-z0-9_.-]{0,31})@([a-zA-Z0-9][a-zA-Z0-9.-]{0,252})(?::([0-9]{1,5}))?\/?$/;

const problem = (path: string, value: unknown, allowed: string) =>
    `${path}: ${JSON.stringify(value)} is not usable. Allowed: ${allowed}`;

const file = (key: string) =>
    z.optional(
        z.string().refine(isAbsolute, {
            error: ({ input }) => problem(`hosts[0].${key}`, input, "the path of a file, from / on"),
        }),
    );

const entry = z.strictObject(
    {
        name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, {
            error: ({ input }) => problem("hosts[0].name", input, "up to 63 lower-case letters, digits and hyphens"),
        }),
        url: z.string().regex(FORM, {
            error: ({ input }) => problem("hosts[0].url", input, "ssh://USER@HOST or ssh://USER@HOST:PORT"),
        }),
        key: file("key"),
        knownHosts: file("knownHosts"),
    },
    {
        error: ({ code, input }) =>
            code === "unrecognized_keys"
                ? problem("hosts[0]", input, "name, url, key, knownHosts, and nothing else")
                : problem("hosts[0]", input, "a map with name and url"),
    },
);

const list = z
    .array(z.unknown(), { error: ({ input }) => problem("hosts", input, "a list of one machine") })
    .max(1, { error: ({ input }) => problem("hosts", input, "a list of one machine") });

/** Checks which machine config names. @param text the list, as JSON; undefined or empty for this machine */
export function readHosts(text: string | undefined): { host: HostEntry | undefined; problems: string[] } {
    const none = { host: undefined, problems: [] };
    if (!text) return none;
    const given = list.safeParse(parsed(text));
    if (!given.success) return { ...none, problems: given.error.issues.map(({ message }) => message) };
    if (given.data.length === 0) return none;
    const checked = entry.safeParse(given.data[0]);
    if (!checked.success) return { ...none, problems: checked.error.issues.map(({ message }) => message) };
    const { url, ...host } = checked.data;
    const [, user = "", machine = "", port] = FORM.exec(url)!;
    return { host: { ...host, user, host: machine, ...(port && { port: Number(port) }) }, problems: [] };
}

function parsed(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return text;
    }
}
