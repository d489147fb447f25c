import * as assert from "assert";
import { mkdtempSync, readFileSync, rmSync } from "fs";
import { request } from "http";
import { tmpdir } from "os";
import { join } from "path";
import { checkout, Checkout } from "../support/checkout";
import { isAlive } from "../../cli/lib/processes";
import { docker, until } from "../support/run";
import { Served } from "../support/served";
import { Lab } from "../support/lab";

interface Answer {
    status: number;
    headers: Record<string, string | string[] | undefined>;
    text: string;
}

/** Asks as a browser, or anything else, may ask. */
function ask(
    url: string,
    options: { method?: string; headers?: Record<string, string>; body?: string; path?: string } = {},
): Promise<Answer> {
    const { method = "GET", headers = {}, body, path } = options;
    return new Promise((resolve, reject) => {
        const asked = request(url, { method, headers, agent: false, ...(path !== undefined && { path }) }, (answer) => {
            let text = "";
            answer.on("data", (data: Buffer) => (text += String(data)));
            answer.on("end", () => resolve({ status: answer.statusCode!, headers: answer.headers, text }));
        });
        asked.on("error", reject);
        asked.end(body);
    });
}

describe("lab serve", function () {
    this.timeout(60_000);
    let own: Checkout;
    let lab: Lab;
    let served: Served;
    let sheet: string;
    const origin = () => new URL(served.url).origin;

    before("a lab is up and served", async () => {
        own = await checkout();
        lab = await own.stack("serve", { scenario: "custom-bridge" });
        await lab.up();
        served = await Served.begin(own);
        sheet = `${served.url}stacks/serve/`;
    });
    after(async () => {
        served?.kill();
        await lab.destroy();
    });

    it("is at an address of this machine alone, and says nothing to whoever has not the token", async () => {
        const { hostname, pathname } = new URL(served.url);
        assert.strictEqual(hostname, "127.0.0.1");
        assert.match(pathname, /^\/[\w-]{32}\/$/);
        assert.doesNotMatch(served.said, /Others reach/);
        for (const path of [
            "/",
            "/wrong/",
            `${pathname.slice(0, -2)}/`,
            `/x${pathname}`,
            "/stacks/serve/",
            "/favicon.ico",
        ])
            for (const method of ["GET", "POST", "PUT", "OPTIONS"]) {
                const { status, text } = await ask(origin() + path, { method, headers: { origin: origin() } });
                assert.strictEqual(status, 403, `${method} ${path}`);
                assert.doesNotMatch(text, /serve\/|custom-bridge/);
            }
    });

    it("gives its pages no cookie, no place in a cache or a frame, and a policy by which nothing else runs", async () => {
        const { status, headers, text } = await ask(sheet);
        assert.strictEqual(status, 200);
        assert.match(text, /7 of 7 checks passed/);
        assert.strictEqual(headers["set-cookie"], undefined);
        assert.strictEqual(headers["cache-control"], "no-store");
        assert.strictEqual(headers["x-content-type-options"], "nosniff");
        assert.strictEqual(headers["referrer-policy"], "no-referrer");
        const policy = String(headers["content-security-policy"]);
        assert.match(
            policy,
            /^default-src 'none'; script-src( 'sha256-[\w+/=]+')+; style-src( 'sha256-[\w+/=]+')+; connect-src 'self'; .*frame-ancestors 'none'$/,
        );
        assert.doesNotMatch(policy, /unsafe/);
    });

    it("answers to no other name, and to no page of anybody else", async () => {
        const { port, host } = new URL(served.url);
        const foreign: Record<string, string>[] = [
            { host: `evil.example:${port}` },
            { host: "127.0.0.1" },
            { host: `127.0.0.1.evil.example:${port}` },
            { origin: "http://evil.example" },
            { origin: `http://localhost:${port}` },
            { origin: "null" },
            { "sec-fetch-site": "cross-site" },
            { "sec-fetch-site": "same-site" },
        ];
        for (const headers of foreign)
            for (const method of ["GET", "POST"]) {
                const { status } = await ask(`${sheet}${method === "POST" ? "checks" : ""}`, {
                    method,
                    headers: { host, ...headers },
                });
                assert.ok([403, 421].includes(status), `${method} ${JSON.stringify(headers)}: ${status}`);
            }
        assert.strictEqual((await ask(sheet, { headers: { host: `localhost:${port}` } })).status, 200);
    });

    it("takes nothing but the press of a button, and of that no more than there is to it", async () => {
        const headers = { origin: origin() };
        assert.strictEqual((await ask(`${sheet}checks`, { method: "POST" })).status, 403);
        assert.strictEqual((await ask(`${sheet}checks`, { method: "POST", headers, body: "rm -rf /" })).status, 413);
        assert.strictEqual((await ask(`${sheet}checks`, { method: "DELETE", headers })).status, 405);
        assert.strictEqual((await ask(`${sheet}checks`, { headers })).status, 404);
        assert.strictEqual((await ask(sheet, { headers: { "x-long": "x".repeat(20_000) } })).status, 431);
        const { pathname } = new URL(served.url);
        for (const name of [
            "nothing",
            "single-host",
            "course",
            "serve;id",
            "..%2f..%2fetc%2fpasswd",
            "../../etc/passwd",
            "$(id)",
            "serve%0a",
        ])
            for (const end of ["/", "/events", "/checks"]) {
                const method = end === "/checks" ? "POST" : "GET";
                const { status, text } = await ask(served.url, {
                    method,
                    headers,
                    path: `${pathname}stacks/${name}${end}`,
                });
                assert.ok([403, 404].includes(status), `${name}${end}: ${status}`);
                assert.doesNotMatch(text, /root:|uid=/);
            }
    });

    it("has one run at a time for a lab: who presses meanwhile waits for the same", async () => {
        await lab.inside(
            "docker exec test1 sh -c 'rm /sbin/ip; printf \"#!/bin/sh\\necho run >>/runs; sleep 1\\n\" >/sbin/ip; chmod +x /sbin/ip'",
        );
        const press = () => ask(`${sheet}checks`, { method: "POST", headers: { origin: origin() } });
        const answers = await Promise.all([press(), press(), press()]);
        assert.deepStrictEqual(
            answers.map(({ status }) => status),
            [204, 204, 204],
        );
        assert.strictEqual(await lab.inside("docker exec test1 cat /runs"), "run");
    });

    it("a lab that cannot be read says why, in its sheet (exit code 2) and live, and is followed on", async () => {
        const out = mkdtempSync(join(tmpdir(), "lab-unread-"));
        const host = await lab.host();
        await docker("pause", host);
        try {
            const { exitCode, all } = await own.lab(["sheet", "serve", "--lang", "en", "--out", out], {
                mayFail: true,
            });
            assert.strictEqual(exitCode, 2, all);
            for (const page of [readFileSync(join(out, "serve.html"), "utf8"), (await ask(sheet)).text])
                assert.match(
                    page,
                    new RegExp(`could not be read[^]*Lab host ${host} is paused. Run: docker unpause ${host}`),
                );
        } finally {
            await docker("unpause", host);
            rmSync(out, { recursive: true });
        }
        await until("it is read again", 10, async () => /class="state (green|red)"/.test((await ask(sheet)).text));
    });

    it("keeps so many streams and no more, and goes on when they end", async () => {
        const streams = Array.from({ length: 110 }, () => {
            const asked = request(`${sheet}events`, { agent: false });
            const status = new Promise<number>((resolve) => {
                asked.on("response", (answer) => (answer.resume(), resolve(answer.statusCode!)));
                asked.on("error", () => resolve(0));
            });
            asked.end();
            return { asked, status };
        });
        const statuses = await Promise.all(streams.map(({ status }) => status));
        assert.strictEqual(statuses.filter((status) => status === 200).length, 100);
        assert.strictEqual(statuses.filter((status) => status === 503).length, 10);
        for (const { asked } of streams) asked.destroy();
        await until("a stream is to be had again", 10, async () => {
            const asked = request(`${sheet}events`, { agent: false }).end();
            const status = await new Promise((resolve) =>
                asked.on("response", ({ statusCode }) => resolve(statusCode)),
            );
            asked.destroy();
            return status === 200;
        });
    });

    it("ends at Ctrl-C while pages are open, and leaves no process, in the lab neither", async () => {
        const asked = request(`${sheet}events`, { agent: false }).end();
        asked.on("error", () => undefined);
        const watchers = async () =>
            (await docker("top", await lab.host(), "-eo", "pid,args")).includes("docker events");
        await until("the lab is watched", 10, watchers);
        const processes = served.processes();
        assert.strictEqual(await served.interrupt(), 0);
        assert.deepStrictEqual(processes.filter(isAlive), []);
        await until("nobody watches the lab", 5, async () => !(await watchers()));
    });

    it("warns where others reach it", async () => {
        const open = await Served.begin(own, "--address", "0.0.0.0", "--lang", "zh");
        assert.match(open.said, /^Others reach this address\. Whoever has this URL/);
        assert.strictEqual(await open.interrupt(), 0);
    });
});
