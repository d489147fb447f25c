import { didYouMean, keyPath, toRemove } from "../components/lib/problems";
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
    "proof",
    "limits",
    "seats",
    "ssh",
    "sshAddress",
    "hosts",
];

/**
 * What is wrong with the keys of a stack's config. Those of other projects and providers are not ours to judge.
 *
 * @param keys with the project's name in front, as in the stack's file
 */
export function keyProblems(keys: readonly string[]): string[] {
    const own = keys.flatMap((key) => (key.startsWith(`${PROJECT}:`) ? [key.slice(PROJECT.length + 1)] : []));
    return own
        .filter((key) => !KEYS.includes(key))
        .map(
            (key) =>
                `${keyPath(key)}: there is no such key.${didYouMean(key, KEYS)} Allowed: ${KEYS.join(", ")}. ${toRemove(key)}`,
        );
}
