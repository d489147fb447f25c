import { EventEmitter } from "events";
import { FinishedLab, placeIn } from "../../components/lib/look";
import { PATIENCE } from "../../components/lib/probe";
import { engineSocket, labelKey } from "../../components/lib/project";
import { lookAtLabs, Seen } from "../lib/labs";
import { LabStack } from "../lib/stacks";
import { LabFacts, labFacts, TriedFacts, tryLab } from "../sheet/facts";
import { Tile } from "../sheet/overview";
import { WATCHED, watchEngine, Watcher, watchPlace } from "./watch";

/** Changes come in twos and threes: so long is waited for more of them, in milliseconds. */
const PAUSE = 80;
/** How often a lab is looked at that nothing tells of, in milliseconds. */
const POLL = 1500;

/** How closely a lab is followed: for its sheet with its network, for an overview without. */
export type Closeness = "sheet" | "overview";

/** A lab that pages follow. It is watched while somebody looks at one of them. */
export class FollowedLab {
    /** As it was read last; undefined before that. */
    lab?: LabFacts;
    tried?: TriedFacts;
    /** Whether its checks are being tried. */
    running = false;
    /** Another one after each change. */
    version = 0;
    /** Tells "change". */
    readonly changes = new EventEmitter().setMaxListeners(0);
    private seen?: Seen;
    private readonly viewers: Record<Closeness, number> = { sheet: 0, overview: 0 };
    private readonly watchers = new Map<string, Watcher>();
    private timer?: NodeJS.Timeout;
    private poll?: NodeJS.Timeout;
    private reading?: Promise<void>;
    private stale = false;
    private run?: Promise<void>;

    constructor(
        public stack: LabStack,
        private readonly owner: string,
    ) {}

    /** What an overview shows of it. */
    tile(): Tile {
        const seen = this.seen;
        const failedAtUp = seen?.unreadable === undefined ? seen?.found.lab?.marks.checksFailed : undefined;
        return { lab: this.lab!, tried: this.tried, failedAtUp };
    }

    /** Follows it as long as it is looked at. @returns what ends that */
    view(closeness: Closeness): () => void {
        this.viewers[closeness]++;
        this.watch();
        this.poll ??= setInterval(() => this.lookAgain(), POLL);
        return () => {
            this.viewers[closeness]--;
            if (!this.isViewed()) this.end();
            else this.watch();
        };
    }

    isViewed(): boolean {
        return this.viewers.sheet + this.viewers.overview > 0;
    }

    /** Watches no more. */
    end(): void {
        clearInterval(this.poll);
        clearTimeout(this.timer);
        this.poll = this.timer = undefined;
        for (const watcher of this.watchers.values()) watcher.end();
        this.watchers.clear();
    }

    /** Reads it, unless it is followed already and was read so. */
    async ready(closeness: Closeness): Promise<void> {
        const followed = this.watchers.size > 0 && this.lab && (closeness === "overview" || this.lab.drawn);
        if (!followed) await this.refresh(closeness === "sheet");
    }

    /** Tries its checks. One run at a time: who asks meanwhile gets the one that is running. */
    tryChecks(): Promise<void> {
        return (this.run ??= this.tryNow().finally(() => (this.run = undefined)));
    }

    private tell(): void {
        this.version++;
        this.changes.emit("change");
    }

    private async tryNow(): Promise<void> {
        this.running = true;
        this.tell();
        try {
            const [seen] = await lookAtLabs([this.stack]);
            this.tried = await tryLab(seen!, PATIENCE);
        } finally {
            this.running = false;
        }
        this.tell();
    }

    private async refresh(drawn = this.viewers.sheet > 0): Promise<void> {
        if (this.reading) {
            this.stale = true;
            return this.reading;
        }
        this.reading = this.readNow(drawn).finally(() => (this.reading = undefined));
        await this.reading;
        if (this.stale) {
            this.stale = false;
            await this.refresh();
        }
    }

    private async readNow(drawn: boolean): Promise<void> {
        const [seen] = await lookAtLabs([this.stack], drawn);
        this.seen = seen!;
        this.lab = labFacts(seen!, drawn);
        if (this.lab.state !== "up") this.tried = undefined;
        this.watch();
        this.tell();
    }

    /** Something has changed in it, or may have. */
    poke(): void {
        this.timer ??= setTimeout(() => {
            this.timer = undefined;
            void this.refresh().catch(() => undefined); // what cannot be read is in the facts; the next change is read anew
        }, PAUSE);
    }

    /** Nobody tells when a lab is finished, or can be read again, or of what happens on a machine elsewhere. */
    private lookAgain(): void {
        const state = this.lab?.state;
        const untold = state === "unfinished" || state === "unreadable" || (state === "up" && this.watchers.size === 0);
        if (untold || [...this.watchers.values()].some((watcher) => !watcher.alive())) this.poke();
    }

    /** Has as many watchers as are needed now, and of the places that there are now. */
    private watch(): void {
        const finished = this.seen?.unreadable === undefined ? this.seen?.found.lab : undefined;
        const wanted = finished && this.lab ? this.wanted(finished) : new Map<string, () => Watcher>();
        for (const [key, watcher] of this.watchers) {
            if (wanted.has(key) && watcher.alive()) continue;
            watcher.end();
            this.watchers.delete(key);
        }
        for (const [key, begin] of wanted) if (!this.watchers.has(key)) this.watchers.set(key, begin());
    }

    private wanted({ kind, hosts }: FinishedLab): Map<string, () => Watcher> {
        const wanted = new Map<string, () => Watcher>();
        if (!this.isViewed() || this.seen?.unreadable !== undefined) return wanted;
        const found = this.seen!.found;
        const changed = () => this.poke();
        for (const [name, host] of Object.entries(hosts)) {
            if (host.state !== "healthy") continue;
            const id = `${host.container?.Id ?? name} ${host.container?.State.StartedAt ?? ""}`;
            if (this.viewers.sheet > 0)
                wanted.set(`sheet ${id}`, () => watchPlace(placeIn(found, name, WATCHED), changed));
            else if (kind === "nested" && found.elsewhere.length === 0) {
                const generation = host.container!.Config.Labels[labelKey("generation")] ?? "";
                const socket = engineSocket({ owner: this.owner, stack: this.stack.stack, generation });
                wanted.set(`engine ${id}`, () => watchEngine(socket, changed));
            }
        }
        return wanted;
    }
}
