import { mkdirSync, writeFileSync } from "fs";
import { join } from "path";
import { PATIENCE } from "../components/lib/probe";
import { printableLine } from "../components/lib/printable";
import { namesIn, seatStacks } from "./class/seats";
import { EXIT } from "./lib/errors";
import { lookAtLabs, Seen } from "./lib/labs";
import { classes, ROOT, selectStacks } from "./lib/stacks";
import { table } from "./lib/text";
import { documentOf } from "./sheet/document";
import { labFacts, SheetFacts, tryLab } from "./sheet/facts";
import { classPageOf, Colour, colourOf, indexOf, Tile, tileOf } from "./sheet/overview";
import { Speech, speechIn } from "./sheet/speech";
import { sheetOf } from "./sheet/stack-page";
import { Language, teaching, ui } from "./sheet/words";

/** Options of `lab sheet`. */
export interface SheetCommandOptions {
    lang?: Language;
    /** Whether all checks of a class are tried, and not only those of seats that are not as they were made. */
    checks?: boolean;
    out: string;
}

const INDEX = "index.html";

/** `lab sheet`: writes a page for each lab and each class that is named, and one with all of them; changes nothing in labs. */
export async function sheet(names: readonly string[], options: SheetCommandOptions): Promise<number> {
    const rooms = classes(ROOT);
    const wanted = names.length > 0 ? names : ["course"];
    const classrooms = wanted.filter((name) => rooms.has(name));
    const others = wanted.filter((name) => !rooms.has(name));
    const stacks = others.length > 0 ? selectStacks(others) : [];
    const seats = classrooms.map((name) => selectStacks(seatStacks(name, [])));
    const speech = speechIn(options.lang ? [options.lang] : ["en", "zh"]);
    const several = stacks.length + classrooms.length > 1;
    const back = several ? INDEX : undefined;
    mkdirSync(options.out, { recursive: true });
    const write = (file: string, text: string) => writeFileSync(join(options.out, file), text);

    const looked = await Promise.all([lookAtLabs(stacks, true), ...seats.map((own) => lookAtLabs(own))]);
    const [labs, ...classLabs] = looked;
    const tiles = await Promise.all(
        labs!.map(async (seen) => {
            const [lab, tried] = [labFacts(seen), await tryLab(seen, PATIENCE)];
            write(`${lab.stack}.html`, await sheetPage({ lab, tried }, speech, back));
            return { ...tileFrom(seen, { lab, tried }), href: `${lab.stack}.html` };
        }),
    );
    const inClasses: Tile[][] = [];
    for (const [index, name] of classrooms.entries()) {
        const own = await tilesIn(name, classLabs[index]!, options.checks === true);
        const content = classPageOf(name, own, { speech, back });
        write(`${name}.html`, await documentOf({ title: () => name, speech, content }));
        inClasses.push(own);
    }
    if (several) {
        const links = classrooms.map((name) => ({ name, href: `${name}.html` }));
        const title = (language: Language) => ui(language).course;
        write(INDEX, await documentOf({ title, speech, content: indexOf(tiles, links, speech) }));
    }
    const all = [...tiles, ...inClasses.flat()];
    const rows = [
        ...tiles.map((tile) => [join(options.out, `${tile.lab.stack}.html`), wordsOf(tile)]),
        ...classrooms.map((name, index) => [join(options.out, `${name}.html`), tally(inClasses[index]!)]),
    ];
    process.stdout.write(
        table(
            ["page", "lab"],
            rows.map((row) => row.map(printableLine)),
        ),
    );
    if (several) process.stdout.write(`\n${printableLine(join(options.out, INDEX))} has all of them.\n`);
    return exitCodeOf(all, names.length > 0);
}

/** A lab's sheet as a file. */
export async function sheetPage({ lab, tried }: SheetFacts, speech: Speech, back?: string): Promise<string> {
    const content = await sheetOf({ lab, tried }, { speech, live: false, back });
    const title = (language: Language) => `${lab.stack}: ${teaching(lab.scenario, language, lab.options).title}`;
    return documentOf({ title, speech, content });
}

function tileFrom(seen: Seen, facts: SheetFacts): Tile {
    return { ...facts, failedAtUp: seen.unreadable === undefined ? seen.found.lab?.marks.checksFailed : undefined };
}

/** The tiles of a class's labs, in their order. */
async function tilesIn(name: string, labs: readonly Seen[], all: boolean): Promise<Tile[]> {
    const people = namesIn(name);
    const seatOf = new Map(
        classes(ROOT)
            .get(name)!
            .map(({ stack, seat }) => [stack, seat]),
    );
    return Promise.all(
        labs.map(async (seen) => ({
            ...(await tileOf(seen, all)),
            seat: seatOf.get(seen.stack.stack),
            person: people.get(seen.stack.stack),
        })),
    );
}

function wordsOf({ lab, tried }: Tile): string {
    if (lab.state !== "up" || !tried) return ui("en").state[lab.state];
    return tried.message ?? `${tried.checks.filter(({ ok }) => ok).length}/${tried.checks.length}`;
}

function tally(tiles: readonly Tile[]): string {
    const number = (colour: Colour) => tiles.filter((tile) => colourOf(tile) === colour).length;
    return ui("en").summary(number("green"), number("red"), number("grey"));
}

/** 2 where a lab could not be read, 1 where one is not as it should be, or one that was named is not up. */
function exitCodeOf(tiles: readonly Tile[], named: boolean): number {
    const unread = ({ lab, tried }: Tile) => lab.state === "unreadable" || tried?.message !== undefined;
    if (tiles.some(unread)) return EXIT.unusable;
    const fine = (tile: Tile) => colourOf(tile) === "green" || (!named && tile.lab.state === "absent");
    return tiles.every(fine) ? EXIT.fine : EXIT.failed;
}
