import { createHash, randomBytes } from "crypto";
import { lstatSync, readdirSync, readFileSync } from "fs";
import { join } from "path";
import { isDeepStrictEqual } from "util";
import { Checkout } from "./checkout";
import { inventory, Whose } from "./inventory";
import { Lab } from "./lab";
import { run, until } from "./run";

const THINGS = readFileSync(join(__dirname, "things.sh"), "utf8");
const MARKS = "/run/docker-network-labs/netns";
const FOLDERS = ["/run/docker-network-labs", "/var/lib/docker-network-labs"];

/** What a command that leaves nothing would leave in any case: all that a lab is, from outside and from inside, a line for each thing. */
export class Traces {
    /** Stands in the environment of every process that a command under watch begins. */
    private readonly mark = `LAB_TEST_WATCHED=${randomBytes(8).toString("hex")}`;

    constructor(
        private readonly checkout: Checkout,
        private readonly lab: Lab,
    ) {}

    /** The environment for a command under watch. */
    get env(): NodeJS.ProcessEnv {
        const [name, value] = this.mark.split("=") as [string, string];
        return { ...this.checkout.env, [name]: value };
    }

    /** All of it as it is now. */
    async take(): Promise<string[]> {
        const { owner, stack } = this.lab.whose;
        const filters = `--filter label=docker-network-labs.owner=${owner} --filter label=docker-network-labs.stack=${stack}`;
        const named = namespacesOf(this.lab.whose).map((name) => `/run/netns/${name}`);
        const hosts = await this.lab.hosts();
        const parts = await Promise.all([
            this.onMachine(),
            things("machine", ["bash", "-c", THINGS, "things", "part", filters, ...named]),
            ...hosts.map((host) =>
                things(host, [
                    "docker",
                    "exec",
                    host,
                    "bash",
                    "-c",
                    `set -- whole '' /proc/1/ns/net ${INSIDE}\n${THINGS}`,
                ]),
            ),
        ]);
        return [...parts.flat(), ...this.files(), ...this.processes()].sort();
    }

    /** The same, once two takes in a row are equal: what was changed by hand may still be going on. */
    async settled(): Promise<string[]> {
        let last = await this.take();
        return until("two equal accounts of the lab", 30, async () => {
            const next = await this.take();
            if (isDeepStrictEqual(last, next)) return next;
            last = next;
            return undefined;
        });
    }

    /** The machine's inventory, without images for labs that are not of this checkout: other tests make and remove those. */
    private async onMachine(): Promise<string[]> {
        const images = Object.values(this.checkout.images);
        const lines = await inventory(this.lab.whose);
        return lines.filter(
            (line) => !/^image (\S+\/)\S/.test(line) || images.some((image) => line.startsWith(`image ${image} `)),
        );
    }

    /** The stack's config and state, all else that the checkout keeps for it, and the project's folders on the machine. */
    private files(): string[] {
        const { folder } = this.checkout;
        const { owner, stack } = this.lab.whose;
        const config = join(folder, "stacks", `Pulumi.${stack}.yaml`);
        // `lab` runs set-up again when the machine or the tools are not what they were.
        const setUp = /\/\.lab\/setup\.\w+$/;
        const kept = below(join(folder, ".lab")).filter((path) => !isOfOther(path, stack) && !setUp.test(path));
        const onMachine = FOLDERS.flatMap((root) => [
            ...below(join(root, "owners", owner)),
            ...below(join(root, owner)).filter((path) => !isOfOther(path, stack)),
        ]);
        return [config, ...kept, ...onMachine].flatMap(fileLine);
    }

    /** What runs and was begun by a command under watch. */
    private processes(): string[] {
        return readdirSync("/proc")
            .filter((name) => /^\d+$/.test(name))
            .flatMap((pid) => {
                try {
                    const begun = readFileSync(`/proc/${pid}/environ`, "utf8").split("\0").includes(this.mark);
                    return begun
                        ? [`process ${readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ")}`]
                        : [];
                } catch {
                    return []; // it has ended meanwhile
                }
            });
    }
}

/** Where namespaces are, in a lab host: those with names, and those of its containers and networks. */
const INSIDE = "/run/netns/* /run/docker/netns/*";

/** What test/support/things.sh prints, with the place in front. */
async function things(place: string, [file, ...args]: readonly [string, ...string[]]): Promise<string[]> {
    const { stdout } = await run(file, args);
    const lines = stdout.split("\n").filter(Boolean).flatMap(detailsOf);
    return lines.map((line) => `${place}: ${line}`);
}

/** What an engine says of a thing: a line for each detail. Other lines stay as they are. */
function detailsOf(line: string): string[] {
    const [, kind, json] = /^(\w+) (\{.*)$/.exec(line) ?? [];
    if (kind === undefined || json === undefined) return [line];
    const thing = JSON.parse(json) as { Name?: string; Id?: string; ID?: string };
    const called = thing.Name ?? thing.Id ?? thing.ID ?? "";
    // The commands that run in a container come and go with each look into it.
    const details = leaves(thing).filter((detail) => !detail.startsWith(".ExecIDs"));
    return details.map((detail) => `${kind} ${called} ${detail}`);
}

/** All values within a value, each behind its path. An engine lists the members of a list in any order. */
function leaves(value: unknown, path = ""): string[] {
    if (value === null || typeof value !== "object") return [`${path} ${JSON.stringify(value)}`];
    if (!Array.isArray(value)) return Object.entries(value).flatMap(([key, inner]) => leaves(inner, `${path}.${key}`));
    const members = value.map((member: unknown) => ({ member, text: JSON.stringify(member) }));
    members.sort((a, b) => (a.text < b.text ? -1 : 1));
    return members.flatMap(({ member }, at) => leaves(member, `${path}[${at}]`));
}

/** The named namespaces on the machine that a stack's lab has made. */
function namespacesOf({ owner, stack }: Whose): string[] {
    const names = below(MARKS).map((path) => path.slice(MARKS.length + 1));
    return names.filter((name) => {
        const [of, ofStack] = (textOf(join(MARKS, name)) ?? "").split(" ");
        return of === owner && ofStack === stack;
    });
}

/** Whether a file in a folder of all stacks is that of another one of these tests. */
function isOfOther(path: string, stack: string): boolean {
    return path.split("/").some((part) => part.startsWith("purity-") && part.split(".")[0] !== stack);
}

/** All files below a folder, or the file itself. */
function below(path: string): string[] {
    try {
        if (!lstatSync(path).isDirectory()) return [path];
        return readdirSync(path).flatMap((name) => below(join(path, name)));
    } catch {
        return []; // it is not there, or went away meanwhile
    }
}

/** A file with its mode, when it was written, and its content as a hash. */
function fileLine(path: string): string[] {
    try {
        const { mode, mtimeMs } = lstatSync(path);
        const hash = createHash("sha256")
            .update(textOf(path) ?? "")
            .digest("hex");
        return [`file ${path} ${mode.toString(8)} ${mtimeMs} ${hash}`];
    } catch {
        return [];
    }
}

/** What is in a file; undefined where it is none that can be read, such as a socket. */
function textOf(path: string): string | undefined {
    try {
        return lstatSync(path).isFile() ? readFileSync(path, "utf8") : undefined;
    } catch {
        return undefined;
    }
}
