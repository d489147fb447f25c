import * as assert from "assert";
import type { Topology } from "../../cli/topology/model";
import { hostsOf } from "../../components/lib/cluster";
import { defaultsOf } from "../../components/lib/course";
import { course } from "../../components/lessons";
import type { Lab } from "./lab";

/** What `docker` and `ip` say of a lab host, in words of their own: each line is `KIND REST`. */
const ASKED = `
docker ps --all --format 'container {{.Names}}'
docker network ls --no-trunc --format 'network {{.ID}} {{.Name}} {{.Driver}}'
ip netns list | sed 's/^/namespace /; s/ (id:.*//'
ip -o link show type veth | sed 's/^/in host /'
for path in /run/docker/netns/*-*; do
    [[ ! -e $path ]] || nsenter --net="$path" ip -o link show type veth | sed "s|^|in \${path##*-} |"
done
for name in $(docker ps --format '{{.Names}}'); do
    pid=$(docker inspect --format '{{.State.Pid}}' "$name")
    [[ $(readlink "/proc/$pid/ns/net") == "$(readlink /proc/1/ns/net)" ]] ||
        nsenter -t "$pid" -n ip -o link show type veth | sed "s|^|of $name |"
done`;

/** A veth interface, as `ip -o link` shows it: its index, name, the index of its other end, and the bridge that it is plugged into. */
const VETH = /^(?:in|of) (\S+) (\d+): ([^@ ]+)@if(\d+): .*?(?: master (\S+) |$)/;

/** The topology of a lab, by the command. */
export async function topologyIn(lab: Lab): Promise<Topology> {
    return JSON.parse((await lab.lab("topology", { args: ["--json"] })).stdout) as Topology;
}

/** Fails unless a lab's topology has the nodes and veth pairs that `docker` and `ip` report in its lab hosts. @returns it */
export async function assertTopology(lab: Lab, scenario: string): Promise<Topology> {
    const topology = await topologyIn(lab);
    for (const host of hostsOf(course[scenario]!, defaultsOf(course[scenario]!))) {
        const lines = (await lab.inside(ASKED, host === "host" ? undefined : host)).split("\n");
        const after = (word: string) =>
            lines.flatMap((one) => (one.startsWith(`${word} `) ? one.slice(word.length + 1) : []));
        const networks = after("network").map((one) => one.split(" ") as [string, string, string]);
        const bridged = networks.filter(([, , driver]) => driver !== "host" && driver !== "null");
        const seen = (kind: string) =>
            topology.nodes.filter((node) => node.kind === kind && node.in === `lab-host:${host}` && !node.missing);
        const names = (kind: string) =>
            seen(kind)
                .map(({ name }) => name)
                .sort();
        assert.deepStrictEqual(names("container"), after("container").sort());
        assert.deepStrictEqual(names("namespace"), after("namespace").sort());
        assert.deepStrictEqual(names("bridge"), bridged.map(([, name]) => name).sort());
        const veths = lines.flatMap((one) => {
            const [, place, index, name, peer, master] = VETH.exec(one) ?? [];
            return name === undefined ? [] : [{ inside: one.startsWith("of "), place, index, name, peer, master }];
        });
        const networkOf = (place: string, master: string) =>
            networks.find(([id, name]) =>
                place === "host"
                    ? master === `br-${id.slice(0, 12)}` ||
                      master === name ||
                      (master === "docker0" && name === "bridge")
                    : id.startsWith(place),
            )?.[1];
        const wanted = veths
            .filter(({ inside }) => inside)
            .map((end) => {
                const port = veths.find((one) => !one.inside && one.index === end.peer && one.peer === end.index);
                return `${end.place} ${end.name} ${port!.name} ${networkOf(port!.place!, port!.master!)}`;
            });
        const nameOf = (id: string) => topology.nodes.find((node) => node.id === id)!.name;
        const found = topology.links
            .filter(({ kind, missing, id }) => kind === "veth" && !missing && id.startsWith(`veth:${host}/`))
            .filter(({ from }) => from.node.startsWith("container:"))
            .map(({ from, to }) => `${nameOf(from.node)} ${from.interface} ${to.interface} ${nameOf(to.node)}`);
        assert.deepStrictEqual(found.sort(), wanted.sort());
    }
    return topology;
}
