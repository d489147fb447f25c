import { readdirSync, readFileSync, readlinkSync } from "fs";
import type { Checkout } from "./checkout";

/** What may grow without being anything that has a name. */
export interface Figures {
    /** Memory of the machine that is free or can be freed, in MiB. */
    available: number;
    /** What the machine's engine holds of it, in MiB. */
    engine: number;
    /** How many files and connections that engine has open. */
    files: number;
}

/** Where a Docker engine writes down its process. */
const ENGINE = "/var/run/docker.pid";

/** Reads them ten times in a second: the least counts, because others use the machine, and its engine, as well. */
export async function figures(): Promise<Figures> {
    const read: Figures[] = [];
    for (let tries = 0; tries < 10; tries++) {
        const pid = readFileSync(ENGINE, "utf8").trim();
        read.push({
            available: mebibytes("/proc/meminfo", "MemAvailable"),
            engine: mebibytes(`/proc/${pid}/status`, "VmRSS"),
            files: readdirSync(`/proc/${pid}/fd`).length,
        });
        await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const of = (key: keyof Figures) => read.map((one) => one[key]);
    return {
        available: Math.max(...of("available")),
        engine: Math.min(...of("engine")),
        files: Math.min(...of("files")),
    };
}

function mebibytes(file: string, key: string): number {
    const line = new RegExp(`^${key}:\\s+(\\d+) kB$`, "m").exec(readFileSync(file, "utf8"));
    return Math.round(Number(line![1]) / 1024);
}

/** The processes that work in a checkout's folder or on its labs, as their command lines. */
export function processesOf({ folder, owner }: Checkout): string[] {
    return readdirSync("/proc")
        .filter((name) => /^\d+$/.test(name))
        .flatMap((pid) => {
            try {
                const line = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
                return readlinkSync(`/proc/${pid}/cwd`).startsWith(folder) || line.includes(owner) ? [line] : [];
            } catch {
                return []; // it has ended meanwhile
            }
        });
}
