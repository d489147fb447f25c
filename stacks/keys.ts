import { closest, distance } from "fastest-levenshtein";
import { PROJECT } from "../components/lib/project";

/** The keys of this project's config; Pulumi.yaml says what each is for. */
export const KEYS = [
    "scenario",
    "engine",
    "docker",
    "subnet",
    "names",
    "addresses",
    "ports",
    "tags",
    "extra",
    "machinePort",
    "nodes",
    "stop",
    "encrypted",
    "hosts",
];

/** How many letters may be wrong in a word that is taken for a slip of the fingers. */
const SLIP = 3;

/**
 * What is wrong with the keys of a stack's config. Those of other projects and providers are not ours to judge.
 *
 * @param keys with the project's name in front, as in the stack's file
 */
export function keyProblems(keys: readonly string[]): string[] {
    const own = keys.flatMap((key) => (key.startsWith(`${PROJECT}:`) ? [key.slice(PROJECT.length + 1)] : []));
    return own
        .filter((key) => !KEYS.includes(key))
        .map((key) => {
            const near = closest(key, KEYS);
            const meant = distance(key, near) <= SLIP ? ` Did you mean ${near}?` : "";
            return `${key}: there is no such key.${meant} Allowed: ${KEYS.join(", ")}. Remove it with: pulumi config rm ${JSON.stringify(key)}`;
        });
}
