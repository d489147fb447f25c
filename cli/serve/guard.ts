import { timingSafeEqual } from "crypto";
import { networkInterfaces, hostname } from "os";
import type { MiddlewareHandler } from "hono";

/** Whether an address is one that only this machine reaches. */
export function isLoopback(address: string): boolean {
    return address.startsWith("127.") || address === "::1";
}

/** What stands in the Host header of requests that are meant for this server, in lower case. Any other is of a page that had its own name lead here. */
export function hostsOf(address: string, port: number): Set<string> {
    const all = address === "0.0.0.0" || address === "::";
    const own = Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map((one) => one.address));
    const names = [
        ...(all ? [...own, hostname().toLowerCase()] : [address]),
        ...(all || isLoopback(address) ? ["localhost"] : []),
    ];
    return new Set(names.map((name) => `${name.includes(":") ? `[${name}]` : name}:${port}`));
}

/**
 * Lets through what a page of this server asks, or somebody who typed its URL, and nothing else.
 *
 * - The token is in the path of each URL, and in no cookie: a browser sends a cookie to every port of a host, so one for this server would go to
 *   whoever has another port of it, and with each request that a page elsewhere begins. What is in a path goes along with nothing by itself.
 * - `Host` must be this server's: a page elsewhere can have its own name lead to this address (DNS rebinding).
 * - What a browser says of where a request comes from must be this server: no page elsewhere gets as far as the token.
 * - Requests have no bodies.
 */
export function guard(token: string, hosts: () => ReadonlySet<string>): MiddlewareHandler {
    return async (context, next) => {
        const header = (name: string) => context.req.header(name);
        const host = (header("host") ?? "").toLowerCase();
        if (!hosts().has(host)) return context.text("This server has another name.\n", 421);
        const given = context.req.path.split("/")[1] ?? "";
        if (!isEqual(given, token)) return context.text("The URL that ./lab serve prints has a token in it.\n", 403);
        const site = header("sec-fetch-site");
        const origin = header("origin");
        const foreign =
            (site !== undefined && site !== "same-origin" && site !== "none") ||
            (origin !== undefined && origin.toLowerCase() !== `http://${host}`);
        const { method } = context.req;
        if (foreign || (method === "POST" && origin === undefined))
            return context.text("Only pages of this server may ask that.\n", 403);
        if (method !== "GET" && method !== "POST") return context.text("Only GET and POST.\n", 405);
        if (Number(header("content-length") ?? 0) !== 0 || header("transfer-encoding") !== undefined)
            return context.text("Requests have no body here.\n", 413, { connection: "close" });
        return next();
    };
}

/** Whether two texts are equal, in a time that does not tell where they differ. */
function isEqual(one: string, other: string): boolean {
    const [first, second] = [Buffer.from(one), Buffer.from(other)];
    return first.length === second.length && timingSafeEqual(first, second);
}
