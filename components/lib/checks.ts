import { Check } from "./lesson";

// What several lessons show and claim in the same words.

/** What busybox's ping prints when an answer came. */
export const ANSWERED = "[1-9][0-9]* packets received";

/** What the course starts containers with that only have to stay. */
export const STAY = 'busybox /bin/sh -c "while true; do sleep 3600; done"';

/** A name as a regular expression that matches it alone; of the characters that a name can have, only the dot means more. */
export function literal(name: string): string {
    return name.replaceAll(".", "[.]");
}

/** `test1 and test2`, `test1, test2 and test3`. */
export function list(names: readonly string[]): string {
    return names.length < 2 ? names.join() : `${names.slice(0, -1).join(", ")} and ${names.at(-1)!}`;
}

/** That the lesson's containers run, which everything else stands on. */
export function running(...names: string[]): Check {
    const sorted = [...names].sort().join(" ");
    return {
        id: "running",
        title: `${list(names)} ${names.length === 1 ? "runs" : "run"}`,
        where: "lab host",
        command:
            `docker container ls --format '{{.Names}}' --filter 'name=^(${names.map(literal).join("|")})$' ` +
            "| LC_ALL=C sort | paste -sd ' '",
        expected: sorted,
        exit: "zero",
        output: `^${literal(sorted)}$`,
        proves: "the lesson's containers are there to be looked at",
        hint: "A container of this lesson is stopped or gone: see `docker ps -a`, and start it with `docker start`.",
    };
}

/** A ping in a container, which is given up after a second. */
export function ping(from: string, to: string): string {
    return `docker exec ${from} ping -c 1 -W 1 ${to}`;
}

/** That a name means nothing to a container, which could ping it if it did. */
export function noName(from: string, to: string, words: Pick<Check, "id" | "needs" | "proves">): Check {
    return {
        title: `${from} does not reach ${to} by name`,
        where: `container ${from}`,
        command: ping(from, to),
        expected: `ping: bad address '${to}'`,
        exit: "nonzero",
        output: "bad address",
        alive: ping(from, "127.0.0.1"),
        hint: `Something gives ${to} a name: look at \`docker exec ${from} cat /etc/hosts /etc/resolv.conf\`.`,
        ...words,
    };
}

/** Prints the names of the containers that are plugged into a network, a line each. */
export function pluggedInto(network: string): string {
    return `docker network inspect --format '{{range .Containers}}{{println .Name}}{{end}}' ${network}`;
}

/** That a container is among those of a network. */
export function attached(
    id: string,
    container: string,
    network: string,
    words: Pick<Check, "title" | "proves">,
): Check {
    return {
        id,
        where: "lab host",
        command: pluggedInto(network),
        expected: `${container} in the list`,
        exit: "zero",
        output: `(^|[[:space:]])${literal(container)}($|[[:space:]])`,
        needs: ["running"],
        hint: `${container} was disconnected: \`docker network connect ${network} ${container}\` plugs it in again.`,
        ...words,
    };
}
