import { readdirSync, readFileSync, writeFileSync } from "fs";
import { join } from "path";
import { look, Look } from "../../components/lib/look";

/** Looks at live labs, as they were once, for tests that need no lab. */
const FOLDER = join(__dirname, "..", "unit", "topology", "looks");

/** The names of the looks that were recorded: scenarios, and stories of what was done in them by hand. */
export function recordedNames(): string[] {
    return readdirSync(FOLDER).map((file) => file.replace(/\.json$/, ""));
}

/** A look that was recorded. */
export function recordedLook(name: string): Look {
    return JSON.parse(readFileSync(join(FOLDER, `${name}.json`), "utf8")) as Look;
}

/** Records a look at a live lab, where LAB_TEST_GOLDEN=write asks for it: the tests of pictures go by it from then on. */
export async function recordLook(name: string, whose: { owner: string; stack: string }): Promise<void> {
    if (process.env.LAB_TEST_GOLDEN !== "write") return;
    const found = await look(whose.owner, whose.stack, [], true);
    // What others have on the machine is nobody's business.
    const own = Object.values(found.lab?.hosts ?? {}).flatMap(({ container }) =>
        Object.keys(container?.NetworkSettings.Networks ?? {}),
    );
    const networks = found.machine.networks.filter(({ Name }) => own.includes(Name));
    const bridges = networks.map(({ Id }) => `br-${Id.slice(0, 12)}`);
    const machine = {
        ...found.machine,
        images: [],
        networks,
        routes: found.machine.routes.filter(({ dev }) => bridges.includes(dev ?? "")),
        veths: found.machine.veths.filter(({ master }) => bridges.includes(master ?? "")),
        ports: [],
    };
    writeFileSync(join(FOLDER, `${name}.json`), `${JSON.stringify({ ...found, machine })}\n`);
}
