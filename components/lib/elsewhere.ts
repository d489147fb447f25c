import { Remote, urlOf as sshUrl } from "./remote";

/**
 * A Docker engine that is reached by its address alone: over TLS, where no script can be run beside it, or by a socket of this machine.
 * Docker documentation: Protect the Docker daemon socket.
 */
export interface BareEngine {
    /** What config calls it. */
    name: string;
    /** `tcp://HOST:PORT` or `unix:///PATH`. */
    address: string;
    /** Folder with ca.pem, cert.pem and key.pem, for TLS. */
    certificates?: string;
}

/** Where a lab's engine is, when it is not this machine's own: on a machine that is reached by SSH, or at an address. */
export type Elsewhere = Remote | BareEngine;

/** Whether it is an engine at an address. */
export function isBare(elsewhere: Elsewhere): elsewhere is BareEngine {
    return "address" in elsewhere;
}

/** The engine as Docker and people write it. */
export function urlOf(elsewhere: Elsewhere): string {
    return isBare(elsewhere) ? elsewhere.address : sshUrl(elsewhere);
}

/** The start of a command line on this machine whose `docker` is that engine. */
export function withDockerAt({ address, certificates }: BareEngine): string[] {
    const tls = certificates === undefined ? [] : ["DOCKER_TLS_VERIFY=1", `DOCKER_CERT_PATH=${certificates}`];
    return ["/usr/bin/env", "-u", "DOCKER_TLS_VERIFY", "-u", "DOCKER_CERT_PATH", `DOCKER_HOST=${address}`, ...tls];
}

/** In words where a lab's engines are; "" for this machine's own. */
export function whereabouts(places: readonly Elsewhere[]): string {
    return places.map((place) => `${place.name} (${urlOf(place)})`).join(", ");
}

/** This machine, in words. */
export const HERE = "this machine";

/** The words that are written down where a lab is on this machine, which config names. */
export function hereAs(name: string): string {
    return `${name} (${HERE})`;
}
