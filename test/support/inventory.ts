import * as assert from "assert";
import { existsSync, readdirSync, readFileSync, statSync } from "fs";
import { basename, join } from "path";
import { docker, run, until } from "./run";

/** Whose things belong into an inventory. */
export interface Whose {
    owner: string;
    /** One stack's; all of the owner's by default. */
    stack?: string;
}

interface Thing {
    Id: string;
    Name: string;
    Driver: string;
    Image: string;
    Labels: Record<string, string> | null;
    State: { Status: string; Pid: number };
    Config: { Labels: Record<string, string> | null; Image: string };
    GraphDriver: { Data: Record<string, string> | null };
    NetworkSettings: { SandboxKey: string; Networks: Record<string, { IPAddress: string }> | null };
}

const FOLDERS = ["/run/docker-network-labs", "/var/lib/docker-network-labs"];
const MARKS = "/run/docker-network-labs/netns";

/**
 * What is on the machine, a line for each thing: containers, networks, volumes, images, interfaces, addresses, routes and their
 * policies, namespaces, mounts, firewall rules and the project's folders. Left out are other people's things (those with another owner's labels, and those
 * without labels whose name no lab gives), so that tests run beside a class, and IPv6 link-local addresses, which the kernel gives
 * to a bridge when it is first used.
 */
export async function inventory(whose: Whose): Promise<string[]> {
    // Another stack may make or remove things meanwhile; then it is taken again.
    return until("the same objects before and after reading", 20, async () => {
        const objects = await dockerObjects();
        const lines = objects && (await linesOf(objects, whose));
        const again = await dockerObjects();
        return objects && again && sameIds(objects, again) ? lines : undefined;
    });
}

/** Compares the machine with an earlier inventory; what the kernel removes in the background gets a moment. */
export async function assertInventory(before: readonly string[], whose: Whose, when: string): Promise<void> {
    await assertSame(before, () => inventory(whose), when);
}

/** The same with lines of any kind. */
export async function assertSame(
    before: readonly string[],
    take: () => Promise<string[]>,
    when: string,
): Promise<void> {
    let now: string[] = [];
    await until("the same lines", 15, async () => {
        now = await take();
        return now.join("\n") === before.join("\n");
    }).catch(() => undefined);
    const added = now.filter((line) => !before.includes(line)).map((line) => `+ ${line}`);
    const lost = before.filter((line) => !now.includes(line)).map((line) => `- ${line}`);
    assert.strictEqual([...lost, ...added].join("\n"), "", `the machine is not as it was (${when})`);
}

interface Objects {
    containers: Thing[];
    networks: Thing[];
    volumes: Thing[];
}

async function dockerObjects(): Promise<Objects | undefined> {
    const [containers, networks, volumes] = await Promise.all([
        inspect("container", ["--all", "--no-trunc"]),
        inspect("network", ["--no-trunc"]),
        inspect("volume", []),
    ]);
    return containers && networks && volumes && { containers, networks, volumes };
}

/** All objects of a kind; undefined when one of them went away meanwhile. */
async function inspect(kind: string, flags: readonly string[]): Promise<Thing[] | undefined> {
    const ids = (await docker(kind, "ls", "--quiet", ...flags)).split("\n").filter((id) => id !== "");
    if (ids.length === 0) return [];
    const { exitCode, stdout } = await run("docker", [kind, "inspect", ...ids], { mayFail: true });
    return exitCode === 0 ? (JSON.parse(stdout) as Thing[]) : undefined;
}

function sameIds(a: Objects, b: Objects): boolean {
    const ids = ({ containers, networks, volumes }: Objects) =>
        [...containers, ...networks, ...volumes]
            .map((thing) => `${thing.Id ?? thing.Name} ${thing.NetworkSettings?.SandboxKey}`)
            .sort();
    return ids(a).join() === ids(b).join();
}

async function linesOf({ containers, networks, volumes }: Objects, whose: Whose): Promise<string[]> {
    const others = (thing: Thing) => isOthers(thing, whose);
    // Text by which lines about other stacks' things are known.
    const traces = [
        ...networks.filter(others).map(({ Id }) => `br-${Id.slice(0, 12)}`),
        ...volumes.filter(others).map(({ Name }) => `/volumes/${Name}/`),
        ...containers.filter(others).flatMap(({ Id, GraphDriver, NetworkSettings }) => [
            Id,
            ...Object.values(GraphDriver.Data ?? {}),
            ...(NetworkSettings.SandboxKey ? [basename(NetworkSettings.SandboxKey)] : []),
            // A published port has rules that name nothing but the container's address.
            ...Object.values(NetworkSettings.Networks ?? {}).flatMap(({ IPAddress }) =>
                IPAddress ? [` ${IPAddress}/32 `, ` ${IPAddress}:`] : [],
            ),
        ]),
    ];
    const own = (line: string) => !traces.some((trace) => line.includes(trace));
    const ports = containers.filter(others).flatMap(({ State }) => portsOf(State.Pid));
    const images = await docker("image", "ls", "--all", "--format", "image {{.Repository}}:{{.Tag}} {{.ID}}");
    return [
        ...containers
            .filter((thing) => !others(thing))
            .map(
                ({ Name, Id, Config, State }) => `container ${Name} ${Id.slice(0, 12)} ${Config.Image} ${State.Status}`,
            ),
        ...networks.filter((thing) => !others(thing)).map(({ Name, Id, Driver }) => `network ${Name} ${Id} ${Driver}`),
        ...volumes.filter((thing) => !others(thing)).map(({ Name }) => `volume ${Name}`),
        ...images.split("\n").filter((line) => /docker-network-labs\/|busybox/.test(line)),
        ...(await networkLines(ports)).filter(own),
        ...mountLines(whose).filter(own),
        ...loopLines(whose),
        ...folderLines(whose),
        ...namespaceLines(whose),
    ].sort();
}

/** Names that a lab gives, or that an engine gives when a lab's thing gets none of its own (an anonymous volume). */
const LAB_NAME = /^\/?(lab-.*-[0-9a-f]{8}|test[123]|xin-bridge|bridge|host|none|[0-9a-f]{64})$/;

function isOthers(thing: Thing, whose: Whose): boolean {
    const labels = thing.Config?.Labels ?? thing.Labels ?? {};
    const [owner, stack] = ["owner", "stack"].map((key) => labels[`docker-network-labs.${key}`]);
    return owner === undefined ? !LAB_NAME.test(thing.Name) : isOthersLab(owner, stack, whose);
}

function isOthersLab(owner: string | undefined, stack: string | undefined, whose: Whose): boolean {
    return owner !== whose.owner || (whose.stack !== undefined && stack !== whose.stack);
}

/** The numbers of the interfaces on the machine that are the other ends of a container's. */
function portsOf(pid: number): string[] {
    const folder = `/proc/${pid}/root/sys/class/net`;
    try {
        return readdirSync(folder).map((name) => readFileSync(join(folder, name, "iflink"), "utf8").trim());
    } catch {
        return []; // it does not run, or ended meanwhile
    }
}

async function networkLines(othersPorts: readonly string[]): Promise<string[]> {
    const ip = async (...args: string[]) => (await run("ip", args)).stdout.split("\n").map((line) => line.trim());
    const save = (tool: string) => run(tool, [], { mayFail: true }).then(({ stdout }) => stdout.split("\n"));
    const [links, addresses, routes4, routes6, policies4, policies6, rules4, rules6] = await Promise.all([
        ip("-o", "link", "show"),
        ip("-o", "address", "show", "scope", "global"),
        ip("-4", "route", "show", "table", "all"),
        ip("-6", "route", "show", "table", "all"),
        ip("-4", "rule", "show"),
        ip("-6", "rule", "show"),
        save("iptables-save"),
        save("ip6tables-save"),
    ]);
    return [
        // Without the part after @, the master (`br-…`) tells whose it is.
        ...links
            .filter((line) => !othersPorts.includes(line.split(":")[0]!) || !line.includes(" master docker0 "))
            .map((line) => `link ${line.split(":")[1]?.split("@")[0]?.trim()} ${/master \S+/.exec(line)?.[0] ?? ""}`),
        ...addresses.map((line) => `address ${line.replace(/^\d+: /, "").replace(/\\.*/, "")}`),
        ...routes4.map((line) => `route ${line.replace(/ linkdown/, "")}`),
        ...routes6.filter((line) => !/fe80::|ff00::/.test(line)).map((line) => `route6 ${line}`),
        ...policies4.map((line) => `policy ${line}`),
        ...policies6.map((line) => `policy6 ${line}`),
        ...rulesIn(rules4).map((line) => `rule ${line}`),
        ...rulesIn(rules6).map((line) => `rule6 ${line}`),
    ].filter((line) => !/^\w+ *$/.test(line));
}

/** Chains and rules of what iptables-save prints, without the counters. */
function rulesIn(saved: readonly string[]): string[] {
    return saved.filter((line) => /^[:-]/.test(line)).map((line) => line.replace(/ \[\d+:\d+\]$/, ""));
}

function mountLines(whose: Whose): string[] {
    const others = othersNamespaces(whose).map((name) => `/run/netns/${name}`);
    // An engine makes it for the first container on the host's network and keeps it, whatever becomes of the container.
    others.push("/run/docker/netns/default");
    // A machine's first namespace mounts the folder of all of them.
    if (others.length > 1) others.push("/run/netns");
    return readFileSync("/proc/mounts", "utf8")
        .split("\n")
        .filter((line) => line !== "" && !others.includes(line.split(" ")[1]!) && !ofOthersDisk(line, whose))
        .map((line) => `mount ${line.split(" ").slice(0, 3).join(" ")}`);
}

/** Whether a line has a path of the disk of another lab's lab host in it. */
function ofOthersDisk(line: string, whose: Whose): boolean {
    const [, owner, stack] = /\/docker-network-labs\/([^/ ]+)\/([^/ ]+)\.disks\//.exec(line) ?? [];
    return owner !== undefined && isOthersLab(owner, stack, whose);
}

/** Loop devices with a file behind them. */
function loopLines(whose: Whose): string[] {
    return namesIn("/sys/block")
        .map((name) => join("/sys/block", name, "loop/backing_file"))
        .filter((file) => existsSync(file))
        .map((file) => `loop ${readFileSync(file, "utf8").trim()}`)
        .filter((line) => !ofOthersDisk(line, whose));
}

/** The project's folders, without those of other owners and stacks. */
function folderLines(whose: Whose): string[] {
    const lines: string[] = [];
    for (const root of FOLDERS) {
        const inside = [whose.owner, "owners"].flatMap((name) => below(join(root, name)));
        lines.push(...inside.filter((path) => !isOthersPath(path, root, whose)).map((path) => `folder ${path}`));
        if (existsSync(root) && namesIn(root).length === 0) lines.push(`folder ${root}`);
    }
    return lines;
}

function isOthersPath(path: string, root: string, whose: Whose): boolean {
    const [first, second] = path.slice(root.length + 1).split("/");
    if (first === "owners") return second !== undefined && second !== whose.owner;
    return whose.stack !== undefined && second?.replace(/\.(json|where|disks)$/, "") !== whose.stack;
}

function below(path: string): string[] {
    if (!existsSync(path)) return [];
    try {
        if (!statSync(path).isDirectory()) return [path];
        return [path, ...readdirSync(path).flatMap((name) => below(join(path, name)))];
    } catch {
        return []; // it went away meanwhile
    }
}

/** Named namespaces with their marks. */
function namespaceLines(whose: Whose): string[] {
    const others = othersNamespaces(whose);
    const own = (folder: string) => namesIn(folder).filter((name) => !others.includes(name));
    return [...own("/run/netns").map((name) => `namespace ${name}`), ...own(MARKS).map((name) => `mark ${name}`)];
}

function othersNamespaces(whose: Whose): string[] {
    return namesIn(MARKS).filter((name) => {
        const [owner, stack] = readFileSync(join(MARKS, name), "utf8").split(" ");
        return isOthersLab(owner, stack, whose);
    });
}

function namesIn(folder: string): string[] {
    return existsSync(folder) ? readdirSync(folder) : [];
}
