import { onMachines } from "../../components/lib/cluster";
import { about, Finding, Subject } from "./finding";
import { SetUp } from "./set-up";

/** Where Docker's own packages have it. */
const DEFAULT_SOCKET = "/var/run/docker.sock";
/** Storage drivers that copy all of an image for each container. */
const COPYING = ["vfs", "devicemapper"];

/** Whether a Docker engine answers that labs can be made on. @param refused what set-up refuses of this machine's */
export function judgeEngine(subject: Subject, { refused }: Pick<SetUp, "refused">): Finding[] {
    const { stacks, facts, machine } = subject;
    const say = about("engine/answers", "Docker engine", stacks, machine);
    const no = machine === undefined ? refused.filter(({ stage }) => stage === "engine") : [];
    if (no.length > 0) return no.flatMap(({ what, why, fix }) => say.problem(what, why, fix));
    const { engine } = facts;
    const why = "every lab is made on it";
    if (engine)
        return [...say.fine(engine.ServerVersion), ...judgeStorage(subject, engine), ...judgeSwarm(subject, engine)];
    return facts.root ? say.problem("none answers", why, remedyOf(subject)) : say.unknown(why, "ask as root");
}

function remedyOf({ facts, machine }: Subject): string {
    if (machine !== undefined) return "start it there, and see that it answers root: docker info";
    const socket = facts.places.socket?.path ?? "";
    return socket === DEFAULT_SOCKET
        ? "./lab setup starts it, or installs Debian's"
        : `start the one at ${socket}, or unset DOCKER_HOST`;
}

type Engine = NonNullable<Subject["facts"]["engine"]>;

function judgeStorage({ stacks, machine }: Subject, { Driver }: Engine): Finding[] {
    const say = about("engine/storage", "storage driver", stacks, machine);
    return COPYING.includes(Driver)
        ? say.warning(
              Driver,
              "it copies the image for each container, and a lab host's image has 400 MB",
              "have Docker's data (data-root in /etc/docker/daemon.json) on ext4 or xfs, where overlay2 works",
          )
        : say.fine(Driver);
}

/** A swarm across machines is one of the machines' own engines. */
function judgeSwarm({ stacks, machine }: Subject, { LiveRestoreEnabled }: Engine): Finding[] {
    const swarms = stacks.filter(({ options }) => onMachines(options));
    const say = about("engine/live-restore", "live restore", swarms, machine);
    return LiveRestoreEnabled
        ? say.problem(
              "on",
              "an engine with it refuses to be in a swarm",
              "take live-restore out of /etc/docker/daemon.json, and restart Docker",
          )
        : say.fine("off");
}
