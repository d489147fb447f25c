import { ChildProcess, spawn } from "child_process";
import { appendFileSync, existsSync, rmSync } from "fs";
import { join } from "path";
import { until } from "./run";

/** Bytes that are added at a time, while there is room. */
const CHUNK = Buffer.alloc(64 * 1024);

/**
 * A small disk of the tests' own, in memory. It is mounted in a process that sees other mounts than the machine does, and reached by way of
 * that process: so the machine has no mount more, and when the tests end, in whatever way, both are gone.
 */
export class SmallDisk {
    private constructor(
        private readonly keeper: ChildProcess,
        /** Where it is. */
        readonly folder: string,
    ) {}

    /** @param options of tmpfs, such as "size=4m", or "nr_inodes=2" for one that takes no file */
    static async make(options: string): Promise<SmallDisk> {
        // `cat` ends when nobody is left who could write to it.
        const script = 'mount -t tmpfs -o "$0" lab-test-disk /mnt && mkdir /mnt/disk && exec cat';
        const keeper = spawn("unshare", ["--mount", "--propagation", "private", "sh", "-c", script, options], {
            stdio: ["pipe", "ignore", "inherit"],
        });
        const disk = new SmallDisk(keeper, `/proc/${keeper.pid}/root/mnt/disk`);
        await until("a small disk", 10, () => existsSync(disk.folder));
        return disk;
    }

    /** Fills it to the last byte. */
    fill(): void {
        for (let chunk = CHUNK; chunk.length > 0;)
            try {
                appendFileSync(this.filler, chunk);
            } catch (error) {
                if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
                chunk = chunk.subarray(0, Math.floor(chunk.length / 2));
            }
    }

    makeRoom(): void {
        rmSync(this.filler, { force: true });
    }

    remove(): void {
        this.keeper.kill("SIGKILL");
    }

    private get filler(): string {
        return join(this.folder, "..", "filler");
    }
}
