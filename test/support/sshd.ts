import { ChildProcess, spawn } from "child_process";
import { existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmdirSync, rmSync, writeFileSync } from "fs";
import { connect } from "net";
import { tmpdir } from "os";
import { join } from "path";
import { freePort } from "./port";
import { killFamily, run, sh, until } from "./run";

/** Where sshd, which has this path built in, keeps those apart who have not logged in yet. */
const EMPTY = "/run/sshd";

/** Options of a server. */
export interface SshdOptions {
    /** Variables that clients may set; patterns are allowed. */
    acceptEnv?: readonly string[];
    /** A container that it lets in to, at an address of it, instead of this machine. */
    into?: { container: string; pid: number; address: string };
}

/**
 * An SSH server of the tests' own: Debian's sshd, unpacked and not installed. It lets root in, with the key that it made: to this
 * machine, at a free port of the loopback interface, or to a container that plays a machine.
 */
export class Sshd {
    private constructor(
        private readonly folder: string,
        private readonly options: SshdOptions,
        private server: ChildProcess,
        /** Whether its empty folder was not there before. */
        private readonly madeEmpty: boolean,
        readonly host: string,
        readonly port: number,
        /** Its public key, as in `authorized_keys`. */
        readonly hostKey: string,
        /** The file with the private key of whoever may log in. */
        readonly privateKeyFile: string,
    ) {}

    static async start(options: SshdOptions = {}): Promise<Sshd> {
        const folder = mkdtempSync(join(tmpdir(), "lab-sshd-"));
        let sshd: Sshd | undefined;
        try {
            await unpack(folder);
            const host = options.into?.address ?? "127.0.0.1";
            const port = options.into ? 22 : await freePort();
            await configure(folder, host, port, options);
            const madeEmpty = !existsSync(EMPTY);
            mkdirSync(EMPTY, { recursive: true, mode: 0o755 });
            const hostKey = readFileSync(join(folder, "host.pub"), "utf8").trim();
            const server = serve(folder, options);
            sshd = new Sshd(folder, options, server, madeEmpty, host, port, hostKey, join(folder, "user"));
            await until(`an answer from ${host}, port ${port}`, 10, () => answers(host, port));
            return sshd;
        } catch (error) {
            const log = join(folder, "log");
            const said = existsSync(log) ? readFileSync(log, "utf8") : "";
            if (sshd) await sshd.stop();
            else rmSync(folder, { recursive: true });
            throw new Error(`no SSH server for the tests: ${String(error)}\n${said}`);
        }
    }

    /** Lets in to the same container, with the same keys, after that was started anew. @param pid of its first process now */
    async moveTo(pid: number): Promise<void> {
        await this.end();
        const { into } = this.options;
        this.server = serve(this.folder, { ...this.options, into: { ...into!, pid } });
        await until(`an answer from ${this.host}`, 10, () => answers(this.host, this.port));
    }

    /** Ends it, with what was begun over it, and removes all that it has made. */
    async stop(): Promise<void> {
        await this.end();
        if (this.madeEmpty) rmdirSync(EMPTY);
        rmSync(this.folder, { recursive: true });
    }

    private async end(): Promise<void> {
        if (this.server.exitCode !== null || this.server.signalCode !== null) return;
        const ended = new Promise((resolve) => this.server.once("exit", resolve));
        killFamily(this.server.pid!);
        await ended;
    }
}

/** Fetches what the machine lacks of the server: nothing, where it has it. */
async function unpack(folder: string): Promise<void> {
    const get =
        `apt-get -qy -o Dir::Cache::archives="$PWD/debs" -o APT::Sandbox::User=root -o Debug::NoLocking=1 ` +
        "--no-install-recommends --download-only install openssh-server";
    const fetch = `${get} || { apt-get -q update && ${get}; }`;
    await sh(`cd '${folder}'; mkdir -p debs/partial; ${fetch}; find debs -name '*.deb' -exec dpkg -x {} . \\;`, 240);
}

async function configure(folder: string, host: string, port: number, options: SshdOptions): Promise<void> {
    const { acceptEnv = [], into } = options;
    const path = (file: string) => join(folder, file);
    const PATH = `${path("usr/bin")}:${process.env.PATH}`;
    for (const name of ["host", "user"])
        await run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", path(name)], {
            env: { ...process.env, PATH },
        });
    const lines = [
        `ListenAddress ${host}:${port}`,
        `HostKey ${path("host")}`,
        `AuthorizedKeysFile ${path("user.pub")}`,
        "StrictModes no", // the folder of temporary files belongs to everybody
        "UsePAM no",
        "PasswordAuthentication no",
        "PermitRootLogin prohibit-password",
        "PidFile none",
        ...acceptEnv.map((name) => `AcceptEnv ${name}`),
        ...(into ? [`ForceCommand exec docker exec -i ${into.container} bash -c "$SSH_ORIGINAL_COMMAND"`] : []),
        ...(into && process.env.DOCKER_HOST ? [`SetEnv DOCKER_HOST=${process.env.DOCKER_HOST}`] : []),
    ];
    // From Debian 13 on it has helpers, for which it looks in these places only.
    for (const [option, file] of [
        ["SshdSessionPath", "usr/lib/openssh/sshd-session"],
        ["SshdAuthPath", "usr/lib/openssh/sshd-auth"],
    ] as const)
        if (existsSync(path(file))) lines.push(`${option} ${path(file)}`);
    writeFileSync(path("config"), lines.map((line) => `${line}\n`).join(""));
    // It wants a user of its own, and that root is not locked: so it has its own lists of both.
    const users = readFileSync("/etc/passwd", "utf8");
    const own = /^sshd:/m.test(users) ? "" : "sshd:x:65533:65534::/run/sshd:/usr/sbin/nologin\n";
    writeFileSync(path("passwd"), users + own, { mode: 0o644 });
    writeFileSync(path("shadow"), "root:*:20000:0:99999:7:::\nsshd:!:20000::::::\n", { mode: 0o600 });
}

/**
 * Starts it where both lists are in the place of the machine's. All else is the machine's own, mounts in its other file systems
 * too, so that what is done over it is done to the machine.
 */
function serve(folder: string, { into }: SshdOptions): ChildProcess {
    const script =
        'cd "$1"; mount --make-private / && mount --bind passwd /etc/passwd && mount --bind shadow /etc/shadow || exit; ' +
        'sshd=$PWD/usr/sbin/sshd; test -x "$sshd" || sshd=/usr/sbin/sshd; ' +
        'for lib in "$PWD"/lib/*-linux-gnu "$PWD"/usr/lib/*-linux-gnu; do LD_LIBRARY_PATH=$LD_LIBRARY_PATH${LD_LIBRARY_PATH:+:}$lib; done; ' +
        'export LD_LIBRARY_PATH; exec "$sshd" -D -e -f "$PWD/config"';
    const log = openSync(join(folder, "log"), "a");
    const there = into ? ["nsenter", `--net=/proc/${into.pid}/ns/net`] : [];
    const words = [...there, "unshare", "--mount", "--propagation", "unchanged", "sh", "-c", script, "sh", folder];
    const [command, ...args] = words;
    return spawn(command!, args, { stdio: ["ignore", log, log], cwd: "/" });
}

function answers(host: string, port: number): Promise<boolean> {
    return new Promise((resolve) => {
        const socket = connect(port, host);
        socket.setTimeout(1000, () => socket.destroy());
        socket.once("data", (data) => {
            resolve(data.toString().startsWith("SSH-"));
            socket.destroy();
        });
        socket.on("error", () => undefined);
        socket.once("close", () => resolve(false));
    });
}
