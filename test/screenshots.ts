import { mkdtempSync, rmSync } from "fs";
import { tmpdir } from "os";
import { join } from "path";
import { pathToFileURL } from "url";
import type { BrowserContextOptions } from "playwright-core";
import { open, startBrowser } from "./support/browser";
import { run } from "./support/run";

// `npm run screenshots`: the pictures of sheets in docs/, from the labs that are up (netns, custom-bridge and overlay-swarm).

const SHOTS: ({ stack: string; at?: string } & BrowserContextOptions)[] = [
    { stack: "custom-bridge", viewport: { width: 1000, height: 1280 } },
    { stack: "netns", viewport: { width: 400, height: 860 }, locale: "zh-CN", colorScheme: "dark" },
    { stack: "overlay-swarm", at: "#picture", viewport: { width: 1720, height: 580 } },
];
const ROOT = join(__dirname, "..");

async function main(): Promise<void> {
    const out = mkdtempSync(join(tmpdir(), "lab-screenshots-"));
    const browser = await startBrowser();
    try {
        await run("./lab", ["sheet", ...SHOTS.map(({ stack }) => stack), "--out", out], { cwd: ROOT });
        for (const { stack, at = "", ...options } of SHOTS) {
            const { page } = await open(browser, pathToFileURL(join(out, `${stack}.html`)).href + at, options);
            await page.screenshot({ path: join(ROOT, "docs", `sheet-${stack}.png`) });
        }
    } finally {
        await browser.close();
        rmSync(out, { recursive: true });
    }
}

void main();
