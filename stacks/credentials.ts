import { createHash, randomBytes, randomInt } from "crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "fs";
import { join } from "path";
import { Admission } from "../components/lib/ssh";

/** What opens a seat by SSH. Its files are root's alone; a lab that is made anew has the same again. */
export interface Credential extends Admission {
    password: string;
    /** File with a private key that opens the seat as well. */
    keyFile: string;
    /** The public key by which the seat's sshd is known, as in `known_hosts`. */
    hostKey: string;
}

/** Letters and digits that are not taken for each other on paper: no i, l, o, 0, 1. */
const ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";
const GROUPS = 4;
const GROUP = 4;
/** Of a random password, in bits: log2(31) for each of 16 letters. */
export const ENTROPY = Math.floor(Math.log2(ALPHABET.length) * GROUPS * GROUP);

/** What goes into the lab host, in this order (see images/lab-host/ssh.sh). */
const GIVEN = ["password-hash", "key.pub", "host-key"];

function folderOf(seat: string, root: string): string {
    return join(root, ".lab", "seats", seat);
}

/**
 * What opens a seat; undefined while nothing was made for it.
 *
 * @param seat its name among those of all classes
 */
export function readCredential(seat: string, root: string): Credential | undefined {
    const folder = folderOf(seat, root);
    const text = (name: string) => readFileSync(join(folder, name), "utf8");
    try {
        const [given, password, hostKey] = [GIVEN.map(text), text("password").trim(), text("host-key.pub").trim()];
        // A hash of a hash and of keys, which nobody gets back out of it.
        const credential = createHash("sha256").update(given.join()).digest("hex").slice(0, 16);
        const files = GIVEN.map((name) => join(folder, name));
        return { credential, files, password, hostKey, keyFile: join(folder, "key") };
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
        throw error;
    }
}

/** What opens a seat; it is made where there is nothing yet. */
export function credentialFor(seat: string, root: string): Credential {
    return readCredential(seat, root) ?? make(seat, root);
}

/** A new password and key for a seat, which the next `up` gives to its lab. Its host key stays. */
export function renewCredential(seat: string, root: string): Credential {
    const folder = folderOf(seat, root);
    const old = readCredential(seat, root);
    if (!old) return make(seat, root);
    return make(seat, root, { secret: readFileSync(join(folder, "host-key"), "utf8"), open: old.hostKey });
}

interface KeyPair {
    secret: string;
    open: string;
}

/** @param hostKey of the credential whose place the new one takes; without it, one that is there already stays */
function make(seat: string, root: string, hostKey?: KeyPair): Credential {
    /* eslint-disable @typescript-eslint/no-require-imports -- most labs have no SSH, and start-up time counts */
    const { generatePrivateKey } = require("sshpk") as typeof import("sshpk");
    const { encrypt } = require("unixcrypt") as typeof import("unixcrypt");
    /* eslint-enable @typescript-eslint/no-require-imports */
    const keyPair = (comment: string): KeyPair => {
        const key = generatePrivateKey("ed25519");
        Object.assign(key, { comment });
        return { secret: key.toString("ssh"), open: key.toPublic().toString("ssh") };
    };
    const host = hostKey ?? keyPair(seat);
    const key = keyPair(seat);
    const password = randomPassword();
    const texts: Record<string, string> = {
        password,
        "password-hash": encrypt(password),
        key: key.secret,
        "key.pub": key.open,
        "host-key": host.secret,
        "host-key.pub": host.open,
    };
    const folder = folderOf(seat, root);
    // Whole or not at all: labs of one seat are made side by side, and the first one to be ready counts.
    const once = randomBytes(4).toString("hex");
    const [draft, old] = [`${folder}.new-${once}`, `${folder}.old-${once}`];
    mkdirSync(draft, { recursive: true, mode: 0o700 });
    for (const [name, text] of Object.entries(texts))
        writeFileSync(join(draft, name), `${text.trimEnd()}\n`, { mode: 0o600 });
    if (hostKey) renameSync(folder, old);
    try {
        renameSync(draft, folder);
    } catch (error) {
        rmSync(draft, { recursive: true });
        if (readCredential(seat, root) === undefined) throw error;
    }
    rmSync(old, { recursive: true, force: true });
    return readCredential(seat, root)!;
}

function randomPassword(): string {
    const letter = () => ALPHABET[randomInt(ALPHABET.length)]!;
    const group = () => Array.from({ length: GROUP }, letter).join("");
    return Array.from({ length: GROUPS }, group).join("-");
}

/** The fingerprint of a public key, as ssh shows it. */
export function fingerprintOf(publicKey: string): string {
    const [, base64 = ""] = publicKey.split(" ");
    const hash = createHash("sha256").update(Buffer.from(base64, "base64")).digest("base64");
    return `SHA256:${hash.replace(/=+$/, "")}`;
}
