import { Cluster, hostsOf } from "./cluster";
import { Claims, Lesson, Probe } from "./lesson";
import { Limits, UNLIMITED } from "./limits";
import { NO_SSH, Ssh } from "./ssh";

/** The version lines of Docker that lab hosts are made of. */
export const DOCKER_LINES = ["26.1", "20.10"] as const;
export type DockerLine = (typeof DOCKER_LINES)[number];

/** What a thing with a name is. */
export type Kind = "container" | "network" | "service" | "namespace" | "interface";

/** An address of a scenario: `address` is one with its prefix length, `subnet` a network; "" leaves it to Docker. */
export interface AddressChoice {
    form: "address" | "subnet";
    value: string;
}

/** What a teacher may change of a scenario, with the course's own values. Its keys are the names that config uses. */
export interface Choices {
    /** The names that it makes, as in the course → what they are. */
    names: Readonly<Record<string, Kind>>;
    /** What has an address. */
    addresses?: Readonly<Record<string, AddressChoice>>;
    /** What serves → its port on the lab host. */
    ports?: Readonly<Record<string, number>>;
    /** Images that its containers are started from, or that it builds → their tags. */
    tags?: Readonly<Record<string, string>>;
    /** How many more containers there can be at the most; 0 by default. */
    mostExtra?: number;
}

type Key<M> = keyof NonNullable<M> & string;

/** What was chosen for a scenario: each choice of it has its value, the course's own or the teacher's. */
export interface Options<C extends Choices = Choices> {
    names: Readonly<Record<Key<C["names"]>, string>>;
    addresses: Readonly<Record<Key<C["addresses"]>, string>>;
    ports: Readonly<Record<Key<C["ports"]>, number>>;
    tags: Readonly<Record<Key<C["tags"]>, string>>;
    /** How many more containers there are. */
    extra: number;
    /** Port on the machine's loopback at which a browser reaches what the scenario serves; 0 where it serves nothing. */
    machinePort: number;
    /** How many lab hosts there are. */
    nodes: number;
    /** Lab hosts that are stopped once all is made, to see what the others make of it. */
    stop: readonly string[];
    /** Whether what goes over the underlay is encrypted. */
    encrypted: boolean;
    /** Whether `up` tries the lesson's checks, and collects its evidence. */
    proof: boolean;
    /** Whether there is evidence at all: a class is thirty times the same lesson, and nobody reads what each of them printed. */
    evidence: boolean;
    /** How much of its machine each lab host may take. */
    limits: Limits;
    /** Where the lab host of a seat is reached by SSH. */
    ssh: Ssh;
    /** Where each lab host is a machine of its own: the machines' names → their addresses, the first one first. */
    machines: Readonly<Record<string, string>>;
    /** Whether there is nothing but a Docker engine to make the lab on, and to look at it. */
    dockerOnly: boolean;
}

/** A chapter of the course, without a lab: no Pulumi in it, so that every command can read it at no cost. */
export interface Scenario<C extends Choices = Choices> {
    /** Its name, which is also its stack's default name, and that of its files here and in components/. */
    name: string;
    /** Where it stands in the course. */
    chapter: number;
    /** The group of stacks that it is made with; none for a stack that is made on its own. */
    group?: "single-host" | "overlay";
    /** One line for tables and headings. */
    title: string;
    /** Where its claims come from: course section, Docker or kernel documentation. */
    source: string;
    /** The images of `images/` that must be on the machine. */
    images: readonly string[];
    choices: C;
    /** Version lines of Docker that it works on, the first one by default, and why no others; all of them unless said. */
    dockers?: { lines: readonly DockerLine[]; why: string };
    /** What it says about its lab hosts, when it needs several. */
    cluster?: Cluster;
    /** Set for what is made or shown with more than Docker: a Docker engine alone will not do. */
    raw?: true;
    /** Set for what makes sense in a nested lab host alone. */
    nestedOnly?: true;
    /** Which of its ports a browser on the machine opens. */
    serves?: Key<C["ports"]>;
    /** What is wrong with choices that are each right by themselves. */
    problems?(options: Options<C>): string[];
    /** What it makes, shows and claims, under the names and with the numbers that were chosen. */
    lesson(options: Options<C>): Definition;
}

/** A lesson as its scenario defines it: it claims the scenario's names, and what it adds to them. */
export type Definition = Omit<Lesson, "claims"> & { claims?: Partial<Claims> };

/** Defines a scenario: its lesson knows the choices by their names. */
export function scenario<const C extends Choices>(definition: Scenario<C>): Scenario<C> {
    return definition;
}

/** The options of a scenario as its component gets them. */
export type OptionsOf<S> = S extends Scenario<infer C> ? Options<C> : never;

/** A scenario with the course's own values. */
export function defaultsOf({ choices, cluster }: Scenario): Options {
    const { names, addresses = {}, ports = {}, tags = {} } = choices;
    return {
        names: Object.fromEntries(Object.keys(names).map((name) => [name, name])),
        addresses: Object.fromEntries(Object.entries(addresses).map(([name, { value }]) => [name, value])),
        ports,
        tags,
        extra: 0,
        machinePort: 0,
        nodes: cluster?.nodes.usual ?? 1,
        stop: [],
        encrypted: false,
        proof: true,
        evidence: true,
        limits: UNLIMITED,
        ssh: NO_SSH,
        machines: {},
        dockerOnly: false,
    };
}

/** The lesson of a scenario with the options that were chosen. */
export function lessonOf(scenario: Scenario, options: Options): Lesson {
    const { claims = {}, ...lesson } = scenario.lesson(options);
    const [first] = hostsOf(scenario, options);
    const located = <P extends Probe>(probes: readonly P[]) =>
        probes
            .filter(({ raw }) => !(raw && options.dockerOnly))
            .map((probe) => (probe.on === first ? { ...probe, on: undefined } : probe));
    const checks = located(lesson.checks);
    const tried = checks.map(({ id }) => id);
    const named = (kind: Kind) =>
        Object.entries(scenario.choices.names).flatMap(([name, is]) => (is === kind ? [options.names[name]!] : []));
    return {
        ...lesson,
        evidence: located(lesson.evidence),
        checks: checks.map((check) => ({ ...check, needs: check.needs?.filter((id) => tried.includes(id)) })),
        claims: {
            containers: [...named("container"), ...(claims.containers ?? [])],
            networks: named("network"),
            services: named("service"),
            namespaces: named("namespace"),
            links: named("interface"),
            images: claims.images ?? [],
            ports: claims.ports ?? [],
            swarm: claims.swarm ?? false,
        },
    };
}
