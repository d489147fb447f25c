import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "fs";
import { tmpdir } from "os";
import { join } from "path";

/**
 * Does something while a program is a script.
 *
 * @param name the program's, for example docker
 * @param use is given the folder that the script is in, which is gone afterwards
 */
export async function withProgram<T>(name: string, script: string, use: (folder: string) => Promise<T>): Promise<T> {
    const folder = mkdtempSync(join(tmpdir(), "lab-unit-"));
    const path = process.env.PATH;
    try {
        writeFileSync(join(folder, name), script);
        chmodSync(join(folder, name), 0o755);
        process.env.PATH = `${folder}:${path}`;
        return await use(folder);
    } finally {
        process.env.PATH = path;
        rmSync(folder, { recursive: true });
    }
}
