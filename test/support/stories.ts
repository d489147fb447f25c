import { after, before, describe, it } from "mocha";

/** Adds the next step of a story: a test of its own. */
export type Step = (title: string, run: () => Promise<void>) => void;

interface Scene {
    title: string;
    run: () => Promise<void>;
    end: Promise<void>;
    settle: { resolve: () => void; reject: (error: unknown) => void };
}

/**
 * Tests whose steps build on each other, for several labs that have nothing to do with each other: the stories run at the same
 * time, and the steps of each one after the other. What comes after a step that failed is not tried, and fails.
 *
 * @param atATime how many stories run at the same time
 */
export function sideBySide(names: readonly string[], tell: (name: string, step: Step) => void, atATime = 3): void {
    const stories = names.map((name) => {
        const scenes: Scene[] = [];
        tell(name, (title, run) => scenes.push(scene(title, run)));
        return { name, scenes };
    });
    let playing: Promise<unknown> = Promise.resolve();
    before("all stories begin", () => {
        const waiting = [...stories];
        const player = async () => {
            for (let next = waiting.shift(); next; next = waiting.shift()) await play(next.scenes);
        };
        playing = Promise.all(Array.from({ length: atATime }, player));
    });
    for (const { name, scenes } of stories) {
        describe(name, () => {
            for (const { title, end } of scenes) it(title, () => end);
        });
    }
    after("all stories have ended", () => playing);
}

function scene(title: string, run: () => Promise<void>): Scene {
    let settle: Scene["settle"] | undefined;
    const end = new Promise<void>((resolve, reject) => (settle = { resolve, reject }));
    end.catch(() => undefined); // its test says so, which may come later
    return { title, run, end, settle: settle! };
}

async function play(scenes: readonly Scene[]): Promise<void> {
    let failed: string | undefined;
    for (const { title, run, settle } of scenes) {
        if (failed !== undefined) {
            settle.reject(new Error(`not tried, because this failed: ${failed}`));
            continue;
        }
        try {
            await run();
            settle.resolve();
        } catch (error) {
            failed = title;
            settle.reject(error);
        }
    }
}
