/** The project's name, as it stands in type tokens, labels and folders. */
export const PROJECT = "docker-network-labs";

/**
 * Whose lab an object belongs to. All three stand in the labels of everything that is made on a machine, so that looking,
 * sweeping and destroying touch only what this stack of this state folder made.
 */
export interface Identity {
    /** Random id of the state folder, 8 hexadecimal digits. */
    owner: string;
    /** Name of the Pulumi stack. */
    stack: string;
    /** One life of a lab host, 8 hexadecimal digits: one that is made anew gets a new one. */
    generation: string;
    /** Name of the lab host, in a lab that has several of them. */
    host?: string;
}

/** The forms of an owner id and of a stack's name: both stand in paths. */
export const OWNER_ID = /^[0-9a-f]{8}$/;
export const STACK_NAME = /^[a-z0-9][a-z0-9-]{0,39}$/;

/** Name of the lab host of a lab that has one. */
export const SOLE_HOST = "host";

/** The Pulumi type token of a component class. */
export function typeToken(className: string): string {
    return `${PROJECT}:index:${className}`;
}

/** The full name of a label of this project, for example `docker-network-labs.owner`. */
export function labelKey(key: string): string {
    return `${PROJECT}.${key}`;
}

/** The ownership labels, with any further ones, in the form that the docker provider takes, sorted by name. */
export function labels(identity: Identity, more: Record<string, string> = {}): { label: string; value: string }[] {
    const all: Record<string, string | undefined> = { ...more, ...identity };
    return Object.entries(all)
        .flatMap(([key, value]) => (value === undefined ? [] : [{ label: labelKey(key), value }]))
        .sort((a, b) => (a.label < b.label ? -1 : 1));
}

/** Whether an object's labels say that it belongs to this stack of this owner. */
export function isOf(object: { Labels: Record<string, string> }, owner: string, stack: string): boolean {
    return object.Labels[labelKey("owner")] === owner && object.Labels[labelKey("stack")] === stack;
}

/** The name of a nested lab host's container, and of its volume. */
export function containerName({ stack, host, generation }: Identity): string {
    return ["lab", stack, ...(host === undefined ? [] : [host]), generation].join("-");
}

/** The name of the network on the machine that a lab's nested lab hosts are on, by the identity of the first. */
export function networkName({ stack, generation }: Identity): string {
    return `lab-${stack}-${generation}`;
}

/** The mark of an interface that a lab made, for its `ifalias`. */
export function linkMark({ owner, stack, generation }: Identity): string {
    return `${PROJECT} ${owner} ${stack} ${generation}`;
}

/** Folder on the machine for the socket of one generation of a lab host (gone after a reboot). */
export function runFolder(identity: Identity): string {
    return `/run/${PROJECT}/${identity.owner}/${identity.stack}/${identity.generation}`;
}

/** The socket on the machine behind which the engine of a nested lab host answers. */
export function engineSocket(identity: Identity): string {
    return `${runFolder(identity)}/docker.sock`;
}

/**
 * The file with a lab's tokens (see drift.ts), in the file system of the place where the lab runs. It is not under /run: it
 * survives a restart of the lab host and dies with its container.
 */
export function marksFile(identity: Pick<Identity, "owner" | "stack">): string {
    return `/var/lib/${PROJECT}/${identity.owner}/${identity.stack}.json`;
}

/** Folder on the machine for the disk of one generation of a lab host, where it has one of its own. */
export function diskFolder({ owner, stack, generation }: Identity): string {
    return `/var/lib/${PROJECT}/${owner}/${stack}.disks/${generation}`;
}

/** The file on this machine that says where a lab is whose engine is elsewhere. */
export function whereaboutsFile(identity: Pick<Identity, "owner" | "stack">): string {
    return `/var/lib/${PROJECT}/${identity.owner}/${identity.stack}.where`;
}

/** The file on this machine that says what a lab has left on machines that were given up; see cli/lib/left-behind.ts. */
export function leftFile(identity: Pick<Identity, "owner" | "stack">): string {
    return `/var/lib/${PROJECT}/${identity.owner}/${identity.stack}.left`;
}
