import { extraNames } from "../../../../components/lessons/custom-bridge";
import type { Options } from "../../../../components/lib/course";

/** A name for what an exercise makes: the wished one, or where the lab has that the next one with a number. */
export function free(wished: string, { names, extra }: Pick<Options, "names" | "extra">): string {
    const taken = new Set([...Object.values(names), ...extraNames(extra)].map((name) => name.toLowerCase()));
    for (let number = 1; ; number++) {
        const name = number === 1 ? wished : `${wished}${number}`;
        if (!taken.has(name)) return name;
    }
}

/** How an image is named in the lab. */
export function imageOf(image: string, { tags }: Pick<Options, "tags">): string {
    const tag = tags[image] ?? "latest";
    return tag === "latest" ? image : `${image}:${tag}`;
}
