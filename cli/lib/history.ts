import { existsSync, readdirSync, rmSync } from "fs";
import { join } from "path";
import { PROJECT } from "../../components/lib/project";
import { ROOT } from "./stacks";

/** How many of the latest states of a stack are kept. */
const KEPT = 20;

/** A moment in a file's name, in nanoseconds since 1970. */
const MOMENT = /[-.](\d{19})\./;

/**
 * Forgets a stack's older states. The tool writes each one down twice, as history and as a backup, 0.1 MB each, and never removes one.
 * A backend of the user's own is left alone.
 */
export function forgetOldStates(stack: string, root = ROOT, backend = process.env.PULUMI_BACKEND_URL): void {
    const own = join(root, ".lab", "state");
    if (backend?.split("?")[0] !== `file://${own}`) return;
    for (const kind of ["history", "backups"]) {
        const folder = join(own, ".pulumi", kind, PROJECT, stack);
        const files = existsSync(folder) ? readdirSync(folder) : [];
        const moments = [...new Set(files.flatMap((file) => MOMENT.exec(file)?.[1] ?? []))].sort();
        const old = moments.slice(0, -KEPT);
        for (const file of files)
            if (old.includes(MOMENT.exec(file)?.[1] ?? "")) rmSync(join(folder, file), { force: true });
    }
}
