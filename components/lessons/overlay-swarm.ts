import { list, STAY } from "../lib/checks";
import { addressOf, membersOf, UNDERLAY } from "../lib/cluster";
import { Options, scenario } from "../lib/course";
import { Part } from "../lib/drift";
import { Check } from "../lib/lesson";
import { Cast, castOf, overlayLesson, overlayProblems, probe, Tenant } from "../lib/overlay";
import { toChangeEntry } from "../lib/problems";
import { addresses, byAddress, IN_VXLAN, SETTLES } from "../lib/overlay-checks";

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
        onMachines: true,
        encrypts: true,
        // A node takes the image that it has: without a registry it would wait for one before each task.
        settings: () => ({ environment: { DOCKER_SERVICE_PREFER_OFFLINE_IMAGE: "1" }, flags: [] }),
    },
    problems: (options) => [...overlayProblems(options), ...networkProblems(options)],
    lesson: (options) => {
        const { web } = options.names;
        const cast = castOf(options);
        const { tenants, first } = cast;
        const common = overlayLesson(options, options.encrypted ? IN_ESP : IN_VXLAN);
        return {
            ...common,
            claims: { ...common.claims, swarm: true },
            parts: {
                ...common.parts,
                ...Object.fromEntries(tenants.map(({ node }) => [memberPart(node), membership(node)])),
                web: servicePart(web, replicasOf(options)),
                ...Object.fromEntries(tenants.map(({ node }) => [sharePart(node), share(node, web)])),
            },
            commands: commands(options, tenants),
            evidence: [
                probe("nodes", "The nodes of the swarm", first.node, "docker node ls"),
                ...common.evidence,
                probe("tasks", `The tasks of ${web}, and where they run`, first.node, `docker service ps ${web}`),
                probe(
                    "names",
                    `What ${web} stands for`,
                    `container ${first.name}`,
                    `docker exec ${first.name} nslookup ${web}`,
                ),
                { ...probe("ip-vs", "Whether the kernel has IP_VS", first.node, IP_VS), raw: true },
            ],
            checks: [
                ...common.checks,
                nodeStates(cast),
                spread(web, cast, replicasOf(options)),
                resolved(web, cast, replicasOf(options)),
            ],
        };
    },
});

/** A swarm takes fewer names for a network than an engine alone: components of DNS names. */
function networkProblems({ names: { demo } }: Options): string[] {
    return /^[a-zA-Z0-9]+([-_]+[a-zA-Z0-9]+)*$/.test(demo!)
        ? []
        : [
              `names.demo: "${demo}" is not usable in a swarm. Allowed: ASCII letters, digits, _ and -, the first and the last a letter or a digit. ` +
                  toChangeEntry("names.demo"),
          ];
}

const IN_ESP = { filter: "esp", output: "ESP\\(spi=", expected: "encrypted: ESP" };

const IP_VS =
    "if [ -e /proc/net/ip_vs ]; then echo 'This kernel has IP_VS: services with a virtual address (vip) and the routing mesh work here too.'; " +
    "else echo 'This kernel has no IP_VS (or has not loaded it: modprobe ip_vs), which a virtual address (vip) and the routing mesh need. " +
    "So web is a service of mode dnsrr: its name stands for the addresses of all its tasks.'; fi";

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

function nodeStates({ tenants, first, down }: Cast): Check {
    const states = tenants.map((tenant) => `${tenant.node} ${down.includes(tenant) ? "Down" : "Ready"}`).sort();
    return {
        id: "nodes",
        title: down.length > 0 ? `The swarm has seen that ${listOf(down)} is gone` : "All nodes are ready",
        where: first.node,
        command: "docker node ls --format '{{.Hostname}} {{.Status}}' | LC_ALL=C sort | paste -sd ,",
        expected: states.join(","),
        exit: "zero",
        output: `^${states.join(",")}$`,
        settles: SETTLES,
        proves: "the managers know of each node whether it is there, by its heartbeats",
        hint: "`docker node ls` shows the nodes; `docker info` on one of them whether it is in the swarm.",
    };
}

function spread(service: string, { first, up, down }: Cast, replicas: number): Check {
    const nodes = 1 + up.length;
    return {
        id: "tasks-spread",
        title:
            down.length > 0
                ? `The tasks of ${service} have moved to the nodes that are left`
                : `The tasks of ${service} are spread over the nodes`,
        where: first.node,
        command:
            `docker service ps ${service} --filter desired-state=running --format '{{.Node}} {{.CurrentState}}' | ` +
            `awk '$2 == "Running" { if (!n[$1]++) nodes++; all++ } END { print all + 0, "tasks on", nodes + 0, "nodes" }'`,
        expected: `${replicas} tasks on ${nodes} nodes`,
        exit: "zero",
        output: `^${replicas} tasks on ${nodes} nodes$`,
        needs: ["nodes"],
        settles: SETTLES,
        proves: "a service is so many tasks, and the swarm finds nodes for them",
        hint: `\`docker service ps ${service}\` says of each task what became of it; \`docker service update --force ${service}\` spreads them anew.`,
    };
}

function resolved(service: string, { first: from, up: [near] }: Cast, replicas: number): Check {
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
        settles: SETTLES,
        proves: "with dnsrr a service has no address of its own: each caller picks one of its tasks",
        hint: `\`docker exec ${from.name} nslookup ${service}\` and \`docker service ps ${service}\` show both sides.`,
    };
}

function listOf(tenants: readonly Tenant[]): string {
    return list(tenants.map(({ node }) => node));
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
