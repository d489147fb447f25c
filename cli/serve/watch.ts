import { spawn } from "child_process";
import { request } from "http";
import { labelKey } from "../../components/lib/project";
import { fromHere, Place, script } from "../../components/lib/script";

// Who tells of changes in labs. What is told is that something changed, and never what: that is read anew, by the look.

/** Something that watches until it is ended. */
export interface Watcher {
    end(): void;
    /** Whether it still does: the place that it watches may be gone. */
    alive(): boolean;
}

/** So long a place is watched by one process, in seconds; it ends earlier with its standard input. */
export const WATCHED = 4 * 3600;
/** How soon a change that Docker does not tell of is seen, in seconds. */
const EVERY = 0.5;

/** Watches a place closely: Docker's events, and interfaces, addresses, routes and rules. */
export function watchPlace(place: Place, changed: () => void): Watcher {
    const [command, ...args] = [...fromHere(place), String(EVERY), script("watch")];
    return watchProcess(command!, args, changed);
}

/**
 * Watches what becomes of an owner's containers on the machine's own engine: lab hosts, and all containers of labs on the machine itself.
 *
 * @param changed is told of which stack they are; of none when nobody watches any more
 */
export function watchMachine(owner: string, changed: (stacks: readonly string[]) => void): Watcher {
    const events = ["create", "start", "die", "destroy", "pause", "unpause"].flatMap((event) => [
        "--filter",
        `event=${event}`,
    ]);
    const whose = ["--filter", `label=${labelKey("owner")}=${owner}`];
    const format = ["--format", `{{index .Actor.Attributes "${labelKey("stack")}"}}`];
    return watchProcess("docker", ["events", ...whose, ...events, ...format], (said) => changed(said.split("\n")));
}

function watchProcess(command: string, args: readonly string[], changed: (said: string) => void): Watcher {
    const child = spawn(command, args, { stdio: ["pipe", "pipe", "ignore"] });
    let alive = true;
    child.stdout.on("data", (data: Buffer) => changed(String(data)));
    child.stdin.on("error", () => undefined);
    child.on("error", () => (alive = false));
    child.on("close", () => {
        alive = false;
        changed("");
    });
    return {
        end() {
            child.removeAllListeners();
            child.stdout.removeAllListeners("data").resume();
            child.stdin.end();
            // What is in a lab host ends with its standard input; killed too early it would not hear of that.
            if (command === "docker") child.kill();
        },
        alive: () => alive,
    };
}

/** Kinds of events that change what an overview shows. */
const KINDS = ["create", "start", "die", "destroy", "pause", "unpause", "connect", "disconnect"];

/** Watches an engine by its socket: for many of them at once, that takes no process. */
export function watchEngine(socketPath: string, changed: () => void): Watcher {
    const filters = encodeURIComponent(JSON.stringify({ event: KINDS }));
    const asked = request({ socketPath, path: `/events?filters=${filters}`, headers: { host: "engine" } }, (answer) => {
        answer.on("data", changed);
        answer.on("close", gone);
        answer.on("error", gone);
    });
    let alive = true;
    function gone() {
        if (!alive) return;
        alive = false;
        changed();
    }
    asked.on("error", gone);
    asked.end();
    return {
        end() {
            alive = false;
            asked.destroy();
        },
        alive: () => alive,
    };
}
