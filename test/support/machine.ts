import { LAB_HOST_CAPABILITIES } from "../../components/lib/nested-host";
import { docker, Ended, run, RunOptions } from "./run";

/** Makes cgroups writable, as the entry point of a lab host does, and stays: as a shell, which collects processes that nobody waits for. */
const STAY =
    'while read -r _ mount type _; do case $type in cgroup | cgroup2) mount -o remount,bind,rw "$mount" ;; esac; ' +
    "done </proc/mounts; sleep infinity & wait";

/** What a machine has beside its system. */
export interface MachineOptions {
    /** The network that it is on; by default none: it has only its loopback interface. */
    network?: string;
    /** Its address on that network. */
    address?: string;
    /** Folders of this machine → where they are in it. */
    folders?: Readonly<Record<string, string>>;
    /** Its host name. */
    hostname?: string;
    /** Size of the disk that its engine has for itself ("600m"), in memory; by default a folder of this machine's. */
    disk?: string;
    /** How much memory it has ("512m"); by default as much as this machine. */
    memory?: string;
}

/** A container that plays a machine of its own. */
export class Machine {
    private constructor(readonly name: string) {}

    /** @param image a system's file system; `own` says that it has a first process of its own */
    static async start(name: string, image: string, own: boolean, options: MachineOptions = {}): Promise<Machine> {
        const { network = "none", address, folders = {}, hostname, disk, memory } = options;
        const machine = new Machine(name);
        try {
            if (disk !== undefined) {
                const tmpfs = ["type=tmpfs", "device=tmpfs", `o=size=${disk}`].flatMap((option) => ["--opt", option]);
                await docker("volume", "create", ...tmpfs, name);
            }
            await docker(
                ...["run", "--detach", "--name", name, "--network", network, "--cgroupns", "private"],
                ...["--cap-drop", "ALL", ...LAB_HOST_CAPABILITIES.flatMap((capability) => ["--cap-add", capability])],
                ...["seccomp", "apparmor", "systempaths"].flatMap((kind) => ["--security-opt", `${kind}=unconfined`]),
                ...["--tmpfs", "/run:rw,nosuid,nodev,mode=755", "--volume", `${name}:/var/lib/docker`],
                ...Object.entries(folders).flatMap(([here, there]) => ["--volume", `${here}:${there}`]),
                ...(address === undefined ? [] : ["--ip", address]),
                ...(hostname === undefined ? [] : ["--hostname", hostname]),
                ...(memory === undefined ? [] : ["--memory", memory, "--memory-swap", memory]),
                ...(own ? [image] : ["--entrypoint", "bash", image, "-c", STAY]),
            );
        } catch (error) {
            await machine.remove();
            throw error;
        }
        return machine;
    }

    /** Runs a shell command in it. */
    run(command: string, options: RunOptions = {}): Promise<Ended> {
        return run("docker", ["exec", this.name, "bash", "-c", command], options);
    }

    /** Begins a program in it, and does not wait for its end. */
    async begin(...words: readonly string[]): Promise<void> {
        await docker("exec", "--detach", this.name, ...words);
    }

    /** Copies a file of this machine into it. */
    async copy(file: string, to: string): Promise<void> {
        await run("docker", ["cp", "--follow-link", file, `${this.name}:${to}`], { seconds: 60 });
    }

    /** Removes it with all that is in it. */
    async remove(): Promise<void> {
        await run("docker", ["rm", "--force", "--volumes", this.name], { mayFail: true, seconds: 60 });
        await run("docker", ["volume", "rm", this.name], { mayFail: true, seconds: 60 });
    }
}
