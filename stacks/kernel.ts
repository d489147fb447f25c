import { existsSync, readFileSync } from "fs";
import { release } from "os";
import { join } from "path";
import { gunzipSync } from "zlib";

/**
 * Whether this machine's kernel has ESP, by which an overlay network is encrypted: built in, or as the module esp4 (Kconfig: INET_ESP).
 *
 * @param root where the machine's file system is
 * @returns undefined where it cannot be read
 */
export function hasEsp(root = "/"): boolean | undefined {
    const modules = ["modules.dep", "modules.builtin"].map((name) => join(root, "lib/modules", release(), name));
    const lists = modules.filter((path) => existsSync(path));
    if (lists.length > 0) return lists.some((path) => readFileSync(path, "utf8").includes("/esp4.ko"));
    const config = join(root, "proc/config.gz");
    if (!existsSync(config)) return undefined;
    return /^CONFIG_INET_ESP=[my]$/m.test(gunzipSync(readFileSync(config)).toString());
}
