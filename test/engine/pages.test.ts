import * as assert from "assert";
import { mkdtempSync, rmSync, statSync } from "fs";
import { tmpdir } from "os";
import { join } from "path";
import { pathToFileURL } from "url";
import type { Browser } from "playwright-core";
import { course } from "../../components/lessons";
import { barriers, browserProgram, NO_BROWSER, open, startBrowser } from "../support/browser";
import { checkout, Checkout } from "../support/checkout";
import { Lab } from "../support/lab";
import { drawnIn, liveIn } from "../support/picture";

const NAMES = Object.values(course).flatMap(({ name, group }) => (group === undefined ? [] : [name]));
const PHONE = { width: 360, height: 740 };
describe("the pages, in a browser", function () {
    this.timeout(120_000);
    if (browserProgram() === undefined) {
        it.skip(NO_BROWSER);
        return;
    }
    const out = mkdtempSync(join(tmpdir(), "lab-sheets-"));
    const file = (name: string) => join(out, `${name}.html`);
    const url = (name: string) => pathToFileURL(file(name)).href;
    let own: Checkout;
    let browser: Browser;

    before("the whole course is up", async function () {
        this.timeout(300_000);
        browser = await startBrowser();
        own = await checkout();
        for (const name of NAMES) await own.stack(name);
        await own.lab(["up", ...NAMES], { seconds: 240 });
    });
    after(async function () {
        this.timeout(120_000);
        await browser?.close();
        rmSync(out, { recursive: true });
        await own.lab(["destroy", ...NAMES, "--yes"], { seconds: 100 });
    });

    it("sheets of the whole course are written, each of 300 KB at the most", async () => {
        const { all } = await own.lab(["sheet", "--out", out]);
        for (const name of NAMES) {
            assert.match(all, new RegExp(`${name}\\.html +(\\d+)/\\1$`, "m"));
            const { size } = statSync(file(name));
            assert.ok(size < 300_000, `${name}: ${size} bytes`);
        }
    });

    for (const name of NAMES)
        it(`${name}: opens without a complaint, fetches nothing, and its picture has what is live`, async () => {
            const { page, complaints, fetched } = await open(browser, url(name));
            assert.deepStrictEqual(complaints, []);
            assert.deepStrictEqual(fetched, []);
            assert.match(await page.locator(".state").innerText(), /^up · (\d+) of \1 checks passed$/);
            assert.strictEqual(await page.locator(".check.passed").count(), await page.locator(".check").count());
            assert.ok((await page.locator("pre.printed").count()) > 0);
            assert.deepStrictEqual(await drawnIn(page), await liveIn(await new Lab(own, name).hosts()));
            await page.context().close();
        });

    it("speaks the reader's language, and the other one at the press of a button", async () => {
        const english = await open(browser, url("custom-bridge"));
        assert.strictEqual(await english.page.locator("h2").first().innerText(), "What this lesson shows");
        const { page } = await open(browser, url("custom-bridge"), { locale: "zh-CN" });
        assert.strictEqual(await page.locator("html").getAttribute("lang"), "zh-Hans");
        assert.strictEqual(await page.locator("h2").first().innerText(), "本课要点");
        assert.match(await page.locator("h1").innerText(), /[\u4e00-\u9fff]/);
        assert.strictEqual(await page.getByText("What this lesson shows").isVisible(), false);
        await page.getByRole("button", { name: "English" }).click();
        assert.strictEqual(await page.locator("h2").first().innerText(), "What this lesson shows");
        assert.strictEqual(await page.locator("html").getAttribute("lang"), "en");
        for (const opened of [english, { page }]) await opened.page.context().close();
    });

    it("is in one language where that was asked for", async () => {
        await own.lab(["sheet", "custom-bridge", "--lang", "zh", "--out", join(out, "zh")]);
        const { page, complaints } = await open(browser, pathToFileURL(join(out, "zh", "custom-bridge.html")).href);
        assert.strictEqual(await page.locator("h2").first().innerText(), "本课要点");
        assert.doesNotMatch(await page.locator("main").innerText(), /What this lesson shows|Checks|Hint/);
        assert.deepStrictEqual(complaints, []);
        await page.context().close();
    });

    it("fits a phone, and no page has to be pushed sideways", async () => {
        for (const name of [...NAMES, "index"]) {
            const { page } = await open(browser, url(name), { viewport: PHONE });
            await page.evaluate(`document.querySelectorAll("details").forEach((one) => (one.open = true))`);
            const width = await page.evaluate<number>("document.documentElement.scrollWidth");
            assert.ok(width <= PHONE.width, `${name}: ${width}`);
            await page.context().close();
        }
    });

    for (const colorScheme of ["light", "dark"] as const)
        it(`has no barrier that axe calls serious (${colorScheme})`, async () => {
            for (const [name, locale] of [
                ["custom-bridge", "en-US"],
                ["overlay-swarm", "zh-CN"],
                ["index", "en-US"],
            ] as const) {
                const { page } = await open(browser, url(name), { colorScheme, locale });
                await page.evaluate(`document.querySelectorAll("details").forEach((one) => (one.open = true))`);
                assert.deepStrictEqual(await barriers(page), [], name);
                await page.context().close();
            }
        });

    it("can be used by the keyboard alone", async () => {
        const { page } = await open(browser, url("custom-bridge"));
        const focused = () => page.evaluate<string>("document.activeElement.innerText.trim()");
        await page.keyboard.press("Tab");
        assert.strictEqual(await focused(), "To the content");
        await page.keyboard.press("Enter");
        assert.strictEqual(await page.evaluate<string>("document.activeElement.id"), "content");
        const answer = page.locator("[data-key=answer-0]");
        for (let presses = 0; presses < 200 && !(await focused()).startsWith("Answer"); presses++)
            await page.keyboard.press("Tab");
        await page.keyboard.press("Enter");
        assert.strictEqual(await answer.getAttribute("open"), "");
        await page.context().close();
    });

    it("has large type for a projector", async () => {
        const { page } = await open(browser, url("custom-bridge"), { viewport: { width: 1920, height: 1080 } });
        const size = () => page.evaluate<number>(`parseFloat(getComputedStyle(document.querySelector("p")).fontSize)`);
        assert.ok((await size()) >= 20);
        await page.getByRole("button", { name: "Large type" }).click();
        assert.ok((await size()) >= 25);
        await page.context().close();
    });

    it("prints what is collapsed, and neither buttons nor answers", async () => {
        const { page } = await open(browser, url("custom-bridge"), { colorScheme: "dark" });
        await page.emulateMedia({ media: "print", colorScheme: "dark" });
        await page.evaluate(`dispatchEvent(new Event("beforeprint"))`);
        assert.strictEqual(await page.locator("button:visible").count(), 0);
        assert.strictEqual(await page.locator("details.long:not([open])").count(), 0);
        assert.strictEqual(await page.locator("[data-key^=answer] p").first().isVisible(), false);
        const colour = await page.evaluate<string>("getComputedStyle(document.body).backgroundColor");
        assert.strictEqual(colour, "rgb(255, 255, 255)");
        assert.ok((await page.pdf()).length > 10_000);
        await page.context().close();
    });
});
