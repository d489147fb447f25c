import { Report } from "./pulumi";

/** One of several jobs that run side by side. */
export interface Job<T> {
    name: string;
    /**
     * Does it.
     *
     * @returns its result, and how it ended in words
     */
    run(report: Report): Promise<{ result: T; ok: boolean; words: string }>;
}

/** More operations at a time make none of them faster on a small machine. */
const AT_A_TIME = 5;

/**
 * Runs jobs side by side, with live progress on a terminal and a line for each thing that happens without one.
 *
 * @param quiet shows nothing, for --json
 * @returns the results, in the order of the jobs
 */
export async function sideBySide<T>(jobs: readonly Job<T>[], quiet: boolean): Promise<T[]> {
    const { Listr } = await import("listr2");
    const live = !quiet && process.stdout.isTTY;
    const results = new Map<Job<T>, T>();
    const tasks = jobs.map((job) => ({
        title: job.name,
        task: async (_: unknown, task: { title?: string; output: string }) => {
            const say = (words: string) => {
                if (!live && !quiet) process.stdout.write(`${job.name}: ${words}\n`);
            };
            const { result, ok, words } = await job.run((now, begun) => {
                if (live && now !== task.output) task.output = now;
                if (begun) say(begun);
            });
            results.set(job, result);
            task.title = `${job.name}: ${words}`;
            say(words);
            if (!ok) throw new Failed(words);
        },
    }));
    const listr = new Listr(tasks, {
        concurrent: AT_A_TIME,
        exitOnError: false,
        registerSignalListeners: false, // Ctrl-C is waited for (see pulumi.ts), and Listr would exit
        renderer: live ? "default" : "silent",
        collectErrors: "minimal",
        // The command says at its end what became of each job, so that nothing is said twice.
        rendererOptions: { clearOutput: true, collapseErrors: false, showErrorMessage: false },
    });
    await listr.run();
    const unexpected = listr.errors.find((error) => !(error.error instanceof Failed));
    if (unexpected) throw unexpected.error;
    return jobs.map((job) => results.get(job)!);
}

/** Marks a job that ended badly, and said so in its result. */
class Failed extends Error {}
