import type { Page } from "playwright-core";
import { run } from "./run";

/** Names of what is in a lab, sorted, and how many veth pairs there are of containers and namespaces. */
export interface Network {
    containers: string[];
    namespaces: string[];
    /** Name of a container or namespace → how many veth pairs lead out of it. */
    links: Record<string, number>;
}

/** What the picture in a page shows. */
export async function drawnIn(page: Page): Promise<Network> {
    const nodes = await page
        .locator("figure:visible g.node:not([data-missing])")
        .evaluateAll((all) =>
            all.map(({ dataset }) => ({ kind: dataset.kind!, name: dataset.name! }) as { kind: string; name: string }),
        );
    const veths = await page
        .locator("figure:visible g.edge[data-kind=veth]:not([data-missing])")
        .evaluateAll((all) =>
            all.flatMap(({ dataset }) => [
                dataset.from!,
                ...(dataset.toId!.startsWith("namespace:") ? [dataset.to!] : []),
            ]),
        );
    const links: Record<string, number> = {};
    for (const from of veths) links[from] = (links[from] ?? 0) + 1;
    const named = (kind: string) =>
        nodes
            .filter((node) => node.kind === kind)
            .map(({ name }) => name)
            .sort();
    return { containers: named("container"), namespaces: named("namespace"), links: sorted(links) };
}

/** What `docker` and `ip` report in lab hosts. */
export async function liveIn(hosts: readonly string[]): Promise<Network> {
    const containers: string[] = [];
    const namespaces: string[] = [];
    const links: Record<string, number> = {};
    for (const host of hosts) {
        const inside = async (command: string) =>
            (await run("docker", ["exec", host, "bash", "-c", command])).stdout.trim().split("\n").filter(Boolean);
        for (const line of await inside("docker ps -a --format '{{.Names}} {{.State}}'")) {
            const [name = "", state] = line.split(" ");
            containers.push(name);
            if (state !== "running") continue;
            const [mode] = await inside(`docker inspect --format '{{.HostConfig.NetworkMode}}' ${name}`);
            if (mode === "host") continue;
            const [pid] = await inside(`docker inspect --format '{{.State.Pid}}' ${name}`);
            const veths = await inside(`nsenter -t ${pid} -n ip -o link show type veth`);
            if (veths.length > 0) links[name] = (links[name] ?? 0) + veths.length;
        }
        for (const line of await inside("ip netns list")) {
            const name = line.split(" ")[0]!;
            namespaces.push(name);
            const veths = await inside(`ip -n ${name} -o link show type veth`);
            if (veths.length > 0) links[name] = (links[name] ?? 0) + veths.length;
        }
    }
    return { containers: containers.sort(), namespaces: namespaces.sort(), links: sorted(links) };
}

function sorted(links: Record<string, number>): Record<string, number> {
    return Object.fromEntries(Object.entries(links).sort(([one], [other]) => (one < other ? -1 : 1)));
}
