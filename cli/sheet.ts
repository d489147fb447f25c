import { mkdirSync, writeFileSync } from "fs";
import { join } from "path";
import { printableLine } from "../components/lib/printable";
import { EXIT } from "./lib/errors";
import { lookAtLabs } from "./lib/labs";
import { selectStacks } from "./lib/stacks";
import { documentOf } from "./sheet/document";
import { readLab, tryLab } from "./sheet/facts";
import { speechIn } from "./sheet/speech";
import { sheetOf } from "./sheet/stack-page";
import { Language, teaching } from "./sheet/words";

/** Options of `lab sheet`. */
export interface SheetCommandOptions {
    lang?: Language;
    out: string;
}

/** `lab sheet`: writes a page for each stack. */
export async function sheet(names: readonly string[], options: SheetCommandOptions): Promise<number> {
    const speech = speechIn(options.lang ? [options.lang] : ["en", "zh"]);
    const labs = await lookAtLabs(selectStacks(names.length > 0 ? names : ["course"]));
    mkdirSync(options.out, { recursive: true });
    await Promise.all(
        labs.map(async (seen) => {
            const [lab, tried] = await Promise.all([readLab(seen), tryLab(seen, 0)]);
            const content = await sheetOf({ lab, tried }, { speech, live: false, back: "index.html" });
            const title = (language: Language) =>
                `${lab.stack}: ${teaching(lab.scenario, language, lab.options).title}`;
            const text = await documentOf({ title, speech, content });
            writeFileSync(join(options.out, `${lab.stack}.html`), text);
            process.stdout.write(printableLine(`${join(options.out, `${lab.stack}.html`)}`) + "\n");
        }),
    );
    return EXIT.fine;
}
