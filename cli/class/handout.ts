import { createSocket } from "dgram";
import { chmodSync, copyFileSync, mkdirSync, renameSync, writeFileSync } from "fs";
import { dirname, isAbsolute, join, relative, resolve, sep } from "path";
import { quoted } from "../../components/lib/printable";
import { Credential, credentialFor, fingerprintOf, readCredential, renewCredential } from "../../stacks/credentials";
import { EXIT, LabError } from "../lib/errors";
import { classes, LabStack, ROOT, selectStacks } from "../lib/stacks";
import { count } from "../lib/text";
import { Card, renderHtml, renderText } from "./sheet";
import { seatStacks } from "./seats";

/** Options of `lab class handout`. */
export interface HandoutOptions {
    class: string;
    format: "html" | "text";
    out?: string;
    address?: string;
    renew?: boolean;
    keys?: string;
}

/** A host name or an IPv4 address, as a student types it. */
const ADDRESS = /^[a-zA-Z0-9]([a-zA-Z0-9.-]{0,251}[a-zA-Z0-9])?$/;
const ALL_ADDRESSES = "0.0.0.0";
/** An address that nobody has (RFC 5737): which of its own the machine would send from is asked, and nothing is sent. */
const SOMEWHERE = "192.0.2.1";

/**
 * `lab class handout`: writes a sheet with a card for each seat, by which a student gets into it. What opens a seat is made where there is
 * nothing yet, in this checkout alone; labs are neither looked at nor changed.
 */
export async function handout(ids: readonly string[], options: HandoutOptions): Promise<number> {
    const labs = selectStacks(seatStacks(options.class, ids));
    const [first] = labs;
    if (first!.options.ssh.port === 0)
        throw new LabError(
            `the seats of ${options.class} have no SSH, so there is nothing to hand out`,
            `pulumi config set ssh true --stack ${options.class}; for students on other machines also: ` +
                `pulumi config set sshAddress ${ALL_ADDRESSES} --stack ${options.class}`,
        );
    const machines = new Map(labs.map((lab) => [lab.machine, lab]));
    if (machines.size > 1 && options.address !== undefined)
        throw new LabError(
            `${quoted(options.address)} cannot be for all: the seats are on machines ${[...machines.keys()].join(", ")}`,
            "leave --address out, and say each machine's address in hosts",
        );
    const addresses = new Map<string | undefined, string>();
    for (const [machine, lab] of machines) addresses.set(machine, await addressOf(lab, options.address));
    const end = options.format === "html" ? "html" : "txt";
    const out = options.out ?? join(ROOT, ".lab", "handout", `${options.class}.${end}`);
    for (const path of [out, options.keys]) if (path !== undefined) refuseInPack(path);
    const names = new Map(
        classes(ROOT)
            .get(options.class)!
            .map(({ stack, seat, name }) => [stack, { seat, name }]),
    );
    const bySeat = new Map<string, LabStack[]>();
    for (const lab of labs) bySeat.set(lab.seat!, [...(bySeat.get(lab.seat!) ?? []), lab]);
    const credentials = new Map<string, Credential>();
    let fresh = 0;
    for (const seat of bySeat.keys()) {
        if (options.renew || readCredential(seat, ROOT) === undefined) fresh++;
        credentials.set(seat, (options.renew ? renewCredential : credentialFor)(seat, ROOT));
    }
    const cards = [...bySeat].map(([key, own]): Card => {
        const { password, hostKey } = credentials.get(key)!;
        return {
            ...names.get(own[0]!.stack)!,
            password,
            fingerprint: fingerprintOf(hostKey),
            labs: own.map((lab) => ({
                scenario: lab.scenario.name,
                command: `ssh -p ${lab.options.ssh.port} root@${addresses.get(lab.machine)!}`,
            })),
        };
    });
    const text = (options.format === "html" ? renderHtml : renderText)(options.class, cards);
    writeSecret(out, text);
    if (options.keys !== undefined) writeKeys(options.keys, credentials);
    process.stdout.write(said(first!, cards.length, fresh, out, options));
    return EXIT.fine;
}

/** What students type for the machine. @throws LabError where that is not known or cannot be used */
async function addressOf(
    { options, hosts, machine, listed = [] }: LabStack,
    given: string | undefined,
): Promise<string> {
    if (given !== undefined && !ADDRESS.test(given))
        throw new LabError(`${quoted(given)} is no name or IPv4 address of a machine`, "--address lab.example.org");
    if (given !== undefined) return given;
    if (options.ssh.address !== ALL_ADDRESSES) return options.ssh.address;
    const said = listed.find(({ name }) => name === machine)?.address;
    const [far] = hosts;
    const known = said ?? (far && "host" in far ? far.host : await ownAddress());
    if (known === undefined)
        throw new LabError(
            "this machine has no way into a network, so it does not follow by which address students reach it",
            "say it: ./lab class handout --address 192.0.2.10",
        );
    return known;
}

/** The address of this machine that others see; undefined where there is no network. */
function ownAddress(): Promise<string | undefined> {
    return new Promise((resolve) => {
        const socket = createSocket("udp4");
        const end = (address?: string) => {
            socket.close();
            resolve(address);
        };
        socket.once("error", () => end());
        socket.connect(9, SOMEWHERE, () => end(socket.address().address));
    });
}

/** A pack holds the checkout but for `.lab`, and goes to others. @throws LabError for a path that it would take along */
function refuseInPack(path: string): void {
    const within = relative(ROOT, resolve(path));
    if (within.startsWith("..") || isAbsolute(within) || within.startsWith(`.lab${sep}`)) return;
    throw new LabError(
        `${quoted(path)} is in the checkout: \`./lab pack\` would give it to others, with what opens the seats`,
        "name a place outside of it, or leave it out: then it is in .lab",
    );
}

/** Writes a file that nobody else may read, whole or not at all. */
function writeSecret(path: string, text: string): void {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const draft = `${path}.${process.pid}`;
    writeFileSync(draft, text, { mode: 0o600, flag: "wx" });
    renameSync(draft, path);
}

function writeKeys(folder: string, credentials: ReadonlyMap<string, Credential>): void {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const [seat, { keyFile }] of credentials) {
        const path = join(folder, `${seat}.key`);
        copyFileSync(keyFile, path);
        chmodSync(path, 0o600);
    }
}

function said(lab: LabStack, seats: number, fresh: number, out: string, options: HandoutOptions): string {
    const lines = [
        `${out} is written, with ${count(seats, "seat")}. It holds their passwords: print it, then remove it.`,
        ...(options.keys === undefined ? [] : [`${options.keys} has a private key for each: ssh -i FILE …`]),
        ...(fresh === 0
            ? []
            : [
                  `What opens ${count(fresh, "seat")} is new, and opens them after: ./lab class up --class ${lab.classroom}`,
              ]),
        ...(lab.options.ssh.address === "127.0.0.1" && options.address === undefined
            ? [
                  "Nothing but the machine itself reaches 127.0.0.1. For students on other machines: " +
                      `pulumi config set sshAddress ${ALL_ADDRESSES} --stack ${lab.classroom}`,
              ]
            : []),
    ];
    return lines.map((line) => `${line}\n`).join("");
}
