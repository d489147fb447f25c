import { accessSync, constants, existsSync } from "fs";
import { homedir } from "os";
import { join } from "path";
import { Elsewhere } from "../components/lib/elsewhere";
import { LostMachineError, UnreadableLabError } from "../components/lib/observe";
import { Remote } from "../components/lib/remote";
import { run } from "../components/lib/run";
import { LIMITS, onMachine } from "../components/lib/script";
import { AddressEntry, HostEntry, SshEntry } from "./hosts";

/** The kinds of host keys, the first that a machine has is the one that is asked for. */
const KEY_KINDS = ["ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521", "ssh-rsa"];

/**
 * How the machines that config names are reached; nothing is asked of them.
 *
 * @throws LostMachineError when one cannot be reached as it is described
 */
export function reach(entries: readonly HostEntry[]): Promise<Elsewhere[]> {
    return Promise.all(
        entries.map(async (entry) => {
            try {
                return await ("url" in entry ? atAddress(entry) : bySsh(entry));
            } catch (error) {
                if (!(error instanceof UnreadableLabError)) throw error;
                throw new LostMachineError(error.message, entry.name, error.message, "cannot be reached");
            }
        }),
    );
}

function atAddress({ name, url, certificates }: AddressEntry): Elsewhere {
    const files = certificates === undefined ? [] : ["ca.pem", "cert.pem", "key.pem"];
    const missing = files.map((file) => join(certificates!, file)).filter((path) => !isReadable(path));
    if (missing.length === 0) return { name, address: url, ...(certificates && { certificates }) };
    throw new UnreadableLabError(
        `The certificates for machine ${name} (${url}) cannot be read: ${missing.join(", ")}. ` +
            "They are made and named as Docker's documentation says under: Protect the Docker daemon socket",
    );
}

function isReadable(path: string): boolean {
    try {
        accessSync(path, constants.R_OK);
        return true;
    } catch {
        return false;
    }
}

/**
 * How a machine is reached, by what config and ssh's own settings say: neither looks at the machine. The command provider has an SSH
 * client of its own, so what ssh would find out by itself is asked for here.
 *
 * @throws UnreadableLabError when its host key is not known, or no key of the user can be used
 */
async function bySsh(entry: SshEntry): Promise<Remote> {
    const says = await settingsOf(entry);
    const [host = entry.host] = says("hostname");
    const port = Number(says("port")[0] ?? 22);
    const lists =
        entry.knownHosts === undefined
            ? [...says("userknownhostsfile"), ...says("globalknownhostsfile")]
            : [entry.knownHosts];
    const hostKey = await hostKeyOf(entry, host, port, lists.flatMap((line) => line.split(" ")).map(fromHome));
    const { name, user, knownHosts } = entry;
    const keyFile =
        entry.key ??
        says("identityfile")
            .map(fromHome)
            .find((path) => existsSync(path));
    return { name, user, host, port, knownHosts, hostKey, ...(await usable(entry, keyFile)) };
}

/** What `ssh -G` says: a function from a setting's name to its values. */
async function settingsOf({ user, host, port }: SshEntry): Promise<(name: string) => string[]> {
    const args = [...(port === undefined ? [] : ["-p", String(port)]), "-l", user, "--", host];
    const text = await reading(() => run(onMachine(LIMITS.look), 'ssh -G "$@"', args));
    const lines = text.split("\n").map((line) => /^(\S+) (.*)$/.exec(line));
    return (name) => lines.flatMap((line) => (line?.[1] === name ? [line[2]!] : []));
}

async function hostKeyOf({ name }: SshEntry, host: string, port: number, lists: string[]): Promise<string> {
    const known = port === 22 ? host : `[${host}]:${port}`;
    const script = 'for list in "${@:2}"; do [[ ! -r $list ]] || ssh-keygen -F "$1" -f "$list" || true; done';
    const lines = (await reading(() => run(onMachine(LIMITS.look), script, [known, ...lists]))).split("\n");
    const keys = lines
        .filter((line) => line !== "" && !/^[#@]/.test(line))
        .map((line) => line.split(" ").slice(1).join(" "));
    const [best] = KEY_KINDS.flatMap((kind) => keys.filter((key) => key.startsWith(`${kind} `)));
    if (best !== undefined) return best;
    throw new UnreadableLabError(
        `The host key of machine ${name} (${known}) is in none of ${lists.join(", ")}, so nothing was asked of it. ` +
            `Get it with: ssh-keyscan -p ${port} ${host}. Compare it with the one that the machine itself has in /etc/ssh, and add it to the first of them`,
    );
}

/** A key file without a passphrase; where there is an agent, that is asked instead. @throws UnreadableLabError */
async function usable({ name, key }: SshEntry, keyFile: string | undefined): Promise<Pick<Remote, "keyFile">> {
    const agent = process.env.SSH_AUTH_SOCK !== undefined;
    const readable =
        keyFile !== undefined &&
        (await run(onMachine(LIMITS.look), 'ssh-keygen -y -P "" -f "$1" >/dev/null 2>&1 && echo yes || echo no', [
            keyFile,
        ]));
    if (readable && readable.trim() === "yes") return { keyFile };
    if (agent && key === undefined) return {};
    throw new UnreadableLabError(
        `There is no key for machine ${name} that can be used: ${keyFile ?? "ssh finds none"} ${keyFile === undefined ? "" : "cannot be read, or has a passphrase, "}` +
            'and no agent answers. Give one without a passphrase (key, in hosts), or start an agent: eval "$(ssh-agent)"; ssh-add',
    );
}

async function reading<T>(read: () => Promise<T>): Promise<T> {
    try {
        return await read();
    } catch (error) {
        throw new UnreadableLabError(`ssh's own settings could not be read: ${String(error)}`);
    }
}

function fromHome(path: string): string {
    return path.replace(/^~(?=\/)/, homedir());
}
