import { closest, distance } from "fastest-levenshtein";
import { isPrintable, quoted, shellWord } from "./printable";

// The words for what is wrong with a config. A problem is one line: its path, the value, what is allowed and what to do. A value or a name
// from the config is in it as JSON, and in a command line to copy as a word of a shell, so that none of it says or does anything by itself.

/** Where an entry of a map is, as pulumi writes it: `names.test1`, `names["a b"]`. */
export function pathTo(key: string, entry: string): string {
    return /^[\w/-]+$/.test(entry) ? `${key}.${entry}` : `${key}[${quoted(entry)}]`;
}

/** A key of the config as its path. */
export function keyPath(key: string): string {
    return /^[\w./-]+$/.test(key) ? key : quoted(key);
}

/** Says how a key is set. */
export function toSet(key: string, value: string | number): string {
    return `Set it with: pulumi config set ${key} ${value}`;
}

/** Says how a key of the config is removed. */
export function toRemove(key: string): string {
    return `Remove it ${removal("", key)}`;
}

/** Says how an entry of a map or of a list is removed, by its path. */
export function toRemoveEntry(path: string): string {
    return `Remove it ${removal("--path ", path)}`;
}

/** Says what to do about an entry of a map. */
export function toChangeEntry(path: string): string {
    return `Change it, or remove it ${removal("--path ", path)}`;
}

/** Says what to do about an encrypted value, by its path. */
export function toSetOpenly(path: string): string {
    const flag = /[.[]/.test(path) ? "--path " : "";
    return canBeTyped(path)
        ? `Set it with: pulumi config set ${flag}${shellWord(path)} VALUE`
        : "Change it in the stack's file";
}

/** What no command line can name is to be taken out by hand. */
function removal(flag: string, word: string): string {
    return canBeTyped(word) ? `with: pulumi config rm ${flag}${shellWord(word)}` : "from the stack's file";
}

function canBeTyped(word: string): boolean {
    return isPrintable(word) && !/^[-"]|[\\…]/.test(word) && word !== "" && word.length < 80;
}

/** How many letters may be wrong in a word that is taken for a slip of the fingers; of a short word, a third of them. */
const SLIP = 3;

/** Asks whether one of the known words was meant, with a blank in front; "" when none is near. */
export function didYouMean(word: string, known: readonly string[]): string {
    if (known.length === 0 || word.length > 40) return "";
    const near = closest(word, known);
    return distance(word, near) <= Math.min(SLIP, near.length / 3) ? ` Did you mean ${near}?` : "";
}
