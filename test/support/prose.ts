import { literal } from "../../components/lib/checks";
import { Options } from "../../components/lib/course";

// How texts of both languages are judged.

/** The code in a text, in backticks. */
export function codeIn(text: string): string[] {
    return [...text.matchAll(/`([^`]*)`/g)].map(([, code]) => code!).sort();
}

/** A text without its code, for which a word stands. */
const proseOf = (text: string) => text.replace(/`[^`]*`/g, "X");
const CJK = "\\p{Script=Han}";
/** A character of Chinese. */
export const HAN = new RegExp(CJK, "u");

/** What no Chinese text may have, as a person would mark it. */
const MISTAKES: readonly [RegExp, string][] = [
    [new RegExp(`${CJK}[A-Za-z0-9<]|[A-Za-z0-9>%]${CJK}`, "u"), "a space belongs between Chinese and other letters"],
    [new RegExp(`${CJK} *[,;:?!()]|[,;:?!()] *${CJK}`, "u"), "punctuation is that of Chinese"],
    [new RegExp(`${CJK}\\.|\\.$`, "u"), "a sentence ends with 。"],
    [new RegExp(`${CJK} ${CJK}| [，。；：？！（）、”]|[，。；：？！（）、“] `, "u"), "no space belongs here"],
    [/(?:[A-Za-z]{2,}[ ,]+){4,}[A-Za-z]{2,}/, "a sentence was left in English"],
];

/** What commands print word for word, which a Chinese text may quote. */
const QUOTED =
    /Published ports are discarded when using host network mode|port is already allocated|Network is unreachable|Address already in use/g;

/** What is wrong with a Chinese text. */
export function mistakesIn(text: string): string[] {
    const prose = proseOf(text).replace(QUOTED, "X");
    return MISTAKES.filter(([pattern]) => pattern.test(prose)).map(([, why]) => `${why}: ${text}`);
}

/** What a command prints is the same in both languages; a lesson expects it word for word. */
const PRINTED =
    /^(lo|all|PONG|\S*[0-9=:]\S*|X( X)*|inet 127\.0\.0\.1\/8|bind: Address already in use|ping: bad address 'X'|endpoint with name X already exists in network X|cluster is (healthy|degraded)|vxlan id …, dstport 4789|the same|Network is unreachable|\d+ tasks on \d+ nodes|X (Ready|Down)(,X (Ready|Down))*)$/;

/** Whether a text is a name, a place or what a command prints, and not prose. */
export function isPrinted(text: string, { names, machines }: Options): boolean {
    const known = [...Object.values(names), ...Object.keys(machines)].map(literal);
    const name = new RegExp(`(?<![\\w.-])(${known.join("|")}|(extra|test|node)\\d)(?![\\w.-])`, "g");
    return PRINTED.test(text.replace(name, "X"));
}
