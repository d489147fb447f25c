import { list, STAY } from "../lib/checks";
import { addressOf, membersOf, UNDERLAY } from "../lib/cluster";
import { Options, scenario } from "../lib/course";
import { networkPart, Part } from "../lib/drift";
import { Check, Probe } from "../lib/lesson";
import {
    addresses,
    byAddress,
    byName,
    forwarding,
    furtherNames,
    IN_VXLAN,
    onTheWire,
    outOfReach,
    overlayProblems,
    Tenant,
    tenantParts,
    tenantsOf,
    tenantsOn,
    tenantsRun,
    underlayParts,
    vxlan,
} from "../lib/overlay";

/** How many tasks the service has: two for each node, so that each has some. */
export const replicasOf = ({ nodes }: Pick<Options, "nodes">): number => 2 * nodes;

/** The name of the part that stands for a node's being in the swarm. */
export const memberPart = (node: string): string => `swarm-${node}`;
/** The name of the part that stands for a node's share of the service. */
export const sharePart = (node: string): string => `share-${node}`;

/** The overlay of today's Docker: hosts are nodes of a swarm, which keeps the network's state itself. */
export const overlaySwarm = scenario({
    name: "overlay-swarm",
    chapter: 10,
    group: "overlay",
    title: "An overlay network across the nodes of a swarm, and a service spread over them",
    source: "course: multi-host networking; Docker documentation: Swarm mode, Networking with overlay networks; RFC 7348 (VXLAN)",
    images: ["busybox"],
    choices: {
        names: { test1: "container", test2: "container", demo: "network", web: "service" },
        addresses: { [UNDERLAY]: { form: "subnet", value: "192.168.205.0/24" } },
        tags: { busybox: "latest" },
    },
    cluster: {
        nodes: { least: 2, most: 9, usual: 2 },
        member: "manager",
        mendsMembers: true,
        encrypts: true,
        // A node takes the image that it has: without a registry it would wait for one before each task.
        settings: () => ({ environment: { DOCKER_SERVICE_PREFER_OFFLINE_IMAGE: "1" }, flags: [] }),
    },
    problems: (options) => overlayProblems(options),
    lesson: (options) => {
        const { names, stop, encrypted, nodes } = options;
        const { demo, web } = names;
        const tenants = tenantsOf(options);
        const [first, ...others] = tenants as [Tenant, ...Tenant[]];
        const up = others.filter(({ node }) => !stop.includes(node));
        const down = others.filter(({ node }) => stop.includes(node));
        const alive = [first, ...up];
        const near = up[0];
        return {
            claims: { containers: furtherNames(tenants, options) },
            parts: {
                ...underlayParts(tenants, options),
                ...Object.fromEntries(tenants.map(({ node }) => [memberPart(node), membership(node)])),
                demo: networkPart(demo),
                ...tenantParts(tenants, demo),
                web: servicePart(web, replicasOf(options)),
                ...Object.fromEntries(tenants.map(({ node }) => [sharePart(node), share(node, web)])),
            },
            commands: commands(options, tenants),
            evidence: [
                probe("nodes", "The nodes of the swarm", first.node, "docker node ls"),
                ...(near
                    ? [
                          {
                              ...probe("networks", `The networks of ${near.node}`, near.node, "docker network ls"),
                              on: near.node,
                          },
                      ]
                    : []),
                probe(
                    "inspect",
                    `${demo}, and the hosts that take part in it`,
                    first.node,
                    `docker network inspect ${demo}`,
                ),
                probe("tasks", `The tasks of ${web}, and where they run`, first.node, `docker service ps ${web}`),
                probe(
                    "names",
                    `What ${web} stands for`,
                    `container ${first.name}`,
                    `docker exec ${first.name} nslookup ${web}`,
                ),
                forwarding(demo, first.node),
                probe("ip-vs", "Whether the kernel has IP_VS", first.node, IP_VS),
            ],
            checks: [
                ...tenantsRun(alive),
                nodeStates(tenants, stop),
                ...tenantsOn(alive, demo),
                ...up.flatMap((other) => [byName(first, other), byName(other, first)]),
                ...(near ? [byAddress(first, near)] : []),
                ...down.map((other) => outOfReach(first, other)),
                vxlan(demo, first),
                ...(near ? [onTheWire(first, near, encrypted ? IN_ESP : IN_VXLAN)] : []),
                spread(web, alive, down, replicasOf({ nodes })),
                resolved(web, first, replicasOf({ nodes }), near),
            ],
        };
    },
});

const IN_ESP = { filter: "esp", output: "ESP\\(spi=", expected: "encrypted: ESP" };

const IP_VS =
    "if [ -e /proc/net/ip_vs ]; then echo 'This kernel has IP_VS: services with a virtual address (vip) and the routing mesh work here too.'; " +
    "else echo 'This kernel has no IP_VS (or has not loaded it: modprobe ip_vs), which a virtual address (vip) and the routing mesh need. " +
    "So web is a service of mode dnsrr: its name stands for the addresses of all its tasks.'; fi";

function probe(id: string, title: string, where: string, command: string): Probe {
    return { id, title, where, command };
}

/** That a node is in the swarm at all. */
function membership(node: string): Part {
    return {
        on: node,
        lostAtRestart: false,
        broken: ({ swarm }) => (swarm === "active" ? undefined : `${node} left the swarm`),
    };
}

function servicePart(name: string, replicas: number): Part {
    return {
        lostAtRestart: false,
        broken({ services }) {
            const found = services[name];
            if (found === undefined) return `service ${name} was removed`;
            const wanted = found.split("/")[1]?.split(" ")[0];
            return wanted === String(replicas) ? undefined : `service ${name} was scaled to ${wanted}`;
        },
    };
}

/** That a node runs tasks of the service: the swarm gives it none by itself when it comes back. */
function share(node: string, service: string): Part {
    return {
        on: node,
        lostAtRestart: true,
        broken: ({ containers }) =>
            containers.some(
                ({ Config, State }) => State.Running && Config.Labels["com.docker.swarm.service.name"] === service,
            )
                ? undefined
                : `no task of ${service} runs on ${node}`,
    };
}

function nodeStates(tenants: readonly Tenant[], stop: readonly string[]): Check {
    const states = tenants.map(({ node }) => `${node} ${stop.includes(node) ? "Down" : "Ready"}`);
    return {
        id: "nodes",
        title: stop.length > 0 ? `The swarm has seen that ${list(stop)} is gone` : "All nodes are ready",
        where: tenants[0]!.node,
        command: "docker node ls --format '{{.Hostname}} {{.Status}}' | LC_ALL=C sort | paste -sd ,",
        expected: states.join(","),
        exit: "zero",
        output: `^${states.join(",")}$`,
        proves: "the managers know of each node whether it is there, by its heartbeats",
        hint: "`docker node ls` shows the nodes; `docker info` on one of them whether it is in the swarm.",
    };
}

function spread(service: string, alive: readonly Tenant[], down: readonly Tenant[], replicas: number): Check {
    const expected =
        down.length > 0
            ? `${replicas} tasks, none on ${list(down.map(({ node }) => node))}`
            : `some on each of ${alive.length} nodes`;
    const [first] = alive;
    return {
        id: "tasks-spread",
        title:
            down.length > 0
                ? `The tasks of ${service} have moved to the nodes that are left`
                : `The tasks of ${service} are spread over the nodes`,
        where: first!.node,
        command:
            `docker service ps ${service} --filter desired-state=running --format '{{.Node}} {{.CurrentState}}' | ` +
            `awk '$2 == "Running" { if (!n[$1]++) nodes++; all++ } END { print all + 0, "tasks on", nodes + 0, "nodes" }'`,
        expected,
        exit: "zero",
        output: `^${replicas} tasks on ${alive.length} nodes$`,
        needs: ["nodes"],
        settles: 30,
        proves: "a service is so many tasks, and the swarm finds nodes for them",
        hint: `\`docker service ps ${service}\` says of each task what became of it; \`docker service update --force ${service}\` spreads them anew.`,
    };
}

function resolved(service: string, from: Tenant, replicas: number, near: Tenant | undefined): Check {
    const ids = `$(docker service ps ${service} --quiet --filter desired-state=running)`;
    const tasks = `docker inspect --format '{{range .NetworksAttachments}}{{range .Addresses}}{{println .}}{{end}}{{end}}' ${ids} | sed -n 's,/.*,,p'`;
    return {
        id: "service-name",
        title: `The name ${service} stands for the addresses of all its tasks`,
        where: `container ${from.name} on ${from.node}`,
        command: `comm -12 <(${addresses(from.name, service)} | sort) <(${tasks} | sort) | wc -l`,
        expected: `${replicas} addresses that Docker's DNS server gives are those of tasks`,
        exit: "zero",
        output: `^${replicas}$`,
        needs: ["tasks-spread", near ? byAddress(from, near).id : `${from.key}-on-network`],
        settles: 30,
        proves: "with dnsrr a service has no address of its own: each caller picks one of its tasks",
        hint: `\`docker exec ${from.name} nslookup ${service}\` and \`docker service ps ${service}\` show both sides.`,
    };
}

/** The same by hand, on the nodes one after the other. */
function commands(options: Options, tenants: readonly Tenant[]): [string, string?][] {
    const { demo, web } = options.names;
    const [first, ...others] = tenants as [Tenant, ...Tenant[]];
    const managers = membersOf(tenants.map(({ node }) => node));
    const token = (node: string) => `docker swarm join-token -q ${managers.includes(node) ? "manager" : "worker"}`;
    const address = addressOf(first.node, options);
    const start = ({ name }: Tenant) => `docker run -d --name ${name} --network ${demo} ${STAY}`;
    return [
        [`docker swarm init --advertise-addr ${address}`, `on ${first.node}`],
        ...others.flatMap(({ node }): [string, string][] => [
            [token(node), `on ${first.node}: prints the token`],
            [`docker swarm join --token TOKEN ${address}:2377`, `on ${node}`],
        ]),
        ["docker node ls", `on ${first.node}`],
        [
            `docker network create -d overlay --attachable ${options.encrypted ? "--opt encrypted " : ""}${demo}`,
            `on ${first.node}; attachable: for containers that are no tasks of a service`,
        ],
        ...tenants.map((tenant): [string, string] => [start(tenant), `on ${tenant.node}`]),
        [`docker exec ${first.name} ping -c 1 ${others[0]!.name}`, `on ${first.node}: an answer from another host`],
        [
            `docker service create --name ${web} --replicas ${replicasOf(options)} --network ${demo} --endpoint-mode dnsrr ${STAY}`,
            `on ${first.node}`,
        ],
        [`docker service ps ${web}`, "which task runs where"],
        [`docker exec ${first.name} nslookup ${web}`, `on ${first.node}: the addresses of all tasks`],
    ];
}
