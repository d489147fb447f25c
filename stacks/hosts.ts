import { isIPv4 } from "net";
import { isAbsolute } from "path";
import { z } from "zod";

/** A machine that config names, checked. */
export type HostEntry = SshEntry | AddressEntry;

interface Entry {
    name: string;
    /** Its IPv4 address, as other machines know it; undefined when it is not said. */
    address?: string;
}

/** One that is reached by SSH: what ssh needs to know, and files for that. */
export interface SshEntry extends Entry {
    user: string;
    host: string;
    /** What ssh's own settings say, where it is not given. */
    port?: number;
    key?: string;
    knownHosts?: string;
}

/** A Docker engine at an address. */
export interface AddressEntry extends Entry {
    url: string;
    /** Folder with the certificates for TLS. */
    certificates?: string;
}

const SSH = /^ssh:\/\/([a-z_][a-z0-9_.-]{0,31})@([a-zA-Z0-9][a-zA-Z0-9.-]{0,252})(?::([0-9]{1,5}))?\/?$/;
const TCP = /^tcp:\/\/([a-zA-Z0-9][a-zA-Z0-9.-]{0,252}):[0-9]{1,5}$/;
const UNIX = /^unix:\/\/(\/[a-zA-Z0-9_./-]{1,100})$/;

const FORMS = "ssh://USER@HOST, ssh://USER@HOST:PORT, tcp://HOST:PORT (with TLS: certificates), unix:///PATH";

type Says = (input: unknown) => string;

/** What an entry looks like; a problem is said with the entry's place in the list. */
function entryAt(index: number) {
    const problem =
        (key: string, allowed: string): Says =>
        (input) =>
            `hosts[${index}]${key}: ${JSON.stringify(input)} is not usable. Allowed: ${allowed}`;
    const text = (key: string, allowed: string, good: (text: string) => boolean) => {
        const says = problem(`.${key}`, allowed);
        return z.string({ error: ({ input }) => says(input) }).refine(good, { error: ({ input }) => says(input) });
    };
    const path = (key: string) => z.optional(text(key, "a path, from / on", isAbsolute));
    return z
        .strictObject(
            {
                name: text("name", "up to 63 letters, digits, . and -, the first a letter or a digit", (name) =>
                    /^[a-zA-Z0-9][a-zA-Z0-9.-]{0,62}$/.test(name),
                ),
                url: text("url", FORMS, (url) => [SSH, TCP, UNIX].some((form) => form.test(url))),
                address: z.optional(text("address", "an IPv4 address", isIPv4)),
                key: path("key"),
                knownHosts: path("knownHosts"),
                certificates: path("certificates"),
            },
            {
                error: ({ code, input }) =>
                    code === "unrecognized_keys"
                        ? problem("", "name, url, address, key, knownHosts, certificates, and nothing else")(input)
                        : problem("", "a map with name and url")(input),
            },
        )
        .superRefine(({ url, key, knownHosts, certificates }, context) => {
            const [byKey, byCertificate] = [key ?? knownHosts, certificates].map((given) => given !== undefined);
            const wrong = [
                ...(byKey && !SSH.test(url) ? ["key and knownHosts are for ssh:// alone. Remove them"] : []),
                ...(byCertificate && !TCP.test(url) ? ["certificates are for tcp:// alone. Remove them"] : []),
                ...(TCP.test(url) && !byCertificate
                    ? [
                          `"${url}" is taken with TLS only, because an open port is root for everybody. ` +
                              "Set certificates to a folder with ca.pem, cert.pem and key.pem",
                      ]
                    : []),
            ];
            for (const message of wrong) context.addIssue({ code: "custom", message: `hosts[${index}]: ${message}` });
        });
}

/** Which machines config names, and everything that is wrong with that. */
interface ReadHosts {
    hosts: HostEntry[];
    problems: string[];
}

/** Checks which machines config names. @param text the list, as JSON; undefined or empty for this machine */
export function readHosts(text: string | undefined): ReadHosts {
    if (!text) return { hosts: [], problems: [] };
    const list = parsed(text);
    if (!Array.isArray(list))
        return { hosts: [], problems: [`hosts: ${JSON.stringify(list)} is not usable. Allowed: a list of machines`] };
    const checked = list.map((entry, index) => entryAt(index).safeParse(entry));
    const problems = checked.flatMap(({ error }) => error?.issues.map(({ message }) => message) ?? []);
    const hosts = checked.flatMap(({ data }) => (data ? [hostOf(data)] : []));
    return { hosts, problems: [...problems, ...twice(checked.flatMap(({ data }) => data ?? []))] };
}

type Checked = z.infer<ReturnType<typeof entryAt>>;

function hostOf({ url, name, address: said, key, knownHosts, certificates }: Checked): HostEntry {
    const [, user, host, port] = SSH.exec(url) ?? [];
    const machine = host ?? TCP.exec(url)?.[1] ?? "";
    const address = said ?? (isIPv4(machine) ? machine : undefined);
    const entry = { name, ...(address !== undefined && { address }) };
    if (user === undefined || host === undefined) return { ...entry, url, ...(certificates && { certificates }) };
    const files = { ...(key && { key }), ...(knownHosts && { knownHosts }) };
    return { ...entry, user, host, ...(port && { port: Number(port) }), ...files };
}

/** Names and machines that are there twice. */
function twice(entries: readonly Checked[]): string[] {
    return (["name", "url"] as const).flatMap((key) =>
        entries.flatMap((entry, index) => {
            const first = entries.findIndex((other) => other[key] === entry[key]);
            return first < index
                ? [`hosts[${index}].${key}: "${entry[key]}" is that of hosts[${first}] as well. Give each its own`]
                : [];
        }),
    );
}

function parsed(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return text;
    }
}
