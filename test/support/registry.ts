import { ChildProcess, spawn } from "child_process";
import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "fs";
import { tmpdir } from "os";
import { join } from "path";
import { freePort } from "./port";
import { docker, sh, until } from "./run";

/** A registry of the tests' own, on a free port of the loopback interface: Debian's docker-registry, unpacked and not installed. */
export class Registry {
    private constructor(
        private readonly folder: string,
        private readonly server: ChildProcess,
        /** Its name in an image's. */
        readonly name: string,
    ) {}

    static async start(): Promise<Registry> {
        const folder = mkdtempSync(join(tmpdir(), "lab-registry-"));
        try {
            await sh(`cd '${folder}' && apt-get download -q docker-registry && dpkg -x docker-registry_*.deb .`, 60);
            const name = `127.0.0.1:${await freePort()}`;
            const storage = { filesystem: { rootdirectory: join(folder, "data") } };
            writeFileSync(join(folder, "config"), JSON.stringify({ version: 0.1, storage, http: { addr: name } }));
            const log = openSync(join(folder, "log"), "a");
            const program = join(folder, "usr", "bin", "docker-registry");
            const server = spawn(program, ["serve", join(folder, "config")], { stdio: ["ignore", log, log] });
            const registry = new Registry(folder, server, name);
            await until(`an answer from ${name}`, 10, () => answers(name));
            return registry;
        } catch (error) {
            rmSync(folder, { recursive: true });
            throw error;
        }
    }

    /** Puts an image of the engine into it, so that nothing of it is left on the engine under the registry's name. */
    async push(image: string, as: string): Promise<void> {
        const name = `${this.name}/library/${as}`;
        await docker("tag", image, name);
        await docker("push", "--quiet", name);
        await docker("rmi", name);
    }

    /** Which images it was asked for since it started, each as often as that was. Its own pushes are left out. */
    asked(): string[] {
        const log = readFileSync(join(this.folder, "log"), "utf8");
        return [...log.matchAll(/"(?:GET|HEAD) \/v2\/library\/(\w+)\/manifests\/(?!sha256:)/g)].map(
            ([, name]) => name!,
        );
    }

    /** Ends it; the engine keeps what it has got from it. */
    stop(): void {
        this.server.kill("SIGKILL");
    }

    /** Removes it, and from the engine what came from it. */
    async remove(): Promise<void> {
        this.stop();
        rmSync(this.folder, { recursive: true });
        await sh(`docker image ls --format '{{.Repository}}:{{.Tag}}' '${this.name}/*/*' | xargs -r docker rmi`);
    }
}

async function answers(name: string): Promise<boolean> {
    return fetch(`http://${name}/v2/`).then(
        ({ ok }) => ok,
        () => false,
    );
}
