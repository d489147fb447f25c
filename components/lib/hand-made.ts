import { lessonOf } from "./course";
import { Claims } from "./lesson";
import { Look } from "./look";
import { madeLesson } from "./finished-lab";
import { Wanted } from "./plan";
import { Container, Snapshot } from "./snapshot";
import { withoutStrays } from "./strays";

/** Networks that Docker makes by itself. */
const DOCKERS_OWN = ["bridge", "host", "none", "ingress", "docker_gwbridge"];

/** What is in a nested lab that its lesson did not make: hand-made work that goes when its lab hosts go. */
export function handMade(
    { lab, orphans }: Look,
    { scenario, options }: Pick<Wanted, "scenario" | "options">,
): string[] {
    if (lab?.kind === "direct") return [];
    const { claims } = lab ? madeLesson(lab) : lessonOf(scenario, options);
    const inHosts = Object.values(lab?.hosts ?? {}).map((host) =>
        host.state === "healthy"
            ? inLab(withoutStrays(host.live, lab?.strays ?? []), claims)
            : [`whatever is in the stopped lab host ${host.container.Name}`],
    );
    return [...new Set([...inHosts, ...orphans.map((live) => inLab(live, claims))].flat())];
}

/** What is in one lab host that a lesson does not claim, by its kind. */
export function unclaimed({ containers, networks, namespaces }: Snapshot, claims: Claims) {
    const isTask = ({ Config }: Container) =>
        claims.services.includes(Config.Labels["com.docker.swarm.service.name"] ?? "");
    const own = [...DOCKERS_OWN, ...claims.networks];
    return {
        containers: containers
            .filter((one) => !claims.containers.includes(one.Name) && !isTask(one))
            .map(({ Name }) => Name),
        networks: networks.map((network) => network.Name).filter((name) => !own.includes(name)),
        namespaces: Object.keys(namespaces).filter((name) => !claims.namespaces.includes(name)),
    };
}

function inLab(live: Snapshot, claims: Claims): string[] {
    return Object.values(unclaimed(live, claims)).flat();
}
