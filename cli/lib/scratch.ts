import { lstatSync, mkdtempSync, readdirSync, rmSync } from "fs";
import { tmpdir } from "os";
import { join } from "path";
import { PROJECT } from "../../components/lib/project";
import { isAlive, temporaryFolders } from "./processes";

/** Name of a folder, with the process that made it: short, because the path of a pipe in it may have 107 bytes. */
const NAME = new RegExp(`^${PROJECT}-(\\d+)-\\w{6}$`);

/** Makes a folder for the temporary files of one run of the tool, which nobody else may enter. */
export function makeScratch(root = tmpdir()): string {
    removeDead(root);
    return mkdtempSync(join(root, `${PROJECT}-${process.pid}-`));
}

/**
 * Removes such a folder when the run has ended. A tool that was killed leaves its plugins, 20 to 70 MiB each, which look after it every five
 * minutes only: what still works in the folder is ended.
 */
export function removeScratch(path: string): void {
    for (const pid of temporaryFolders().get(path) ?? []) end(pid);
    rmSync(path, { recursive: true, force: true, maxRetries: 3 });
}

function end(pid: number): void {
    try {
        process.kill(pid, "SIGTERM");
    } catch {
        // it has ended by itself
    }
}

/**
 * Removes what a `lab` that was killed has left, unless the tool that it had started still works in it. A folder of somebody else's is left
 * alone, whatever its name.
 */
function removeDead(root: string): void {
    const dead = readdirSync(root)
        .filter((name) => NAME.test(name) && !isAlive(Number(NAME.exec(name)![1])))
        .map((name) => join(root, name))
        .filter(isOwnFolder);
    const used = dead.length > 0 ? temporaryFolders() : new Map();
    // Another `lab` that begins at this moment may remove it, too.
    for (const path of dead) if (!used.has(path)) rmSync(path, { recursive: true, force: true, maxRetries: 3 });
}

function isOwnFolder(path: string): boolean {
    const found = lstatSync(path, { throwIfNoEntry: false });
    return found?.isDirectory() === true && found.uid === process.getuid!();
}
