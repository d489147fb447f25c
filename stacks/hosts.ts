import { isIPv4 } from "net";
import { z } from "zod";
import { quoted } from "../components/lib/printable";
import { didYouMean, pathTo, toRemoveEntry } from "../components/lib/problems";
import { specialIn } from "../components/lib/subnet";
import { MOST_SEATS } from "./roster";

/** A machine elsewhere that config names, checked. */
export type HostEntry = SshEntry | AddressEntry;

/** A machine that config names. */
export type ListedHost = HostEntry | LocalEntry;

interface Entry {
    name: string;
    /** Its IPv4 address, as other machines know it; undefined when it is not said. */
    address?: string;
    /** How many seats of a class it has room for; undefined when it is not said. */
    seats?: number;
}

/** This machine, among those of a class. */
export interface LocalEntry extends Entry {
    local: true;
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

/** How config names this machine. */
const LOCAL = "local";

const FORMS =
    "ssh://USER@HOST, ssh://USER@HOST:PORT, tcp://HOST:PORT (with TLS: certificates), unix:///PATH, local (for a class: this machine)";
/** A path that ssh and docker take as it is: ssh reads blanks, quotes and % in its settings. */
const PATH = /^\/[\w.,:@+/-]{1,500}$/;
const KEYS = ["name", "url", "address", "seats", "key", "knownHosts", "certificates"];

type Says = (input: unknown) => string;

/** What an entry looks like; a problem is said with the entry's place in the list. */
function entryAt(index: number) {
    const problem =
        (key: string, allowed: string): Says =>
        (input) => {
            const what = input === undefined ? "missing" : `${quoted(input)} is not usable`;
            return `hosts[${index}]${key}: ${what}. Allowed: ${allowed}. Change it in the stack's file`;
        };
    const text = (key: string, allowed: string, good: (text: string) => boolean) => {
        const says = problem(`.${key}`, allowed);
        return z.string({ error: ({ input }) => says(input) }).refine(good, { error: ({ input }) => says(input) });
    };
    const path = (key: string) =>
        z.optional(text(key, "a path from / on, of letters, digits and _ . , : @ + / -", (text) => PATH.test(text)));
    return z
        .strictObject(
            {
                name: text("name", "up to 63 letters, digits, . and -, the first a letter or a digit", (name) =>
                    /^[a-zA-Z0-9][a-zA-Z0-9.-]{0,62}$/.test(name),
                ),
                url: text("url", FORMS, isUrl),
                address: z.optional(text("address", "an IPv4 address that other machines reach", isReachable)),
                seats: z.optional(seatsOf(problem(".seats", `a whole number, 0 to ${MOST_SEATS}`))),
                key: path("key"),
                knownHosts: path("knownHosts"),
                certificates: path("certificates"),
            },
            { error: ({ input }) => problem("", "a map with name and url")(input) },
        )
        .superRefine((entry, context) => {
            if (!isUrl(entry.url)) return; // which is said already
            const at = (key: string) => `hosts[${index}].${key}`;
            for (const [key, form, kind] of [
                ["key", SSH, "ssh"],
                ["knownHosts", SSH, "ssh"],
                ["certificates", TCP, "tcp"],
            ] as const) {
                if (entry[key] === undefined || form.test(entry.url)) continue;
                const message = `${at(key)}: ${quoted(entry[key])} cannot be: it is for ${kind}:// alone. ${toRemoveEntry(at(key))}`;
                context.addIssue({ code: "custom", message });
            }
            if (!TCP.test(entry.url) || entry.certificates !== undefined) return;
            const message =
                `${at("certificates")}: missing. "${entry.url}" is taken with TLS only, because an open port is root for everybody. ` +
                "Set it to a folder with ca.pem, cert.pem and key.pem";
            context.addIssue({ code: "custom", message });
        });
}

/** How many seats a machine has room for. */
function seatsOf(says: Says) {
    const error = ({ input }: { input?: unknown }) => says(input);
    return z
        .union(
            [
                z.number(),
                z
                    .string()
                    .regex(/^\d{1,3}$/)
                    .transform(Number),
            ],
            { error },
        )
        .refine((seats) => Number.isInteger(seats) && seats >= 0 && seats <= MOST_SEATS, { error });
}

/** Whether a url has one of the forms, and a port that there is. */
function isUrl(url: string): boolean {
    const port = Number(/:(\d+)\/?$/.exec(url)?.[1] ?? 1);
    return url === LOCAL || ([SSH, TCP, UNIX].some((form) => form.test(url)) && port >= 1 && port <= 65535);
}

function isReachable(address: string): boolean {
    return isIPv4(address) && specialIn(`${address}/32`) === undefined;
}

/** What is wrong with an entry, a line each. */
function problemsOf(index: number, { issues }: z.ZodError): string[] {
    return issues.flatMap((issue) =>
        issue.code === "unrecognized_keys"
            ? issue.keys.map((key) => {
                  const path = pathTo(`hosts[${index}]`, key);
                  return `${path}: there is no such key.${didYouMean(key, KEYS)} Allowed: ${KEYS.join(", ")}. ${toRemoveEntry(path)}`;
              })
            : [issue.message],
    );
}

/** Which machines config names, and everything that is wrong with that. */
interface ReadHosts {
    hosts: ListedHost[];
    problems: string[];
}

/** Checks which machines config names. @param text the list, as JSON; undefined or empty for this machine */
export function readHosts(text: string | undefined): ReadHosts {
    if (!text) return { hosts: [], problems: [] };
    const list = parsed(text);
    if (!Array.isArray(list))
        return {
            hosts: [],
            problems: [
                `hosts: ${quoted(list)} is not usable. Allowed: a list of machines, each with name and url. Change it in the stack's file`,
            ],
        };
    const checked = list.map((entry, index) => entryAt(index).safeParse(entry));
    const problems = checked.flatMap(({ error }, index) => (error ? problemsOf(index, error) : []));
    const hosts = checked.flatMap(({ data }) => (data ? [hostOf(data)] : []));
    return {
        hosts,
        problems: [
            ...problems,
            ...twice(checked.flatMap(({ data: entry }, index) => (entry ? [{ index, entry }] : []))),
        ],
    };
}

type Checked = z.infer<ReturnType<typeof entryAt>>;

function hostOf({ url, name, address: said, seats, key, knownHosts, certificates }: Checked): ListedHost {
    const [, user, host, port] = SSH.exec(url) ?? [];
    const machine = host ?? TCP.exec(url)?.[1] ?? "";
    const address = said ?? (isIPv4(machine) ? machine : undefined);
    const entry = { name, ...(address !== undefined && { address }), ...(seats !== undefined && { seats }) };
    if (url === LOCAL) return { ...entry, local: true };
    if (user === undefined || host === undefined) return { ...entry, url, ...(certificates && { certificates }) };
    const files = { ...(key && { key }), ...(knownHosts && { knownHosts }) };
    return { ...entry, user, host, ...(port && { port: Number(port) }), ...files };
}

/** Names and machines that are there twice. */
function twice(entries: readonly { index: number; entry: Checked }[]): string[] {
    return (["name", "url", "address"] as const).flatMap((key) =>
        entries.flatMap(({ index, entry }) => {
            const value = entry[key];
            const first = entries.find((other) => value !== undefined && other.entry[key] === value);
            return first !== undefined && first.index < index
                ? [`hosts[${index}].${key}: "${value}" is that of hosts[${first.index}] as well. Give each its own`]
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
