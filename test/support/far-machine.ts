import { mkdirSync, mkdtempSync, rmSync } from "fs";
import { tmpdir } from "os";
import { join } from "path";
import { Machine, MachineOptions } from "./machine";
import { docker, Ended, RunOptions, until } from "./run";
import { Sshd } from "./sshd";
import { clientFolder, makeCertificates } from "./tls";

/** What is special about a machine. */
type Short = Pick<MachineOptions, "disk" | "memory">;

/** Where the process id of its engine's entry point is, which leads the group of all that is the engine. */
const ENGINE_PID = "/run/lab-test-engine.pid";

/** A network for machines of the tests' own, and the machines on it. */
export class FarNetwork {
    readonly folder = mkdtempSync(join(tmpdir(), "lab-far-"));
    private readonly machines: FarMachine[] = [];
    private readonly name = `lab-test-far-${process.pid}`;
    private readonly network = `10.198.${process.pid % 256}`;

    static async make(): Promise<FarNetwork> {
        const made = new FarNetwork();
        await docker("network", "create", "--subnet", `${made.network}.0/28`, made.name);
        return made;
    }

    /** Starts a machine. @param image that of lab hosts */
    async start(hostname: string, image: string, short: Short = {}): Promise<FarMachine> {
        const [folder, address] = [join(this.folder, hostname), `${this.network}.${2 + this.machines.length}`];
        const machine = new FarMachine(hostname, address, folder, this.name);
        this.machines.push(machine);
        await machine.start(image, short);
        return machine;
    }

    async remove(): Promise<void> {
        for (const machine of this.machines) await machine.remove();
        await docker("network", "rm", this.name);
        rmSync(this.folder, { recursive: true });
    }
}

/** A container that plays another machine, with a Docker engine that is reached by SSH, by TLS and by a socket. */
export class FarMachine {
    private machine: Machine | undefined;
    private sshd: Sshd | undefined;

    constructor(
        /** Its host name, by which its engine goes as well. */
        readonly name: string,
        readonly address: string,
        private readonly folder: string,
        private readonly network: string,
    ) {}

    async start(image: string, short: Short): Promise<void> {
        await makeCertificates(this.folder, this.address);
        const sockets = join(this.folder, "sockets");
        mkdirSync(sockets);
        this.machine = await Machine.start(`${this.network}-${this.name}`, image, false, {
            ...short,
            network: this.network,
            address: this.address,
            hostname: this.name,
            folders: { [join(this.folder, "server")]: "/tls", [sockets]: "/lab" },
        });
        await this.startEngine();
        const into = { container: this.machine.name, pid: await this.pid(), address: this.address };
        this.sshd = await Sshd.start({ into });
    }

    /** Starts its engine, as a service beside its first process: so a machine goes on whose engine is off. What is left of one is ended first. */
    async startEngine(): Promise<void> {
        await this.killEngine({ mayFail: true });
        const files = { cacert: "ca", cert: "cert", key: "key" };
        const tls = Object.entries(files).map(([flag, file]) => `--tls${flag}=/tls/${file}.pem`);
        const engine = ["/usr/local/sbin/lab-host", "-H", "tcp://0.0.0.0:2376", "--tlsverify", ...tls];
        await this.machine!.begin("bash", "-c", 'echo $$ >"$0"; exec "$@"', ENGINE_PID, ...engine);
        await until(`the engine of ${this.name}`, 60, async () => {
            const { exitCode } = await this.run("docker version", { mayFail: true });
            return exitCode === 0;
        });
    }

    /** Its engine is off from one moment to the next, and what it was doing is not ended. What ran in containers goes on. */
    async killEngine(options: RunOptions = {}): Promise<void> {
        await this.run(`kill -KILL -- "-$(cat ${ENGINE_PID})"`, options);
    }

    /** Gives it more memory. */
    async giveMemory(memory: string): Promise<void> {
        await docker("update", "--memory", memory, "--memory-swap", memory, this.machine!.name);
    }

    /** Loses its power: its engine and all that runs on it is killed. */
    async crash(): Promise<void> {
        await docker("kill", this.machine!.name);
    }

    /** Starts again after that: what was in tmpfs is gone, and so is every process. */
    async boot(): Promise<void> {
        await docker("start", this.machine!.name);
        await this.startEngine();
        await this.sshd!.moveTo(await this.pid());
    }

    /** Its first process. */
    private async pid(): Promise<number> {
        return Number(await docker("inspect", "--format", "{{.State.Pid}}", this.machine!.name));
    }

    /** Fills the disk of its engine, but for some MiB. @returns what makes room again */
    async fillDisk(left = 0): Promise<() => Promise<void>> {
        const [folder, file] = ["/var/lib/docker", "/var/lib/docker/lab-test-filler"];
        const free = `$(($(stat -fc '%a * %S' ${folder}) - ${left} * 1024 * 1024))`;
        await this.run(`fallocate -l ${free} ${file}`);
        return async () => void (await this.run(`rm ${file}`));
    }

    /** Its host key, as a line of a list of known ones. */
    get known(): string {
        return `${this.address} ${this.sshd!.hostKey}\n`;
    }

    /** As config names it: by SSH, with a list of known host keys. */
    bySsh(knownHosts: string): Record<string, string> {
        return { name: this.name, url: `ssh://root@${this.address}`, key: this.sshd!.privateKeyFile, knownHosts };
    }

    /** As config names it: by TLS. */
    byTls(certificates = clientFolder(this.folder)): Record<string, string> {
        return { name: this.name, url: `tcp://${this.address}:2376`, certificates };
    }

    /** As config names it: by a socket. */
    bySocket(): Record<string, string> {
        return { name: this.name, url: `unix://${join(this.folder, "sockets", "docker.sock")}` };
    }

    /** Runs a shell command on it. */
    run(command: string, options: RunOptions = {}): Promise<Ended> {
        return this.machine!.run(command, options);
    }

    /** What is on it that a lab could leave, a line for each thing. */
    async inventory(): Promise<string[]> {
        const { stdout } = await this.run(
            "docker ps -a --format 'container {{.Names}}'; docker network ls --format 'network {{.Name}}'; " +
                "docker volume ls --format 'volume {{.Name}}'; docker info --format 'swarm {{.Swarm.LocalNodeState}}'; " +
                "ls /run/netns | sed 's/^/namespace /'; ls /sys/class/net | sed 's/^/link /'; " +
                "sed -E 's/^[^ ]+ ([^ ]+) .*/mount \\1/' /proc/mounts; " +
                "find /run/docker-network-labs /var/lib/docker-network-labs 2>/dev/null || true",
        );
        return stdout.split("\n").sort();
    }

    async remove(): Promise<void> {
        await this.sshd?.stop();
        await this.machine?.remove();
    }
}
