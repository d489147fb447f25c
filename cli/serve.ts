import { randomBytes } from "crypto";
import { once } from "events";
import { Server } from "http";
import { AddressInfo } from "net";
import { createAdaptorServer } from "@hono/node-server";
import { EXIT, LabError } from "./lib/errors";
import { familyOf, isAlive } from "./lib/processes";
import { appOf } from "./serve/app";
import { hostsOf, isLoopback } from "./serve/guard";
import { FollowedLabs } from "./serve/labs";
import { speechIn } from "./sheet/speech";
import { Language } from "./sheet/words";

/** Options of `lab serve`. */
export interface ServeOptions {
    /** 0 for any that is free. */
    port: number;
    address: string;
    lang?: Language;
}

/** What one browser of a class needs is less than ten; what is beyond is somebody else's mischief. */
const MOST_CONNECTIONS = 300;

/** `lab serve`: the pages of `lab sheet`, live, until Ctrl-C. */
export async function serve({ port, address, lang }: ServeOptions): Promise<number> {
    const labs = new FollowedLabs();
    const token = randomBytes(24).toString("base64url");
    const ended = new AbortController();
    const speech = speechIn(lang ? [lang] : ["en", "zh"]);
    const hosts = () => hostsOf(address, (server.address() as AddressInfo).port);
    const app = appOf({ token, hosts, speech, labs, signal: ended.signal });
    const server = createAdaptorServer({
        fetch: app.fetch,
        overrideGlobalObjects: false,
        serverOptions: {
            maxHeaderSize: 8192,
            requestTimeout: 10_000,
            headersTimeout: 10_000,
            connectionsCheckingInterval: 2000,
        },
    }) as Server;
    server.maxConnections = MOST_CONNECTIONS;
    server.listen(port, address);
    await listening(server, address, port);
    process.stdout.write(saidOf(address, (server.address() as AddressInfo).port, token));
    await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
    ended.abort();
    labs.end();
    server.closeAllConnections();
    server.close();
    await once(server, "close");
    await endAll(familyOf(process.pid).filter((pid) => pid !== process.pid));
    return EXIT.fine;
}

/** Ends what a look or a check has begun; what of it is in a lab host has a time limit there. */
async function endAll(pids: readonly number[]): Promise<void> {
    const left = () => pids.filter(isAlive);
    for (let tries = 0; left().length > 0 && tries < 60; tries++) {
        for (const pid of left()) signal(pid, tries < 40 ? "SIGTERM" : "SIGKILL");
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
}

function signal(pid: number, name: NodeJS.Signals): void {
    try {
        process.kill(pid, name);
    } catch {
        // it has ended meanwhile
    }
}

async function listening(server: Server, address: string, port: number): Promise<void> {
    try {
        await once(server, "listening");
    } catch (error) {
        const { code, message } = error as NodeJS.ErrnoException;
        if (code === "EADDRINUSE")
            throw new LabError(
                `port ${port} of ${address} is taken`,
                `--port 0 takes a free one; who has it: ss -ltnp 'sport = :${port}'`,
            );
        if (code === "EADDRNOTAVAIL")
            throw new LabError(`${address} is none of this machine's addresses`, "see: ip -br address");
        if (code === "EACCES") throw new LabError(`port ${port} is not yours to take`, "--port 0 takes a free one");
        throw new LabError(message);
    }
}

function saidOf(address: string, port: number, token: string): string {
    const everywhere = address === "0.0.0.0" || address === "::";
    const name = everywhere ? "ADDRESS-OF-THIS-MACHINE" : address.includes(":") ? `[${address}]` : address;
    const warning = isLoopback(address)
        ? ""
        : "Others reach this address. Whoever has this URL sees the labs and runs their checks, and it goes over the network as it is, " +
          "readable on the way; on a network that is not yours alone use ssh -L instead.\n";
    return `${warning}http://${name}:${port}/${token}/\nCtrl-C ends it.\n`;
}
