import * as assert from "assert";
import { mkdtempSync, rmSync, statSync } from "fs";
import { createServer, Server } from "http";
import type { AddressInfo } from "net";
import { tmpdir } from "os";
import { join } from "path";
import { pathToFileURL } from "url";
import { isDeepStrictEqual } from "util";
import type { Browser } from "playwright-core";
import { PATIENCE } from "../../cli/lib/patience";
import { barriers, browserProgram, NO_BROWSER, open, startBrowser } from "../support/browser";
import { checkout, Checkout } from "../support/checkout";
import { Lab } from "../support/lab";
import { drawnIn, liveIn } from "../support/picture";
import { run, until } from "../support/run";
import { Served } from "../support/served";

/** How soon a page shows what has changed in its lab, in milliseconds. */
const SOON = 2000 * PATIENCE;
/** What would run, colour a terminal or turn the line round, if it were anything but text, and then 10 MB. */
const HOSTILE = [
    "<script>window.pwned=1</script><img src=x onerror=window.pwned=2></pre></details><h1 id=fake>fake</h1>",
    "\u001b[31mred\u001b[0m\u0007 \u202eturned\u2066 \u0000",
].join("\n");
const PRINTER = '#!/bin/sh\ncat /hostile; yes "<b>more &amp; more</b>" | head -c 10000000\n';

describe("a page that is served, in a browser", function () {
    this.timeout(60_000);
    if (browserProgram() === undefined) {
        it.skip(NO_BROWSER);
        return;
    }
    const out = mkdtempSync(join(tmpdir(), "lab-live-"));
    let own: Checkout;
    let browser: Browser;
    let lab: Lab;
    let served: Served;
    let elsewhere: Server;
    let sheet: string;

    before("a lab is up and served", async () => {
        browser = await startBrowser();
        own = await checkout();
        lab = await own.stack("live", { scenario: "custom-bridge" });
        await lab.up();
        served = await Served.begin(own);
        sheet = `${served.url}stacks/live/`;
        elsewhere = createServer(
            (_, answer) =>
                void answer.setHeader("content-type", "text/html").end("<!doctype html><title>elsewhere</title>"),
        );
        await new Promise<void>((resolve) => elsewhere.listen(0, "127.0.0.1", resolve));
    });
    after(async () => {
        served?.kill();
        elsewhere?.close();
        await browser?.close();
        rmSync(out, { recursive: true });
        await lab.destroy();
    });

    it("shows within two seconds what `docker stop`, `ip link` and `docker start` have done, and runs the checks at a button", async () => {
        const { page, complaints } = await open(browser, sheet);
        await page.getByText("7 of 7 checks passed", { exact: false }).first().waitFor();
        await page.locator("details[data-key=check-running] summary").click();
        const within = async (text: string, state: "visible" | "detached", change: string) => {
            // Begun before the command, whose own end is not waited for: its beginning is what counts.
            await lab.inside(change);
            await page.locator("[data-region=state]").getByText(text).waitFor({ state, timeout: SOON });
        };
        await within("test1 is stopped", "visible", "docker stop -t 0 test1");
        const live = await liveIn(await lab.hosts());
        // The engine says that a container is stopped some moments before its veth pair is gone, and a page may show that.
        await until("the picture is what docker and ip report", 2, async () =>
            isDeepStrictEqual(await drawnIn(page), live),
        );
        assert.strictEqual(await page.locator("details[data-key=check-running]").getAttribute("open"), "");
        await page.getByRole("button", { name: "Run the checks" }).click();
        await page.locator(".check.failed").first().waitFor();
        assert.match(await page.locator(".check.failed").first().innerText(), /test1 and test3 run/);
        assert.ok((await page.locator(".check.blocked").count()) >= 4);
        await within("test1 is stopped", "detached", "docker start test1");
        await page.getByRole("button", { name: "Run the checks" }).click();
        await page.getByText("7 of 7 checks passed", { exact: false }).first().waitFor();
        await lab.inside("ip link add bridge7 type bridge");
        await lab.inside("docker run -d --name guest --network xin-bridge busybox sleep 1000");
        await page.locator("figure:visible g.node[data-name=guest]").waitFor({ timeout: SOON });
        await page.locator("figure:visible g.node[data-name=bridge7]").waitFor({ timeout: SOON });
        await lab.inside("docker rm -f guest; ip link del bridge7");
        await page.locator("figure:visible g.node[data-name=guest]").waitFor({ state: "detached", timeout: SOON });
        assert.deepStrictEqual(complaints, []);
        await page.context().close();
    });

    it("the overview follows as well, and leads to the sheet", async () => {
        const { page } = await open(browser, served.url, { colorScheme: "dark" });
        const tile = page.locator("[data-stack=live]");
        await page.locator(".live .on:visible").waitFor();
        assert.match((await tile.getAttribute("class"))!, /green/);
        await lab.inside("docker pause test3");
        await page.locator("[data-stack=live].red").waitFor({ timeout: SOON });
        assert.match(await tile.innerText(), /test3 is paused/);
        await lab.inside("docker unpause test3");
        await page.locator("[data-stack=live].green").waitFor({ timeout: SOON });
        assert.deepStrictEqual(await barriers(page), []);
        await tile.getByRole("link").click();
        await page.getByRole("heading", { level: 1 }).getByText("A bridge network").waitFor();
        assert.deepStrictEqual(await barriers(page), []);
        await page.context().close();
    });

    it("has nothing to give to a page from elsewhere, and no button that it could press", async () => {
        const { page } = await open(browser, `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`);
        const seen = await page.evaluate<string[]>(`(async () => {
            const url = ${JSON.stringify(sheet)};
            const tried = [];
            const read = async (name, ask) => tried.push(name + ": " + (await ask().then(async (answer) => answer.type + " " + answer.status + " " + (await answer.text()).length, () => "refused")));
            await read("read", () => fetch(url));
            await read("read blind", () => fetch(url, { mode: "no-cors" }));
            await read("press", () => fetch(url + "checks", { method: "POST" }));
            await read("press blind", () => fetch(url + "checks", { method: "POST", mode: "no-cors" }));
            tried.push("follow: " + (await new Promise((resolve) => { const events = new EventSource(url + "events"); events.onmessage = () => resolve("read"); events.onerror = () => resolve("refused"); })));
            const frame = document.createElement("iframe");
            frame.src = url;
            document.body.append(frame);
            await new Promise((resolve) => (frame.onload = resolve));
            let inside = "refused";
            try { inside = frame.contentDocument?.title ?? "refused"; } catch {}
            tried.push("frame: " + inside);
            return tried;
        })()`);
        assert.deepStrictEqual(seen, [
            "read: refused",
            "read blind: refused",
            "press: refused",
            "press blind: refused",
            "follow: refused",
            "frame: refused",
        ]);
        await page.context().close();
    });

    it("hostile text from a lab is text: in a sheet, and live", async () => {
        const put = async (file: string, text: string) =>
            run(
                "docker",
                [
                    "exec",
                    "-i",
                    await lab.host(),
                    "docker",
                    "exec",
                    "-i",
                    "test1",
                    "sh",
                    "-c",
                    `rm -f ${file}; cat >${file}; chmod +x ${file}`,
                ],
                { stdin: text },
            );
        await put("/hostile", HOSTILE);
        await put("/sbin/ip", PRINTER);
        await lab.inside(`ip link add name '"><img>&<b>' type bridge`);
        await lab.inside(
            "docker network disconnect xin-bridge test1; docker network connect --alias '<img src=x onerror=window.pwned=3>' xin-bridge test1",
        );
        const { exitCode } = await own.lab(["sheet", "live", "--out", out], { mayFail: true });
        assert.notStrictEqual(exitCode, 2);
        const file = join(out, "live.html");
        assert.ok(statSync(file).size < 300_000, `${statSync(file).size} bytes`);
        for (const url of [pathToFileURL(file).href, sheet]) {
            const { page, complaints, fetched } = await open(browser, url);
            if (url === sheet) {
                await page.getByRole("button", { name: "Run the checks" }).click();
                await until(
                    "the checks are run",
                    20,
                    async () => (await page.locator(".run .idle:visible").count()) === 1,
                );
            }
            const printed = page.locator("[data-key=evidence-test1-addresses]");
            await printed.locator("summary").click();
            const text = await printed.locator("pre").innerText();
            assert.ok(
                text.startsWith("<script>window.pwned=1</script><img src=x onerror=window.pwned=2></pre>"),
                text.slice(0, 200),
            );
            assert.match(text, /\?\[31mred\?\[0m\? \?turned\?/);
            assert.match(await printed.innerText(), /… and \d+ more characters, left out here/);
            assert.strictEqual(await page.evaluate("window.pwned"), undefined);
            assert.strictEqual(await page.locator("#fake, main img, main script").count(), 0);
            assert.deepStrictEqual(complaints, []);
            assert.deepStrictEqual(
                fetched.filter((one) => !one.startsWith(sheet)),
                [],
            );
            await page.context().close();
        }
    });
});
