import { literal, STAY } from "../lib/checks";
import { addressOf, Cluster, membersOf, nodeNames, UNDERLAY } from "../lib/cluster";
import { Options, scenario } from "../lib/course";
import { Check } from "../lib/lesson";
import { castOf, overlayLesson, overlayProblems, probe, Tenant } from "../lib/overlay";
import { IN_VXLAN } from "../lib/overlay-checks";

const CLIENTS = 2379;
const PEERS = 2380;
/** Where each engine would answer its neighbours, by which they know each other; nothing listens there. */
const ENGINE = 2375;

/** Where the lab's etcd answers, with commas between. */
export function endpointsOf(options: Options): string {
    const members = membersOf(nodeNames(options.nodes));
    return members.map((node) => `http://${addressOf(node, options)}:${CLIENTS}`).join(",");
}

/** How Docker's flag names the same. */
function storeOf(options: Options): string {
    return `etcd://${endpointsOf(options).replaceAll("http://", "")}`;
}

function advertise(node: string, options: Options): string {
    return `${addressOf(node, options)}:${ENGINE}`;
}

const cluster: Cluster = {
    nodes: { least: 2, most: 9, usual: 2 },
    member: "etcd member",
    mendsMembers: false,
    settings: (node, options) => ({
        environment: membersOf(nodeNames(options.nodes)).includes(node) ? etcd(node, options) : {},
        flags: [`--cluster-store=${storeOf(options)}`, `--cluster-advertise=${advertise(node, options)}`],
    }),
};

/** The settings of one member of etcd, as the variables that it reads. */
function etcd(node: string, options: Options): Record<string, string> {
    const peer = (member: string) => `http://${addressOf(member, options)}:${PEERS}`;
    const members = membersOf(nodeNames(options.nodes));
    return {
        ETCD_NAME: node,
        ETCD_DATA_DIR: "/var/lib/etcd",
        ETCD_ENABLE_V2: "true", // Docker asks by version 2 of its API
        ETCD_LISTEN_CLIENT_URLS: `http://${addressOf(node, options)}:${CLIENTS},http://127.0.0.1:${CLIENTS}`,
        ETCD_ADVERTISE_CLIENT_URLS: `http://${addressOf(node, options)}:${CLIENTS}`,
        ETCD_LISTEN_PEER_URLS: peer(node),
        ETCD_INITIAL_ADVERTISE_PEER_URLS: peer(node),
        ETCD_INITIAL_CLUSTER: members.map((member) => `${member}=${peer(member)}`).join(","),
    };
}

/** The overlay of the course: each engine keeps what it knows of the network in etcd, where the others read it. */
export const overlayEtcd = scenario({
    name: "overlay-etcd",
    chapter: 9,
    group: "overlay",
    title: "An overlay network of two engines that share what they know in etcd",
    source: "course: multi-host networking; Docker 20.10 documentation: overlay networks with an external key-value store; RFC 7348 (VXLAN)",
    images: ["busybox"],
    dockers: {
        lines: ["20.10"],
        why: "Docker can keep its networks in etcd (--cluster-store) up to version 20.10; 23 has it no more",
    },
    choices: {
        names: { test1: "container", test2: "container", demo: "network" },
        addresses: { [UNDERLAY]: { form: "subnet", value: "192.168.205.0/24" } },
        tags: { busybox: "latest" },
    },
    cluster,
    problems: (options) => overlayProblems(options),
    lesson: (options) => {
        const { demo } = options.names;
        const { tenants, first, up } = castOf(options);
        const common = overlayLesson(options, IN_VXLAN);
        return {
            ...common,
            commands: commands(options, tenants),
            evidence: [
                probe("engine", "Where the engine keeps its networks", first.node, ENGINE_STORE),
                ...common.evidence,
                probe("keys", "What Docker keeps in etcd", first.node, `${ETCDCTL} ls -r /docker`),
                probe("key", `${demo} itself, as etcd has it`, first.node, KEY(demo)),
                probe("members", "The members of etcd", first.node, `${ETCDCTL} member list`),
            ],
            checks: [
                ...common.checks,
                etcdAnswers(options, first),
                ...up.slice(0, 1).map((near) => refusal(near, first, options)),
            ],
        };
    },
});

const ETCDCTL = "ETCDCTL_API=2 etcdctl";
const KEY = (network: string) =>
    `${ETCDCTL} get "/docker/network/v1.0/network/$(docker network inspect --format '{{.Id}}' ${network})"`;
const ENGINE_STORE = "docker info --format 'cluster store: {{.ClusterStore}}, advertised as {{.ClusterAdvertise}}'";

/** That etcd has a majority of its members. */
function etcdAnswers({ stop, nodes }: Options, { node }: Tenant): Check {
    const members = membersOf(nodeNames(nodes));
    const well = members.filter((member) => !stop.includes(member)).length;
    return {
        id: "etcd-answers",
        title: well < members.length ? `etcd goes on with ${well} of its ${members.length} members` : "etcd answers",
        where: node,
        command: `${ETCDCTL} cluster-health`,
        expected: well < members.length ? "cluster is degraded" : "cluster is healthy",
        exit: well < members.length ? "nonzero" : "zero",
        output: well < members.length ? "cluster is degraded" : "cluster is healthy",
        ...(well < members.length && { alive: `${ETCDCTL} ls /docker` }),
        proves: "the key-value store that the engines share is there, and a majority of its members is enough for it",
        hint: `\`tail /var/log/etcd.log\` on ${members.join(", ")} says what it is about; \`docker restart\` of that lab host starts it again.`,
    };
}

/** That the network has each name once, over all hosts. */
function refusal(on: Tenant, taken: Tenant, { names, tags }: Options): Check {
    const network = names.demo!;
    const image = `busybox:${tags.busybox}`;
    return {
        id: "name-taken",
        title: `A second ${taken.name} on ${on.node} is refused`,
        where: on.node,
        on: on.node,
        command: `docker run --rm --name ${taken.name} --network ${network} ${image} true || exit 1`,
        expected: `endpoint with name ${taken.name} already exists in network ${network}`,
        exit: "nonzero",
        output: `endpoint with name ${literal(taken.name)} already exists in network ${literal(network)}`,
        alive: `docker run --rm ${image} true`,
        needs: [`${taken.key}-on-network`],
        proves: "the names on the network are kept in the store as well, so they are taken for all hosts",
        hint: `Is ${taken.name} on ${network} at all? See \`docker network inspect ${network}\`.`,
    };
}

/** The same by hand, on the hosts one after the other. */
function commands(options: Options, tenants: readonly Tenant[]): [string, string?][] {
    const { demo } = options.names;
    const [first, second, ...more] = tenants as [Tenant, Tenant, ...Tenant[]];
    const members = membersOf(nodeNames(options.nodes));
    const start = ({ name }: Tenant) => `docker run -d --name ${name} --network ${demo} ${STAY}`;
    return [
        ...members.map((node): [string, string] => [
            `env ${Object.entries(etcd(node, options))
                .map(([key, value]) => `${key}=${value}`)
                .join(" ")} etcd`,
            `on ${node}; in a lab host it runs already`,
        ]),
        ...tenants.map(({ node }): [string, string] => [
            `dockerd ${cluster.settings(node, options).flags.join(" ")}`,
            `on ${node}; in a lab host it runs already`,
        ]),
        [`docker network create -d overlay ${demo}`, `on ${first.node}`],
        ["docker network ls", `on ${second.node}: ${demo} is there, too`],
        [`${ETCDCTL} ls -r /docker/network/v1.0`, "what the engines keep there"],
        [start(first), `on ${first.node}`],
        [start(first), `on ${second.node}: refused, the name is taken on all hosts`],
        ...[second, ...more].map((tenant): [string, string] => [start(tenant), `on ${tenant.node}`]),
        [`docker exec ${first.name} ping -c 1 ${second.name}`, `on ${first.node}: an answer from another host`],
        [`docker exec ${second.name} ping -c 1 ${first.name}`, `on ${second.node}`],
    ];
}
