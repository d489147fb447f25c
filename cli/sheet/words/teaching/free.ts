import { extraNames } from "../../../../components/lessons/custom-bridge";
import type { Options } from "../../../../components/lib/course";

// What exercises need that is not the lesson's own.

/** A name for what an exercise makes: the wished one, or where the lab has that the next one with a number. */
export function free(wished: string, { names, extra }: Pick<Options, "names" | "extra">): string {
    const taken = new Set([...Object.values(names), ...extraNames(extra)].map((name) => name.toLowerCase()));
    for (let number = 1; ; number++) {
        const name = number === 1 ? wished : `${wished}${number}`;
        if (!taken.has(name)) return name;
    }
}

/** A port of the lab host for what an exercise makes: the wished one, or the next one that the lab leaves free. */
export function freePort(wished: number, { ports }: Pick<Options, "ports">): number {
    const taken: readonly number[] = Object.values(ports);
    for (let port = wished; ; port++) if (!taken.includes(port)) return port;
}

/** How an image is named in the lab. */
export function imageOf(image: string, { tags }: Pick<Options, "tags">): string {
    const tag = tags[image] ?? "latest";
    return tag === "latest" ? image : `${image}:${tag}`;
}

/** The command that prints a container's address on docker0. */
export function addressOf(container: string): string {
    return `docker inspect -f '{{.NetworkSettings.Networks.bridge.IPAddress}}' ${container}`;
}

/** A text as a regular expression that matches it alone. */
export function exactly(text: string): string {
    return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** That a command prints the same as an earlier one of its exercise. */
export function sameAs(index: number): (earlier: readonly string[]) => RegExp {
    return (earlier) => new RegExp(`^${exactly(earlier[index]!)}$`);
}

/** That a command prints something, and not the same as an earlier one of its exercise. */
export function otherThan(index: number): (earlier: readonly string[]) => RegExp {
    return (earlier) => new RegExp(`^(?!${exactly(earlier[index]!)}$).+$`);
}
